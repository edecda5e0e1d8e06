"""`asistente eval`: measure the assistant, judge what was measured, and compare.

Exit codes: 0 well, 1 the gate does not pass, 2 it could not be done, 3 not enough data to say.
"""

from __future__ import annotations

import typer

from evals.bias.command import bias
from evals.commands.comparing import compare
from evals.commands.gating import accept, gate
from evals.commands.running import run
from evals.ecosystem.command import export
from evals.judging.command import judge
from evals.live.command import live

app = typer.Typer(
    help="Mide al asistente con sus casos, juzga la medición y la compara con otra.",
    no_args_is_help=True,
)
for command in (run, gate, compare, accept, judge, export, live, bias):
    app.command()(command)
