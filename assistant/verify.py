"""The last check before anything is shown; it fails closed.

For every sentence of every draft: its passage was retrieved for this turn and is in force; every
number, address and phone of it occurs in its passage; it is supported by it; it gives no verdict
about anybody, promises nothing, and does not speak as a person; and it is not an instruction
planted for a machine. What does not pass is dropped; a draft that loses its first sentence, or a
generated one that loses any, is dropped whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from assistant.draft import Composer
from assistant.turn import Citation, Draft, Label, Outcome, Sentence, Turn
from knowledge_base.model import Passage
from knowledge_base.planted import is_planted
from knowledge_base.text import content_words, fold, sentences, stem

MIN_SUPPORT = 0.75
"""Share of a generated sentence's stems that its passage must hold (evals, calibrated pairs)."""

_MONTH = (
    r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre"
    r"|noviembre|diciembre)"
)
_FACT = re.compile(
    rf"https?://\S+|www\.\S+|[\w.]+@[\w.]+|\d+ de {_MONTH}\b|[$]?\d[\d.,:/%-]*\d|\d"
    rf"|\b{_MONTH}\b"
    r"|\b(?:dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince"
    r"|dieci\w+|veint\w+|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien(?:to)?"
    r"|\w+cient[oa]s|quinient[oa]s|mil|millon(?:es)?|mitad|doble|triple)\b"
)
"""What may not differ from the passage, in folded text: addresses, dates, figures, numbers."""

_NEGATION = re.compile(r"\b(?:no|nunca|jamas|sin|tampoco|ningun[oa]?)\b")

FORBIDDEN: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "eligibility verdict",
        re.compile(
            r"\b(?:(?:tu|su|vuestr[oa]) (?:organizacion|club|junta|agrupacion|fundacion|proyecto"
            r"|asociacion|centro|comite|corporacion|comunidad|sindicato|cooperativa) "
            r"(?:\w+ ){0,4}?(?:si |no )?(?:puede|podra|cumple|califica|es elegible|gana|queda)"
            r"|(?:tu|usted|ustedes) (?:si |no )?(?:cumples?|cumplen|calificas?"
            r"|eres elegible|ganaras?))\b"
        ),
    ),
    (
        "promise",
        re.compile(
            r"\b(?:te|le|les) (?:llamaremos|contactaremos|avisaremos|responderemos"
            r"|pagaremos|confirmaremos)\b"
            r"|\bvoy a (?:averiguar|revisar|consultar|gestionar|avisar)\b"
        ),
    ),
    (
        "human claim",
        re.compile(r"\bsoy (?:una persona|humano|humana|funcionari[oa])\b|\ben mi oficina\b"),
    ),
)
"""What no answer may say, by reason (promises 3 and 4; false promises: Chatwoot's check)."""


@dataclass(frozen=True)
class Verify:
    """Fills `citations` and leaves the drafts that passed, or ends the turn as unsupported."""

    today: Callable[[], date]
    fallback: Composer
    """Writes again, from the same evidence, what did not pass."""

    def __call__(self, turn: Turn) -> Turn:
        """Return the turn with the drafts that passed and their citations."""
        retrieved = {e.passage.id: e.passage for found in turn.evidence for e in found}
        passed = tuple(
            d
            for d in (self._first_to_pass(d, turn, retrieved) for d in turn.drafts)
            if d is not None
        )
        if not passed:
            outcome = Outcome.ABSTAINED_UNSUPPORTED
            if turn.label == Label.PERSONAL_CASE:
                outcome = Outcome.HANDED_OFF_PERSONAL_CASE
            return replace(turn, drafts=(), outcome=outcome)
        return replace(
            turn,
            drafts=passed,
            citations=_cite(passed),
            outcome=_outcome(turn, passed),
            composer=passed[0].composer,
        )

    def _first_to_pass(
        self, draft: Draft, turn: Turn, retrieved: dict[str, Passage]
    ) -> Draft | None:
        checked = self._checked(draft, retrieved)
        if checked is not None or draft.composer == self.fallback.name:
            return checked
        used = {s.passage.id for s in draft.sentences}
        for evidence in turn.evidence:
            if used & {e.passage.id for e in evidence}:
                again = self.fallback.compose(draft.question, evidence)
                return (
                    self._checked(replace(again, is_nearest=draft.is_nearest), retrieved)
                    if again
                    else None
                )
        return None

    def _checked(self, draft: Draft, retrieved: dict[str, Passage]) -> Draft | None:
        kept = tuple(s for s in draft.sentences if not self.problem(s, retrieved))
        if not kept or kept[0] != draft.sentences[0]:
            return None
        if draft.composer != self.fallback.name and len(kept) != len(draft.sentences):
            return None
        return replace(draft, sentences=kept)

    def problem(self, sentence: Sentence, retrieved: dict[str, Passage]) -> str | None:
        """Return why a sentence may not be shown, or None when it may."""
        passage = retrieved.get(sentence.passage.id)
        if passage is None or passage.version != sentence.passage.version:
            return "not retrieved"
        if not passage.is_in_force(self.today()):
            return "not in force"
        if is_planted(sentence.text):
            return "planted instruction"
        folded = fold(sentence.text)
        for reason, pattern in FORBIDDEN:
            if pattern.search(folded):
                return reason
        return _unsupported(sentence.text, passage.text)


def _unsupported(sentence: str, passage: str) -> str | None:
    units = [_plain(unit.text) for unit in sentences(passage)]
    said = [_plain(unit.text) for unit in sentences(sentence)]
    if said and set(said) <= set(units):
        return None  # whole sentences of the passage, and not pieces: a piece may drop the «no»
    held = _facts(passage)
    for fact in _facts(sentence):
        if fact not in held:
            return f"fact not in its passage: {fact!r}"
    stems = _stems(sentence)
    nearest = max(units, key=lambda unit: len(stems & _stems(unit)), default="")
    if bool(_NEGATION.search(fold(sentence))) != bool(_NEGATION.search(nearest)):
        return "negation differs"
    if stems and len(stems & _stems(passage)) / len(stems) < MIN_SUPPORT:
        return "not supported"
    return None


def _facts(text: str) -> set[str]:
    return {fact.rstrip(".,;:)") for fact in _FACT.findall(_plain(text))}


def _stems(text: str) -> set[str]:
    return {stem(word) for word in content_words(text)}


def _plain(text: str) -> str:
    return " ".join(fold(text).split())


def _cite(drafts: tuple[Draft, ...]) -> tuple[Citation, ...]:
    """One citation for each passage used, quoting the first sentence taken from it."""
    citations: dict[str, Citation] = {}
    for draft in drafts:
        for sentence in draft.sentences:
            p = sentence.passage
            citations.setdefault(
                p.id,
                Citation(
                    passage_id=p.id,
                    title=p.title,
                    section=p.section,
                    source=p.source,
                    url=f"/fuentes/{p.document_id}#{p.id.partition('#')[2]}",
                    quote=sentence.text,
                ),
            )
    return tuple(citations.values())


def _outcome(turn: Turn, passed: tuple[Draft, ...]) -> Outcome:
    if turn.label == Label.PERSONAL_CASE:
        return Outcome.HANDED_OFF_PERSONAL_CASE
    partial = len(passed) < len(turn.questions) or all(d.is_nearest for d in passed)
    if partial or turn.label == Label.PREDICTION:
        return Outcome.ANSWERED_PARTIALLY
    if passed[0].sentences[0].passage.document_id.startswith("asistente-"):
        return Outcome.ABOUT_ASSISTANT
    return Outcome.ANSWERED
