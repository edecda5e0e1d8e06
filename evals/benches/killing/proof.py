"""What must hold after a kill: nothing shown is missing or by halves, and the chain is whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Table, func, select, true

from assistant.conversations import conversations, messages
from assistant.desk.tables import case_events, cases
from evals.benches.killing.writers import Shown, digest
from governance.log.decision_log import DecisionLog
from governance.log.tables import decision_log


@dataclass(frozen=True)
class Proof:
    """What was found in a database after kills."""

    shown: int
    lost: int
    entries: int
    problems: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether everything that was shown is there, and everything that is there is whole."""
        return not self.lost and not self.problems


def prove(connection: Connection, log: DecisionLog, shown: Iterable[Shown]) -> Proof:
    """Return what is wrong in the records after `shown` was shown to people.

    Give it a connection that sees one moment of the database: others may be writing.
    """
    said = _said(connection)
    given = list(shown)
    lost = sum((one.conversation_id, one.decision_id, one.digest) not in said for one in given)
    found = log.verify(connection)
    problems = [f"cadena: {problem.message}" for problem in found.problems]
    problems += _gaps(connection, log)
    problems += _halves(connection)
    return Proof(len(given), lost, found.entries, tuple(problems))


def _said(connection: Connection) -> set[tuple[str, str, str]]:
    """Return what the institution said: where, with which entry, in which words."""
    columns = messages.c.conversation_id, messages.c.decision_id, messages.c.text
    rows = connection.execute(select(*columns).where(messages.c.role != "person"))
    return {(row[0], row[1] or "", digest(row[2])) for row in rows}


def _gaps(connection: Connection, log: DecisionLog) -> Iterator[str]:
    sequence = decision_log.c.sequence
    count, first, last = connection.execute(
        select(func.count(), func.min(sequence), func.max(sequence))
    ).one()
    if count and (first, last) != (1, count):
        yield f"numeración: {count} asientos, del {first} al {last}"
    if log.head(connection).sequence != (last or 0):
        yield "la cabeza no es el último asiento"


def _halves(connection: Connection) -> Iterator[str]:
    """Yield what was written without the rest of its transaction."""
    decided = _rows(connection, decision_log, decision_log.c.kind == "decision")
    told = select(func.count(func.distinct(messages.c.decision_id)), func.count())
    distinct, answers = connection.execute(told.where(messages.c.decision_id.is_not(None))).one()
    asked = _rows(connection, messages, messages.c.role == "person")
    if not decided == distinct == answers == asked:
        yield f"decisiones: {decided}, respuestas: {answers} ({distinct}), mensajes: {asked}"
    acts = _rows(connection, case_events, true())
    logged = _rows(connection, decision_log, decision_log.c.kind == "event")
    if acts != logged:
        yield f"actos de los casos: {acts}, asentados: {logged}"
    its_case = cases.c.conversation_id == conversations.c.id
    has_case = select(cases.c.number).where(its_case, cases.c.state == "waiting").exists()
    lonely = _rows(connection, conversations, (conversations.c.state == "waiting") & ~has_case)
    was_told = select(case_events.c.id).where(case_events.c.case_number == cases.c.number).exists()
    untold = _rows(connection, cases, ~was_told)
    if lonely or untold:
        yield f"esperan sin caso: {lonely}; casos sin historia: {untold}"


def _rows(connection: Connection, table: Table, which: ColumnElement[bool]) -> int:
    found = select(func.count()).select_from(table).where(which)
    return int(connection.execute(found).scalar_one())
