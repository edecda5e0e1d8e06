"""Our suites in the tools that evaluators already use: Inspect AI, RAGAS and promptfoo.

None of them is a dependency. Inspect runs our tasks in an environment of its own
(`evals.inspect_tasks`); the other two read a file that `asistente eval export` writes.
"""
