"""An export: which tools there are, what is written, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from evals.running.observation import Observation

Format = Literal["ragas", "promptfoo"]
FORMATS: tuple[Format, ...] = get_args(Format)

Found = Mapping[str, Observation]
"""What a run observed of each case of the suite, by id; empty when only cases are exported."""


class ExportError(Exception):
    """A suite cannot be exported; raised when the tool has no place for it, with the remedy."""


@dataclass(frozen=True)
class Exported:
    """The text of the file, and how many cases it holds."""

    text: str
    cases: int
    left_out: int
    """Cases of the suite for which the format has no place."""
