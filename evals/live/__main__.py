"""`python -m evals.live`: what the service starts each hour, after everything else on the machine.

A day that is measured already costs a second. Turns of people go first: the lowest priority.
"""

from __future__ import annotations

import os

import typer

from evals.live.command import live

if __name__ == "__main__":
    if hasattr(os, "nice"):  # there is none on Windows
        os.nice(19)
    typer.run(live)
