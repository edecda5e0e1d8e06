"""What is asked: cases in JSON lines, suites that group them, and where their gold text is.

A case is one question with what a good service does with it. A suite says which cases belong
together, and which part of the assistant they exercise. Nothing here runs or judges.
"""
