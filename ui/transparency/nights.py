"""The checks of every night as the log holds them: what is told of them in public.

They are written by `evals.live`, which this package may not import: a test reads one with both.
The ids of the entries that failed stay out: they are for whoever audits. They keep turns and not of
how many conversations these are, and mix audiences: the page says both.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from governance.log.event import EventKind, LoggedEvent
from ui.transparency.counting import TOO_FEW, Cell, count

KIND: EventKind = "quality_sampled"
MOST = 14
"""Nights that are told."""

VERDICTS: Mapping[str, str] = MappingProxyType(
    {
        "in_band": "Dentro de lo esperado",
        "out_of_band": "Fuera de lo esperado",
        "not_enough_data": "Faltan datos",
    }
)
METRICS: Mapping[str, str] = MappingProxyType(
    {
        "supported": "Frases con respaldo en lo citado",
        "hard_facts": "Cifras y fechas que están en lo citado",
        "citations_valid": "Citas que existen y rigen",
        "caveat": "Advertencia cuando corresponde",
        "no_verdict": "Sin veredictos ni promesas",
        "readable": "Lenguaje claro",
    }
)


class _Told(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Checked(_Told):
    """One measure over the sample of a night."""

    metric: str
    verdict: str
    floor: float
    scored: int
    mean: float | None

    @property
    def cell(self) -> Cell:
        """The mean as a percentage, rounded down: a failure never becomes a hundred."""
        if self.mean is None or count(self.scored).value in (None, 0):
            return Cell(None, TOO_FEW, TOO_FEW)
        percent = int(100 * self.mean + 1e-9)  # 0.93 is a little less than 0.93
        return Cell(percent, f"{percent} %")


class _Verdict(_Told):
    verdict: str


class _Drawn(_Told):
    turns: int
    sampled: int


class Night(_Told):
    """A day of real turns, measured."""

    schema_version: Literal[1]
    day: date
    by_outcome: Mapping[str, _Drawn]
    measures: tuple[Checked, ...]
    abstention: _Verdict
    redaction: _Verdict
    verdict: str = ""
    """That of the whole night: the reason of its event."""

    @property
    def turns(self) -> Cell:
        """The turns of the day."""
        return count(sum(drawn.turns for drawn in self.by_outcome.values()))

    @property
    def sampled(self) -> Cell:
        """Those that were looked at."""
        return count(sum(drawn.sampled for drawn in self.by_outcome.values()))


def read_nights(events: Iterable[LoggedEvent]) -> tuple[Night, ...]:
    """Return the last nights, newest first; `events` come newest first too."""
    found: list[Night] = []
    for night in _nights(events):
        if night.day not in {one.day for one in found}:
            found.append(night)
        if len(found) == MOST:
            break
    return tuple(sorted(found, key=lambda night: night.day, reverse=True))


def _nights(events: Iterable[LoggedEvent]) -> Iterator[Night]:
    for logged in events:
        event = logged.event
        if event is None or event.kind != KIND:
            continue
        try:
            yield Night.model_validate({**json.loads(event.text), "verdict": event.reason})
        except (ValidationError, ValueError, TypeError):
            continue  # of another schema: what cannot be read is not guessed
