"""What was seen in the states, as sections of the report: axe-core, and the layout."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from evals.benches.page.axe import TAGS, Finding
from evals.benches.page.breaks import SMALL_TARGET, WORDS, Break
from evals.benches.page.goals import none_of
from evals.benches.page.looking import Seen
from evals.benches.page.sections import Section, table

_MOST = 8
"""Nodes told of one finding; the rest are counted."""


def axe_section(seen: Sequence[Seen]) -> Section:
    """Return what axe-core found: each rule once, with its states, views and nodes."""
    missing = [one for one in seen if one.unreached]
    found = [(one, finding) for one in seen for finding in one.findings]
    violations = [(one, x) for one, x in found if x.is_violation]
    undecided = [(one, x) for one, x in found if not x.is_violation]
    lines = [
        f"Estados por tamaño y tema: {len(seen)}; que no existen: {len(missing)}. Reglas de "
        f"axe-core con las etiquetas {', '.join(TAGS)}, con `target-size`.",
        "",
        "### Violaciones",
        "",
        *_findings(violations),
        "",
        "### Lo que axe no puede decidir",
        "",
        *_findings(undecided),
        *_missing(missing),
    ]
    count = sum(len(x.nodes) for _, x in violations)
    goal = none_of("violaciones de axe-core, en todos los estados", count, len(missing))
    return Section("axe-core", tuple(lines), (goal,))


def matrix_section(seen: Sequence[Seen], sheet: str) -> Section:
    """Return what is broken in the layout, and what the pages asked of other sites."""
    missing = [one for one in seen if one.unreached]
    found = [(one, broken) for one in seen for broken in one.breaks]
    counted = [(one, broken) for one, broken in found if broken.is_break]
    small = [(one, broken) for one, broken in found if not broken.is_break]
    asked = sorted({url for one in seen for url in one.strangers})
    complaints = sorted({(one.state.words, c) for one in seen for c in one.complaints})
    lines = [
        f"Estados por tamaño y tema: {len(seen)}; que no existen: {len(missing)}. Las capturas "
        f"están en `{sheet}`.",
        "",
        "### Quiebres",
        "",
        *_breaks(counted),
        "",
        "### Blancos de menos de 44 px (no es un quiebre)",
        "",
        *_breaks(small),
        "",
        "### Peticiones a otros equipos",
        "",
        *([f"- {url}" for url in asked] or ["Ninguna."]),
        "",
        "### Quejas de la consola del navegador",
        "",
        *([f"- {where}: {words[:300]}" for where, words in complaints] or ["Ninguna."]),
        *_missing(missing),
    ]
    goals = (
        none_of("quiebres en la matriz de capturas", len(counted), len(missing)),
        none_of("peticiones a otros equipos, en todos los estados", len(asked)),
    )
    return Section("Matriz de capturas", tuple(lines), goals)


def _findings(found: Sequence[tuple[Seen, Finding]]) -> list[str]:
    if not found:
        return ["Ninguna."]
    by_rule: defaultdict[tuple[str, str], list[tuple[Seen, Finding]]] = defaultdict(list)
    for one, finding in found:
        by_rule[finding.rule, finding.help].append((one, finding))
    rows = (
        [
            f"`{rule}` {help_}",
            _some(dict.fromkeys(one.state.words for one, _ in pairs)),
            _some(dict.fromkeys(one.view.name for one, _ in pairs)),
            _some(dict.fromkeys(f"`{node}`" for _, x in pairs for node in x.nodes)),
        ]
        for (rule, help_), pairs in sorted(by_rule.items())
    )
    return table(["regla", "estados", "vistas", "nodos"], rows)


def _breaks(found: Sequence[tuple[Seen, Break]]) -> list[str]:
    if not found:
        return ["Ninguno."]
    by_place: defaultdict[tuple[str, str], list[tuple[Seen, Break]]] = defaultdict(list)
    for one, broken in found:
        by_place[broken.kind, broken.where].append((one, broken))
    words = {**WORDS, SMALL_TARGET: "de menos de 44 px"}
    rows = (
        [
            words[kind],
            where,
            _some(dict.fromkeys(one.state.words for one, _ in pairs)),
            _some(dict.fromkeys(one.view.name for one, _ in pairs)),
            _some(dict.fromkeys(broken.detail for _, broken in pairs)),
        ]
        for (kind, where), pairs in sorted(by_place.items())
    )
    return table(["qué", "dónde", "estados", "vistas", "cuánto"], rows)


def _missing(missing: Sequence[Seen]) -> list[str]:
    if not missing:
        return []
    by_state: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for one in missing:
        by_state[one.state.words, one.unreached].append(one.view.name)
    rows = ([state, why, _some(views)] for (state, why), views in by_state.items())
    return ["", "### Estados que no existen", "", *table(["estado", "por qué", "vistas"], rows)]


def _some(items: dict[str, None] | list[str]) -> str:
    told = list(items)
    more = f" y {len(told) - _MOST} más" if len(told) > _MOST else ""
    return "; ".join(told[:_MOST]) + more
