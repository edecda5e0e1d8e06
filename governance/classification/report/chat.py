"""The classification in a few lines, for the conversation in which it was made.

Paragraphs and «- » lists only, never escaped: the page that shows them escapes. The most needed
goes in first; what does not fit in the limit is left for the document.
"""

from __future__ import annotations

from dataclasses import dataclass

from governance.classification.duties import obligations
from governance.classification.report.clean import clean
from governance.classification.report.ruled_out import ruled_out_by
from governance.classification.report.sheet import ClassificationSheet
from governance.classification.report.words import cite_all, day, expiry, level_names, status

LIMIT = 180
"""Words that the summary never passes."""

_NAME_WORDS, _STATUS_WORDS = 12, 30


@dataclass(frozen=True)
class _Part:
    """A paragraph, or a title with items of which as many are kept as fit."""

    need: int
    """The order in which parts are taken while there is room; the first is 0."""
    text: str
    items: tuple[str, ...] = ()


def chat_summary(sheet: ClassificationSheet) -> str:
    """Return at most `LIMIT` words: level, why, what is pending, and that it is a proposal."""
    parts = [part for part in (
        _level(sheet), _why(sheet), _stopped(sheet), _difference(sheet), _condition(sheet),
        _duties(sheet), _missing(sheet), _next(),
    ) if part]  # fmt: skip
    taken: dict[int, str] = {}
    room = LIMIT
    for place, part in sorted(enumerate(parts), key=lambda each: each[1].need):
        text = _within(part, room)
        if text:
            taken[place] = text
            room -= _words(text)
    return "\n\n".join(taken[place] for place in sorted(taken))


def _words(text: str) -> int:
    return len(text.split())


def _within(part: _Part, room: int) -> str:
    """Return the part with as many of its items as fit, or nothing."""
    for kept in range(len(part.items), -1, -1):
        lines = [part.text, *(f"- {item}" for item in part.items[:kept])]
        text = "\n".join(lines)
        if _words(text) <= room:
            return "" if part.items and not kept else text
    return ""


def _cut(text: str, words: int) -> str:
    first = clean(text).split()
    return " ".join(first[:words]) + ("…" if len(first) > words else "")


def _level(sheet: ClassificationSheet) -> _Part:
    found = sheet.assessment
    name = f"«{_cut(sheet.name, _NAME_WORDS)}»" if clean(sheet.name) else "El sistema"
    if sheet.is_registered:
        name += f" ({clean(sheet.system_id)})"
    if sheet.is_approved:
        return _Part(0, f"{name}: {_cut(status(sheet), _STATUS_WORDS)}.")
    level = level_names(sheet.policy, found.proposal)
    verb = "queda propuesto como" if found.is_determined else "todavía puede ser"
    return _Part(
        0,
        f"{name} {verb}: {level}. Estado: {_cut(status(sheet), _STATUS_WORDS)}. No es una "
        "decisión: clasifica el Subcomité, en un acta.",
    )


def _why(sheet: ClassificationSheet) -> _Part | None:
    found = sheet.assessment
    floor = ("coincide con un ejemplo del art. 3, que fija el mínimo (A04)",) if found.floor else ()
    highest = sorted(found.fired, key=lambda rule: rule.level != found.prudente[-1])
    rules = tuple(
        f"{rule.reason.rstrip('.')} ({cite_all(rule.article)})."
        for rule in highest
        if rule.level == found.prudente[-1] or not found.is_determined
    )
    items = (*floor, *rules)
    return _Part(2, "Por qué:", items) if items else None


def _stopped(sheet: ClassificationSheet) -> _Part | None:
    if sheet.assessment.can_be_approved:
        return None
    return _Part(1, "Es un uso prohibido: no puede aprobarse; solo retirar o rediseñar (art. 6).")


def _difference(sheet: ClassificationSheet) -> _Part | None:
    found = sheet.assessment
    if not found.differs:
        return None
    return _Part(
        3,
        f"La lectura literal da {level_names(sheet.policy, found.literal)} y la prudente, "
        f"{level_names(sheet.policy, found.prudente)}: la diferencia va a la tabla del Subcomité.",
    )


def _condition(sheet: ClassificationSheet) -> _Part | None:
    items = tuple(
        f"{condition.id}: {condition.text} Vence el {day(expiry(sheet, condition))}."
        for condition in sheet.assessment.conditions
    )
    return _Part(4, "Condición que debe mantenerse:", items) if items else None


def _duties(sheet: ClassificationSheet) -> _Part | None:
    if not sheet.assessment.can_be_approved:
        return None
    titles = tuple(
        f"{duty.obligation.title} ({cite_all(duty.obligation.articles[:1])})"
        for duty in obligations(sheet.policy, sheet.duty_level)
        if duty.requirement.kind == "obligatoria" and not ruled_out_by(sheet, duty.requirement)
    )
    return _Part(6, "Primeras obligaciones:", titles[:4]) if titles else None


def _missing(sheet: ClassificationSheet) -> _Part | None:
    found = sheet.assessment
    order = dict.fromkeys((found.next_question, *found.open_questions))
    unknown = tuple(f"respuesta a {name}" for name in order if name)
    unproven = tuple(
        f"respaldo de {fact.question}"
        for fact in sheet.facts
        if fact.evidence_pending and fact.question in found.facts
    )
    items = (*unknown, *unproven)
    return _Part(5, f"Falta: {'; '.join(items)}.") if items else None


def _next() -> _Part:
    return _Part(7, "El documento completo trae el camino, las lecturas y cómo comprobarlo a mano.")
