"""Does everything that the policy names exist, and is everything that it counts complete?

Each finding says file, place, what is wrong and what to do. `check` returns them all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from governance.policy.base import LEVELS
from governance.policy.check_questions import check_questionnaire
from governance.policy.ids import citations, name_of, targets
from governance.policy.model import Policy


def check(policy: Policy) -> tuple[str, ...]:
    """Return every mistake that the shape of the files cannot show; none when it can be used."""
    return (
        *_unknown_articles(policy),
        *_repeated(policy),
        *_gaps(policy),
        *check_questionnaire(policy),
        *_levels(policy),
        *_unknown_roles(policy),
        *_readings(policy),
        *_inventory(policy),
    )


def _unknown_articles(policy: Policy) -> Iterator[str]:
    known = {article.id for article in policy.articles}
    for article in policy.articles:
        if article.parent is not None and article.parent not in known:
            yield f"articles.yaml: {article.id}.parent: «{article.parent}» no está en la lista."
    for field in Policy.model_fields:
        for place, cited in citations(getattr(policy, field)):
            if cited not in known:
                where = f"{field}.yaml: {place}" if place else f"{field}.yaml"
                yield f"{where}: cita «{cited}», que no está en articles.yaml. Corrige la cita."


def _repeated(policy: Policy) -> Iterator[str]:
    names = [f"articles/{article.id}" for article in policy.articles]
    names += [f"inventory/{rule.id}" for rule in policy.inventory]
    for name, times in Counter((*names, *targets(policy))).items():
        if times > 1:
            file, _, item = name.rpartition("/")
            yield f"{file}.yaml: {item}: está {times} veces. Deja una."


def _gaps(policy: Policy) -> Iterator[str]:
    series: dict[str, tuple[Iterable[str], Iterable[str]]] = {
        "prohibitions": ((item.letter for item in policy.prohibitions), "abcde"),
        "checklist": ((str(item.number) for item in policy.checklist), _numbers(12)),
        "principles": ((str(item.number) for item in policy.principles), _numbers(8)),
        "levels": ((item.id for item in policy.levels), LEVELS),
        "readings": ((item.id for item in policy.readings), _codes("A", len(policy.readings))),
        "inventory": ((item.id for item in policy.inventory), _codes("R", 29)),
    }
    for field, (found, expected) in series.items():
        found, expected = tuple(found), tuple(expected)
        missing = [name for name in expected if name not in found]
        if missing:
            yield f"{field}.yaml: falta {', '.join(missing)}. Agrégalo."
        elif found != expected:
            yield f"{field}.yaml: el orden o los nombres no son {', '.join(expected)}. Corrígelo."


def _numbers(last: int) -> Iterator[str]:
    return (str(number) for number in range(1, last + 1))


def _codes(letter: str, last: int) -> Iterator[str]:
    return (f"{letter}{number:02}" for number in range(1, last + 1))


def _levels(policy: Policy) -> Iterator[str]:
    for field in ("obligations", "checklist"):
        for item in getattr(policy, field):
            for level in LEVELS:
                if level not in item.by_level:
                    where = f"{field}.yaml: {name_of(item)}.by_level"
                    yield f"{where}: falta «{level}». Escribe qué se exige en ese nivel."


def _unknown_roles(policy: Policy) -> Iterator[str]:
    known = {role.id for role in policy.roles}
    deadlines = policy.deadlines
    named = [("obligations", item.id, item.owner) for item in policy.obligations]
    named += [("readings", item.id, item.settled_by) for item in policy.readings]
    clocks = deadlines.incidents.severities
    steps = deadlines.incidents.closing + deadlines.audit.steps
    named += [("deadlines", item.id, item.owner) for item in clocks]
    named += [("deadlines", item.id, item.owner) for item in steps + deadlines.periodic]
    named += [("deadlines", item.id, item.owner) for item in deadlines.external]
    named += [("deadlines", item.id, role) for item in clocks for role in item.notify]
    named.append(("deadlines", "triage", deadlines.incidents.triage.owner))
    for field, name, role in named:
        if role not in known:
            yield f"{field}.yaml: {name}: el rol «{role}» no está en roles.yaml. Corrígelo."


def _readings(policy: Policy) -> Iterator[str]:
    known = {reading.id for reading in policy.readings}
    for reading in policy.readings:
        where = f"readings.yaml: {reading.id}"
        if reading.in_force not in {option.id for option in reading.options}:
            yield f"{where}.in_force: «{reading.in_force}» no es una opción. Usa una de options."
        if (reading.status == "resuelta") != (reading.act is not None):
            yield f"{where}.act: una lectura resuelta lleva su acto, y una propuesta no. Corrígelo."
        if (reading.status == "resuelta") != (reading.decided_on is not None):
            yield f"{where}.decided_on: la fecha va con el acto, y solo con él. Corrígela."
    for field, name, cited in _cited_readings(policy):
        if cited not in known:
            where = f"{field}.yaml: {name}"
            yield f"{where}: la lectura «{cited}» no está en readings.yaml. Corrígela."


def _cited_readings(policy: Policy) -> Iterator[tuple[str, str, str]]:
    for field in Policy.model_fields:
        items = getattr(policy, field)
        for item in items if isinstance(items, tuple) else ():
            one, many = getattr(item, "reading", None), getattr(item, "readings", ())
            yield from ((field, name_of(item), cited) for cited in (one, *many) if cited)
    deadlines = policy.deadlines
    yield from (("deadlines", item.id, item.reading) for item in deadlines.external)
    yield from (("deadlines", item.id, item.reading) for item in deadlines.periodic if item.reading)
    for severity in deadlines.incidents.severities:
        yield from (("deadlines", severity.id, cited) for cited in severity.readings)
    yield "deadlines", "incidents", deadlines.incidents.reading
    yield "deadlines", "triage", deadlines.incidents.triage.reading
    yield "deadlines", "audit", deadlines.audit.first_within_reading


def _inventory(policy: Policy) -> Iterator[str]:
    known = set(targets(policy))
    for rule in policy.inventory:
        for target in rule.implemented_by:
            if target not in known:
                where = f"inventory.yaml: {rule.id}.implemented_by"
                yield f"{where}: «{target}» no existe. Escribe archivo/id, como rules/R-P2."
