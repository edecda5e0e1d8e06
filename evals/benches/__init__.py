"""Measurements that need minutes or a server of their own, each a command.

For example `python -m evals.benches.load`.

They print figures and judge nothing; what must not get worse is in the suites (`evals.suites`).
"""
