"""`python -m ui.cli`: the same as `asistente`."""

from ui.cli import app

app()
