"""The program, timed as it records: `python -m evals.benches.load.watched FILE serve --port N`.

It is the same program; what it logs of each recorded turn (id and milliseconds, never a text) is
also written in FILE, a line each.
"""

from __future__ import annotations

import logging
import runpy
import sys
from pathlib import Path

PROGRAM = "ui.cli"
LOGGER = "assistant.assistant"
SAID = "turn %s recorded in %.1f ms"
"""What `assistant.assistant` logs; a test holds that it still does."""


class RecordedTurns(logging.Handler):
    """Writes a line for each turn that was recorded."""

    def __init__(self, file: Path) -> None:
        """Write in `file`, anew."""
        super().__init__()
        self._file = file
        file.write_text("", encoding="ascii")

    def emit(self, record: logging.LogRecord) -> None:
        """Write the turn, if that is what was logged."""
        if record.msg == SAID and isinstance(record.args, tuple):
            decision_id, took = record.args
            # Opened each time: uvicorn closes every handler of the process when it configures.
            with self._file.open("a", encoding="ascii") as file:
                file.write(f"{decision_id} {took}\n")


def watch(file: Path) -> RecordedTurns:
    """Begin to write the recorded turns of this process in `file`."""
    handler = RecordedTurns(file)
    logger = logging.getLogger(LOGGER)
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    logger.propagate = False
    return handler


def main() -> None:
    """Run the program with what is left of the command line."""
    file = Path(sys.argv.pop(1))
    watch(file)
    runpy.run_module(PROGRAM, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
