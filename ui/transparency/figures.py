"""Figures of use and quality, read from one moment of the log, as they may be published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from assistant.database import reading
from assistant.desk.cases import REASONS
from assistant.desk.feedback.counts import Totals
from assistant.desk.measures.askings import Asking
from assistant.desk.measures.waits import WorkingTime, read_waits
from governance.log.entries import LoggedTurn
from governance.registers.days import day_in_chile
from ui.facade import AssistantFacade
from ui.feedback.words import REASONS as WHY_NOT
from ui.panel import case_words
from ui.transparency.attention import Attention, people, read_attention
from ui.transparency.counting import Cell, count, share, wait
from ui.transparency.nights import MOST, Night, read_nights
from ui.transparency.usage import Usage, first_moment, read_usage

WINDOW = 90
"""Days that attention and opinions are counted over."""

ATTENTION, OPINIONS = "Atención por personas", "Opiniones"


@dataclass(frozen=True)
class Figure:
    """One figure of the last days. `unit` is what it counts."""

    group: str
    name: str
    cell: Cell
    unit: str


@dataclass(frozen=True)
class Figures:
    """Everything that is counted, at a moment."""

    at: datetime
    usage: Usage
    recent: tuple[Figure, ...]
    nights: tuple[Night, ...]

    @property
    def today(self) -> date:
        """The day in Chile."""
        return day_in_chile(self.at)

    @property
    def since(self) -> date:
        """The first day of the recent figures."""
        return day_in_chile(self.at - timedelta(days=WINDOW))


def read_figures(assistant: AssistantFacade) -> Figures:
    """Return the figures; reading a year of the log takes seconds.

    Raises:
        DatabaseError: the log could not be read.
    """
    board = assistant.board
    now = board.clock()
    log, since = board.log, now - timedelta(days=WINDOW)
    totals = assistant.feedback.totals(since)
    citizens = set[str]()
    with reading(board.engine) as connection:
        usage = read_usage(_noted(log.turns(connection, first_moment(now)), citizens), now)
        turns = log.turns(connection, since)
        attention = read_attention(log.events(connection), turns, citizens, since, now)
        lately = now - timedelta(days=MOST + 2)
        nights = read_nights(log.events(connection, lately, newest_first=True))
    hours = board.working_time if board.has_true_hours else None
    recent = (*_attention(attention, hours), *_opinions(totals))
    return Figures(now, usage, recent, nights)


def _noted(turns: Iterable[LoggedTurn], citizens: set[str]) -> Iterator[LoggedTurn]:
    """Yield the turns, noting the conversations of citizens: a year of the log is read once."""
    for turn in turns:
        if turn.audience == "ciudadania":
            citizens.add(turn.conversation_id)
        yield turn


def _attention(found: Attention, hours: WorkingTime | None) -> Iterator[Figure]:
    yield _cases("Pasaron a una persona", found.asked)
    for reason in REASONS:
        name = f"Motivo: {case_words.REASONS[reason].lower()}"
        yield _cases(name, [one for one in found.asked if one.reason == reason])
    met = [one for one in found.asked if one.first_reply_at]
    yield _cases("Recibieron respuesta de una persona", met)
    unmet = [one for one in found.asked if not one.first_reply_at]
    yield _cases("Todavía sin respuesta de una persona", unmet)
    yield from _waits(met, hours)
    lasting, undone = found.lasting, found.undone
    whole = len(lasting) + len(undone)
    durable = share(len(lasting), whole, (people(lasting), people(undone)))
    yield Figure(ATTENTION, "Resueltos que siguen así a los siete días", durable, "por ciento")
    alone = share(found.talks.answered.part, found.talks.answered.whole)
    yield Figure(ATTENTION, "Conversaciones que respondió solo el asistente", alone, "por ciento")


def _waits(met: Sequence[Asking], hours: WorkingTime | None) -> Iterator[Figure]:
    waits, who = read_waits(met, hours or (lambda since, until: until - since)), people(met)
    told = {
        "La mitad esperó a lo más": waits.median,
        "Nueve de cada diez esperaron a lo más": waits.p90,
    }
    if hours:
        told["La mitad esperó a lo más, en horario de atención"] = waits.working_median
    for name, time in told.items():
        yield Figure(ATTENTION, name, wait(time, who), "segundos")


def _opinions(totals: Totals) -> Iterator[Figure]:
    whole, who = totals.useful + totals.not_useful, totals.voices
    yield Figure(OPINIONS, "Respuestas con opinión", count(whole, who.all), "opiniones")
    useful = share(totals.useful, whole, (who.useful, who.not_useful))
    yield Figure(OPINIONS, "Dijeron que les sirvió", useful, "por ciento")
    for reason, many in totals.by_reason.items():
        cell = count(many, who.by_reason[reason])
        yield Figure(OPINIONS, f"No sirvió: {WHY_NOT[reason].lower()}", cell, "opiniones")


def _cases(name: str, askings: Sequence[Asking]) -> Figure:
    return Figure(ATTENTION, name, count(len(askings), people(askings)), "casos")
