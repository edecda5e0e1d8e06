"""`asistente redact`: text lines in, JSON lines without personal data out.

Needs no database and writes nothing but its output. What could not be redacted is not repeated:
its line says so, and the command ends with 1.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from ui.cli import FOUND, print_json

if TYPE_CHECKING:
    from assistant.redaction import Redactor


def redact() -> None:
    """Enmascara los datos personales de cada línea de la entrada; una línea JSON por cada una."""
    from assistant.redaction import build_redactor

    redactor = build_redactor()
    is_whole = True
    for raw in sys.stdin.buffer:
        line = raw.decode("utf-8", errors="replace").removesuffix("\n").removesuffix("\r")
        report = _redacted(line, redactor)
        is_whole = is_whole and "error" not in report
        print_json(report)
    if not is_whole:
        raise typer.Exit(FOUND)


def _redacted(line: str, redactor: Redactor) -> dict[str, object]:
    from assistant.redaction import RedactionError

    if not line.strip():
        return {"text": "", "entities": []}
    try:
        found = redactor.redact(line)
    except RedactionError as error:
        return {"text": "", "entities": [], "error": str(error)}
    return {
        "text": found.text,
        "entities": [
            {
                "type": entity.kind.value,
                "start": entity.start,
                "end": entity.end,
                "placeholder": entity.placeholder,
                "score": entity.score,
            }
            for entity in found.entities
        ],
    }
