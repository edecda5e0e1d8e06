"""Whole classification interviews with simulated officials: `python -m evals.interviewing.run`."""
