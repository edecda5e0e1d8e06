"""How long there is to answer what a person asks about their own records, and under which law.

From 1 December 2026: thirty days of the calendar, extended once by thirty more with reasons (art.
11 of the Ley 19.628 as the Ley 21.719 leaves it). What was asked before is under the earlier text,
whose two working days (art. 16) the institution's lawyers have not confirmed for this service; what
no law sets is the institution's own. A request keeps the law of the day on which it was made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from governance.registers.days import CHILE

RequestKind = Literal["access", "rectification", "deletion", "opposition", "portability", "review"]
REQUEST_KINDS: tuple[RequestKind, ...] = get_args(RequestKind)
TermId = Literal["ley_21719", "ley_19628", "institucion"]
TERMS_FILE = Path(__file__).with_name("terms.yaml")

_SATURDAY = 5
_DAY = timedelta(days=1)


class Term(BaseModel):
    """A term to answer; `confirmed` is whether the source settles that it applies."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: TermId
    name: str
    article: str
    days: int = Field(ge=1)
    counted: Literal["corridos", "habiles"]
    extension_days: int = Field(ge=0)
    confirmed: bool
    source: str

    def due_on(self, asked_on: date, is_holiday: Callable[[date], bool]) -> date:
        """Return the last day to answer; the day of the request is not counted.

        Working days are those of art. 25 of the Ley 19.880: no Saturday, Sunday or holiday.
        """
        if self.counted == "corridos":
            return asked_on + self.days * _DAY
        day, left = asked_on, self.days
        while left:
            day += _DAY
            left -= day.weekday() < _SATURDAY and not is_holiday(day)
        return day

    def in_words(self) -> str:
        """Return the law and its article, marked where nobody confirmed it."""
        law = ", ".join(filter(None, (self.name, self.article)))
        return law if self.confirmed else f"{law} (por confirmar)"


class Applies(BaseModel):
    """Which term a kind of request has, before the day of the law and since."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    before: TermId
    since: TermId


class Terms(BaseModel):
    """Every term, and which kind of request has which."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    in_force_from: date
    terms: tuple[Term, ...]
    kinds: Mapping[RequestKind, Applies]

    @model_validator(mode="after")
    def _check_whole(self) -> Self:
        if {term.id for term in self.terms} != set(get_args(TermId)):
            raise ValueError(f"terms: faltan o sobran plazos. Son {', '.join(get_args(TermId))}.")
        if set(self.kinds) != set(REQUEST_KINDS):
            raise ValueError(f"kinds: faltan o sobran. Son {', '.join(REQUEST_KINDS)}.")
        return self

    def of(self, kind: RequestKind, asked_on: date) -> Term:
        """Return the term of a request made on a day."""
        applies = self.kinds[kind]
        return self.find(applies.since if asked_on >= self.in_force_from else applies.before)

    def find(self, term_id: TermId) -> Term:
        """Return the term of that name."""
        return next(term for term in self.terms if term.id == term_id)


@lru_cache(maxsize=1)
def load_terms() -> Terms:
    """Return the terms of the file, read once.

    >>> load_terms().of("access", date(2026, 12, 1)).days
    30
    >>> load_terms().of("access", date(2026, 11, 30)).in_words()
    'Ley 19.628, texto anterior a la Ley 21.719, arts. 12 y 16 (por confirmar)'
    """
    return Terms.model_validate(yaml.safe_load(TERMS_FILE.read_text(encoding="utf-8")))


def last_moment(day: date) -> datetime:
    """Return the last moment of a day in Chile, which on one day a year has 25 hours.

    >>> last_moment(date(2026, 12, 31)).isoformat()
    '2027-01-01T02:59:59.999999+00:00'
    """
    next_day = datetime.combine(day + _DAY, time(), CHILE).astimezone(UTC)
    return next_day - timedelta(microseconds=1)
