"""How the document says what the data holds: levels, citations, dates, demands, states."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from governance.classification.report.sheet import ClassificationSheet
from governance.policy.model import LEVELS, Condition, Kind, Level, Policy, Requirement

NOTHING = "—"
UNNAMED = "sistema sin nombre"
NOT_ASKED: tuple[Kind, ...] = ("no_exigida", "no_aplica")
_ZONE = "America/Santiago"

_DEMANDS = {
    "obligatoria": "Obligatoria",
    "recomendada": "Recomendada",
    "segun_dpo": "Según la persona delegada de protección de datos",
    "segun_diseno": "Según el diseño",
    "no_exigida": "No se exige",
    "no_aplica": "No aplica",
}
_OTHER_ANSWERS = {
    "P0_excepcion": "Excepción del art. 6",
    "ejemplo": "Ejemplo del art. 3",
    "datos_personales": "Datos personales",
    "uso_real": "Uso con personas reales",
}
_ACTS = {
    "aprobada": "APROBADA por el Subcomité de IA",
    "rechazada": "RECHAZADA con observaciones por el Subcomité de IA",
    "observada": "PROPUESTA, con observaciones del Subcomité de IA",
    "retirada": "RETIRADA",
    "rediseno": "EN REDISEÑO",
}
PROPOSED = "PROPUESTA, a la espera del Subcomité de IA"

_CITED = (
    (r"art-(\d+)-p(\d)", r"art. \1, principio \2"),
    (r"art-(\d+)-n(\d)", r"art. \1, nivel \2"),
    (r"art-(\d+)-([a-z])", r"art. \1, letra \2"),
    (r"art-(\d+)-(\w+)", r"art. \1, \2"),
    (r"C\.3-P(\d)", r"C.3, pregunta \1"),
    (r"C\.3-F(\d)", r"C.3, fase \1"),
    (r"(C\.\d)-paso-(\d)", r"\1, paso \2"),
    (r"C\.2-(\d)", r"C.2, sección \1"),
    (r"C\.6-(\d+)", r"C.6, criterio \1"),
    (r"C\.7-(\d)", r"C.7, práctica \1"),
    (r"(C\.\d)-(\w+)", r"\1, \2"),
)

_PARTS = {
    "ciso": "CISO",
    "ctd": "CTD",
    "definicion": "definición",
    "dpo": "DPO",
    "responsable": "Responsable",
    "subcomite": "Subcomité",
}


def cite(article: str) -> str:
    """Return how an article of the policy is named in a text.

    >>> [cite(name) for name in ("art-6-a", "C.3-P1", "C.5-paso-2", "C.4")]
    ['art. 6, letra a', 'C.3, pregunta 1', 'C.5, paso 2', 'C.4']
    """
    for pattern, words in _CITED:
        if re.fullmatch(pattern, article):
            place, _, part = re.sub(pattern, words, article).partition(", ")
            return f"{place}, {_PARTS.get(part, part)}"
    return article.replace("art-", "art. ")


def cite_all(articles: Iterable[str]) -> str:
    """Return several articles as one citation, each once, the parts of one place together.

    >>> cite_all(("art-6", "C.3-P1", "C.3-resultado", "art-3-n1"))
    'art. 6; C.3: pregunta 1 y resultado; art. 3, nivel 1'
    """
    places: dict[str, list[str]] = {}
    for place, _, part in (cite(article).partition(", ") for article in dict.fromkeys(articles)):
        places.setdefault(place, []).append(part)
    return "; ".join(_place(place, parts) for place, parts in places.items()) or NOTHING


def _place(place: str, parts: list[str]) -> str:
    named = [part for part in parts if part]
    if len(named) == 1:
        return f"{place}, {named[0]}"
    return f"{place}: {listed(named, 'y')}" if named else place


def listed(names: list[str], last: str) -> str:
    """Return names as one text, the last one joined by «y» or «o».

    >>> listed(["bajo", "limitado", "alto"], "o")
    'bajo, limitado o alto'
    """
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}"


def level_name(policy: Policy, level: Level) -> str:
    """Return the name that the policy gives to a level, or its id in words."""
    names = {info.id: info.name for info in policy.levels}
    return names.get(level, level.capitalize())


def level_names(policy: Policy, levels: Iterable[Level]) -> str:
    """Return the levels still possible as a person says them."""
    return listed([level_name(policy, level) for level in levels], "o")


def rank(levels: Iterable[Level]) -> tuple[int, int]:
    """Return how severe the levels are, from their mildest to their hardest, to compare them."""
    places = [LEVELS.index(level) for level in levels]
    return min(places), max(places)


def status(sheet: ClassificationSheet) -> str:
    """Return the state of the classification: a proposal until an Acta says otherwise."""
    act = sheet.act
    if act is None or (act.kind == "aprobada" and not act.acta):
        return PROPOSED
    acta = f", acta {act.acta}" if act.acta else ""
    level = f": {level_name(sheet.policy, act.level)}" if act.level else ""
    reason = f". {act.reason}" if act.reason else ""
    return f"{_ACTS[act.kind]}{level}{acta}, {day(act.on)}{reason}"


def demand(requirement: Requirement) -> str:
    """Return how strongly something is demanded, with its small print."""
    parts = [_DEMANDS[requirement.kind]]
    if requirement.condition:
        parts.append(requirement.condition)
    if requirement.detail:
        parts.append(requirement.detail)
    if requirement.except_:
        parts.append(f"excepción: {requirement.except_}")
    return "; ".join(parts)


def answer(policy: Policy, question: str, value: str | None) -> str:
    """Return an answer as the questionnaire words it, with the value that the rules use."""
    if value is None:
        return "No sé (dato que falta)"
    for candidate in (q for q in policy.questions if q.id == question):
        return f"{candidate.value(value).label} [{value}]"
    return value


def answer_name(policy: Policy, question: str) -> str | None:
    """Return how an answer that has to be sustained is called; None if it only describes."""
    if any(candidate.id == question for candidate in policy.questions):
        return question
    return _OTHER_ANSWERS.get(question)


def answers(facts: Mapping[str, str], names: Iterable[str]) -> str:
    """Return facts in the shortest form that can be checked against a rule."""
    return " y ".join(f"{name} = {facts[name]}" for name in names)


def day(moment: date) -> str:
    """Return a date as Chile writes it.

    >>> day(date(2026, 3, 1))
    '01-03-2026'
    """
    return f"{moment:%d-%m-%Y}"


def minute(moment: datetime) -> str:
    """Return a moment in Chile's time, to the minute."""
    return f"{moment.astimezone(ZoneInfo(_ZONE)):%d-%m-%Y %H:%M} (hora de Chile)"


def expiry(sheet: ClassificationSheet, condition: Condition) -> date:
    """Return the day until which a condition counts as shown, from the act or the proposal."""
    since = sheet.act.on if sheet.is_approved and sheet.act else sheet.on
    return add_months(since, condition.expires_months)


def add_months(since: date, months: int) -> date:
    """Return the same day `months` later, or the last one of a shorter month.

    >>> add_months(date(2025, 8, 31), 6)
    datetime.date(2026, 2, 28)
    """
    years, month = divmod(since.month - 1 + months, 12)
    for last in (since.day, 30, 29, 28):
        try:
            return date(since.year + years, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
