"""At which level of risk the assistant is, who says so and why: from its own record.

The reasons are those of the policy's catalogue (C.4) or, once somebody classified it, the answers
that were recorded. What an official wrote to explain an answer is not published.
"""

from __future__ import annotations

from collections.abc import Iterator

from governance.policy.model import LevelInfo
from governance.registers.days import written
from ui.transparency.facts import Facts

UNREGISTERED = (
    "En el registro de sistemas de esta instalación no figura este asistente, así que aquí no "
    "consta su nivel."
)


def level_info(facts: Facts) -> LevelInfo | None:
    """Return what the policy says of the level that governs the assistant."""
    return next((found for found in facts.policy.levels if found.id == facts.own_level), None)


def says_who(facts: Facts) -> str:
    """Return who gave the level, and when."""
    own = facts.own
    if own is None:
        return UNREGISTERED
    act = own.approval
    if act is not None and act.acta is not None:
        return (
            f"Lo aprobó el Subcomité de IA y Ética Digital en el Acta {act.acta.number} del "
            f"{written(act.acta.day)}."
        )
    if facts.own_level is None:
        return "Todavía nadie declaró su nivel."
    return (
        "Es el nivel que declara el catálogo de la política (C.4). En este registro no consta un "
        "acta del Subcomité que lo apruebe."
    )


def reasons(facts: Facts) -> Iterator[tuple[str, str, str]]:
    """Yield each question of the policy, its answer and why."""
    own = facts.own
    if own is None:
        return
    entry = facts.entry(own.system.id)
    if own.latest is not None:
        given = {name: (value, "") for name, value in own.latest.values.items()}
    elif entry is not None:
        given = {name: (fact.value, fact.why) for name, fact in entry.facts.items()}
    else:
        return
    for question in facts.policy.questions:
        value, why = given.get(question.id, ("", ""))
        labels = {one.value: one.label for one in question.values}
        if value in labels:
            yield question.text, labels[value], why


def depends_on(facts: Facts) -> str:
    """Return what must stay true for the level to hold; empty if nothing is written."""
    own = facts.own
    entry = facts.entry(own.system.id) if own else None
    return (entry.depends_on or "") if entry else ""
