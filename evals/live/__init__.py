"""Live quality: each night a sample of the day's real turns is scored as the cases are.

What is looked at is the decision log, already redacted; what is kept are figures, counts and the
ids of entries, never a word of anybody. A day is measured once: its record is an entry of the log's
own chain. What leaves its band, and a day that could not be measured, is told to the operator.
"""
