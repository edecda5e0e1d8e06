"""Whether a scripted conversation ended where it must, and every reason why not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Engine, MetaData, select

from evals.interviewing.cases import FACTS, UNKNOWN, Expected
from evals.interviewing.speaks import InterviewView
from evals.interviewing.talk import Talk
from governance.policy.load import policies
from governance.policy.model import LEVELS


@dataclass(frozen=True)
class Verdict:
    """A conversation and what is wrong with it. Too low is the error that must not happen."""

    talk: Talk
    problems: tuple[str, ...]
    too_low: bool = False
    reaches: bool = True
    """Whether it ended as it must, with the right facts and the right level."""

    @property
    def is_right(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def judge(talk: Talk, stored: str = "") -> Verdict:
    """Return the verdict on a conversation, given everything that was kept of it."""
    expect = talk.case.expect
    wrong = [talk.broke] if talk.broke else []
    if not wrong and talk.end != expect.end:
        wrong.append(f"terminó {talk.end} y debía quedar {expect.end}")
    low = ""
    if talk.last is not None and expect.end == "terminada":
        low = _too_low(talk.last, expect)
        wrong += [*_wrong_facts(talk.last, expect), *_wrong_levels(talk.last, expect)]
        if low:
            wrong.append(low)
        if not talk.broke and talk.last.status == "terminada" and not talk.last.system:
            wrong.append("terminó sin registrar el sistema")
    reaches = not wrong
    wrong += _mishandled(talk)
    wrong += [f"quedó guardado «{words}»" for words in expect.not_stored if words in stored]
    return Verdict(talk, tuple(wrong), bool(low), reaches)


def _too_low(view: InterviewView, expect: Expected) -> str:
    """Say so when what was handed in leaves the level, or a fact, milder than it is."""
    if view.status != "terminada" or not view.proposal:
        return ""
    if LEVELS.index(max(view.proposal, key=LEVELS.index)) < LEVELS.index(expect.lowest_allowed):
        return f"NIVEL DEMASIADO BAJO: {'/'.join(view.proposal)} y no {expect.lowest_allowed}"
    return ""


def _wrong_facts(view: InterviewView, expect: Expected) -> Iterator[str]:
    for name in FACTS:
        found = view.facts.get(name, UNKNOWN)
        wanted = expect.facts.get(name, UNKNOWN)
        if found != wanted:
            note = " (baja el riesgo)" if _is_milder(name, found, wanted) else ""
            yield f"{name}: {found} y debía ser {wanted}{note}"


@cache
def _severities(question: str) -> dict[str, int]:
    found = next(q for q in policies()[-1].questions if q.id == question)
    return {value.value: value.severity for value in found.values}


def _is_milder(question: str, found: str, wanted: str) -> bool:
    """Whether the fact is milder than the true one, or milder than the worst not ruled out."""
    severity = _severities(question)
    worst = max(severity.values())
    return severity.get(found, worst) < severity.get(wanted, worst)


def _wrong_levels(view: InterviewView, expect: Expected) -> Iterator[str]:
    for name, found, wanted in (
        ("literal", view.literal, expect.literal),
        ("prudente", view.prudente, expect.prudente),
        ("propuesta", view.proposal, expect.proposed),
    ):
        if set(found) != set(wanted):
            yield f"{name}: {'/'.join(found) or 'nada'} y debía ser {'/'.join(wanted)}"


def _mishandled(talk: Talk) -> Iterator[str]:
    for turn in talk.turns:
        if turn.was_kept:
            continue
        if turn.is_return:
            yield "al retomar no siguió donde iba"
        else:
            yield f"no atendió en su lugar «{turn.line.say}»"


def everything_stored(engine: Engine) -> str:
    """Return every value of every table as one text, to look for what must not be there."""
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        rows = [row for table in tables.sorted_tables for row in connection.execute(select(table))]
    return "\n".join(json.dumps(list(row), ensure_ascii=False, default=str) for row in rows)
