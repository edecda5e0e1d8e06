"""What a policy defines and what it cites: the names that its parts use for one another."""

from __future__ import annotations

from collections.abc import Iterator

from governance.policy.base import Strict
from governance.policy.model import Policy

_CITING = frozenset({"article", "articles", "see_also", "cited_in"})
_LISTS = (
    "prohibitions",
    "questions",
    "rules",
    "conditions",
    "obligations",
    "checklist",
    "complements",
    "roles",
    "principles",
    "examples",
    "catalogue",
    "readings",
    "levels",
    "missing_inputs",
)


def name_of(item: Strict) -> str:
    """Return how an item is called: its id, its letter or its number."""
    for field in ("id", "letter", "number"):
        name = getattr(item, field, None)
        if name is not None:
            return str(name)
    return ""


def targets(policy: Policy) -> tuple[str, ...]:
    """Return each piece as the inventory names it: `file/id`, as in `rules/R-P2`."""
    names = [f"{file}/{name_of(item)}" for file in _LISTS for item in getattr(policy, file)]
    names += [f"scope/{use.letter}" for use in policy.scope.uses]
    incidents, audit = policy.deadlines.incidents, policy.deadlines.audit
    for named in (incidents.kinds, incidents.channels, incidents.report_fields):
        names += [f"deadlines/{item.id}" for item in named]
    names += [f"deadlines/{item.id}" for item in incidents.severities + incidents.closing]
    names += [f"deadlines/{item.id}" for item in audit.scope + audit.steps]
    names += [f"deadlines/{item.id}" for item in policy.deadlines.periodic]
    names += [f"deadlines/{item.id}" for item in policy.deadlines.external]
    names += ["deadlines/triage", "deadlines/registro", "deadlines/auditoria"]
    return tuple(names)


def citations(piece: object, where: str = "") -> Iterator[tuple[str, str]]:
    """Yield each citation under `piece`: where it stands and the article that it names."""
    if isinstance(piece, Strict):
        name = name_of(piece)
        place = f"{where}.{name}" if where and name else where or name
        for field in type(piece).model_fields:
            value = getattr(piece, field)
            if field in _CITING:
                yield from ((place, article) for article in value)
            else:
                yield from citations(value, place)
    elif isinstance(piece, tuple):
        for item in piece:
            yield from citations(item, where)
    elif isinstance(piece, dict):
        for item in piece.values():
            yield from citations(item, where)
