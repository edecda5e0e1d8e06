"""The dates of the contest that the knowledge base states, each with the sentence that states it.

A date is a figure (`knowledge_base.figures`) that `calendar.yaml` names and that a section in force
says. A figure that no section says any more is not shown: without evidence there is no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge_base.figures import Figure
from knowledge_base.model import Passage
from knowledge_base.text import sentences

NAMES_FILE = Path(__file__).with_name("calendar.yaml")


class CalendarError(Exception):
    """The names of the dates cannot be used; raised when the file is wrong, with every mistake."""


class DateName(BaseModel):
    """What a figure is called in the calendar."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    figura: str
    resumen: str
    hora: str = ""

    def year_in(self, key: str) -> str | None:
        """Return the year in the key of a figure that this names, or None.

        >>> name = DateName(figura="fecha_cierre_{año}", resumen="Cierre {año}")
        >>> name.year_in("fecha_cierre_2027"), name.year_in("fecha_cierre_dias")
        ('2027', None)
        """
        pattern = re.escape(self.figura).replace(re.escape("{año}"), r"(\d{4})")
        found = re.fullmatch(pattern, key)
        return found[1] if found else None


class CalendarNames(BaseModel):
    """Every date that the calendar may show, and the document that must state it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    documento: str
    fechas: tuple[DateName, ...]


@dataclass(frozen=True)
class ContestDate:
    """A date of the contest. `until` is the hour at which that day ends, when one is stated."""

    key: str
    day: date
    summary: str
    passage: Passage
    """The section that states it."""
    words: str
    """The sentence of that section that does."""
    until: time | None = None


def load_names(path: Path = NAMES_FILE) -> CalendarNames:
    """Return what the calendar calls each date.

    Raises:
        CalendarError: the file cannot be read or says something else.
    """
    try:
        return CalendarNames.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise CalendarError(f"{path.name}: {error}") from error


def contest_dates(
    names: CalendarNames, figures: Mapping[str, Figure], passages: Sequence[Passage]
) -> tuple[ContestDate, ...]:
    """Return the dates that `passages` state, the first one first."""
    found = [
        date_
        for key, figure in figures.items()
        for name in names.fechas
        if (date_ := _date(key, figure, name, figures, passages))
    ]
    return tuple(sorted(found, key=lambda one: (one.day, one.key)))


def _date(
    key: str,
    figure: Figure,
    name: DateName,
    figures: Mapping[str, Figure],
    passages: Sequence[Passage],
) -> ContestDate | None:
    year = name.year_in(key)
    is_whole = figure.unidad == "fecha" and type(figure.valor) is date
    stated = _stated(figure, passages) if year and is_whole else None
    if stated is None:
        return None
    passage, words = stated
    summary = name.resumen.replace("{año}", year or "")
    return ContestDate(key, figure.valor, summary, passage, words, _hour(name, figures, passages))


def _hour(
    name: DateName, figures: Mapping[str, Figure], passages: Sequence[Passage]
) -> time | None:
    figure = figures.get(name.hora)
    if figure is None or figure.unidad != "hora" or _stated(figure, passages) is None:
        return None
    return datetime.strptime(str(figure.valor), "%H:%M").time()


def _stated(figure: Figure, passages: Iterable[Passage]) -> tuple[Passage, str] | None:
    """Return the first section that says a figure and rests on its fact, and the sentence."""
    said = re.compile(rf"(?<!\w){re.escape(figure.texto)}(?!\w)", re.IGNORECASE)
    for passage in passages:
        if figure.hecho in passage.facts:
            for sentence in sentences(passage.text):
                if said.search(sentence.text):
                    return passage, sentence.text
    return None
