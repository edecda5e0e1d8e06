"""Drafts: whole sentences of the knowledge base, chosen and put in order; nothing is written anew.

A section of ours is written as an answer, so it is shown whole. Of a longer passage (an official
document) the best sentences are shown, whole and in their own order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.confidence import Calibration
from assistant.turn import Draft, Label, Outcome, Sentence, Turn
from knowledge_base.model import Evidence
from knowledge_base.text import content_words, fold, words

MAX_WORDS = 120
"""Words of an answer: what a person reads on a phone without scrolling."""

SLACK_WORDS = 10
"""«About»: a last sentence may pass the limit by this."""

WHOLE_WORDS = 110
"""A section of ours up to this long is shown whole."""

BEST_SENTENCES = 3
"""Sentences shown of longer passages."""

SECOND_MARGIN = 0.025
"""How far behind the best passage the second may be and still be shown beside it."""

INTERVIEW_DOCUMENTS = ("politica-", "asistente-")
"""Documents that officials ask about in an interview; of any other, only a sure answer is shown."""

SURE_OUT_OF_SCOPE = 0.6
"""Confidence from which a message that looks out of scope is answered all the same."""


_ASKS_FIGURE = re.compile(
    r"\b(?:cuant[oa]s?|kuant[oa]s?|que (?:porcentaje|fecha|dia|hora|edad|monto"
    r"|puntaje)|cuando|hasta cuando|a que hora)\b"
)
_HAS_FIGURE = re.compile(
    r"\d|\b(?:un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|cero|ningun[oa]?"
    r"|todos?|antes|despues|durante|apenas|mientras|siempre|depende|cambia|lo que|no se|no esta"
    r"|no hay|no fija|no dice|no consta)\b"
)
_FIGURE = re.compile(r"\d|\b(?:dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez)\b")
_ASKS_NAME = re.compile(
    r"\b(?:quien|donde|que (?:pais|ciudad|lugar|persona)|como se llam|cual es el nombre)"
)
_NAME = re.compile(r"(?<=[a-záéíóúñ,] )\b[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+")


class Composer(Protocol):
    """Writes the draft of one question from its evidence, or none."""

    @property
    def name(self) -> str:
        """How the decision log calls it."""

    def compose(self, question: str, evidence: Sequence[Evidence]) -> Draft | None:
        """Return the draft, every sentence tied to its passage, or None."""


@dataclass(frozen=True)
class ExtractiveComposer:
    """Chooses sentences; the default, and what a generative draft falls back to."""

    name: str = "extractive"

    def compose(self, question: str, evidence: Sequence[Evidence]) -> Draft | None:
        """Return the best passage, and the second when it is about as near and fits."""
        if not evidence:
            return None
        best = evidence[0]
        if not _is_ours(best):
            return Draft(_best_sentences(question, evidence), self.name, question)
        chosen = _whole(best)
        room = MAX_WORDS - _count(chosen)
        for other in evidence[1:3]:
            if best.score - other.score > SECOND_MARGIN or not _is_ours(other):
                break
            more = [s for s in _whole(other) if s.text not in {c.text for c in chosen}]
            if more and _count(more) <= room:
                chosen += more
                break
        return Draft(tuple(chosen), self.name, question)


def _is_ours(evidence: Evidence) -> bool:
    return bool(evidence.passage.questions) and len(words(evidence.passage.text)) <= WHOLE_WORDS


def _whole(evidence: Evidence) -> list[Sentence]:
    return [Sentence(s.text, evidence.passage, s.is_list_item) for s in evidence.sentences]


def _count(sentences: Sequence[Sentence]) -> int:
    return sum(len(words(s.text)) for s in sentences)


def _best_sentences(question: str, evidence: Sequence[Evidence]) -> tuple[Sentence, ...]:
    """Return the best sentences of the two best passages, in their own order.

    Weights chosen on XQuAD-es: nearness, then the words of the question, then whether the sentence
    has what is asked for (a figure, a name); one of the second passage must be clearly better.
    """
    top = evidence[0]
    asked = fold(question)
    figure, name = bool(_ASKS_FIGURE.search(asked)), bool(_ASKS_NAME.search(asked))
    scored = []
    for rank, e in enumerate(evidence[:2]):
        behind = 0.5 * (e.score - top.score) - (0.02 if rank else 0.0)
        for sentence in e.sentences:
            score = sentence.score + 0.04 * sentence.coverage + behind
            score += 0.02 * (figure and bool(_FIGURE.search(fold(sentence.text))))
            score += 0.01 * (name and bool(_NAME.search(sentence.text)))
            scored.append((score, rank, sentence))
    scored.sort(key=lambda item: -item[0])
    chosen: list[tuple[int, int, Sentence]] = []
    used = 0
    for _, rank, sentence in scored:
        length = len(words(sentence.text))
        if chosen and used + length > MAX_WORDS + SLACK_WORDS:
            continue
        passage = evidence[rank].passage
        chosen.append(
            (rank, sentence.position, Sentence(sentence.text, passage, sentence.is_list_item))
        )
        used += length
        if len(chosen) == BEST_SENTENCES:
            break
    return tuple(s for _, _, s in sorted(chosen, key=lambda item: item[:2]))


@dataclass(frozen=True)
class Compose:
    """Fills `drafts`, one for each question that can be answered; ends the turn when none can.

    What is likely to be near but not the answer is drafted as such (`is_nearest`): the person is
    told that this is the closest that was found.
    """

    composer: Composer
    calibration: Calibration

    def __call__(self, turn: Turn) -> Turn:
        """Return the turn with its drafts, or ended as abstained or declined."""
        if turn.drafts:
            return turn
        sure = self.calibration.sure
        least = {
            Label.OUT_OF_SCOPE: SURE_OUT_OF_SCOPE,
            # Beside a verdict that is not given, only a rule that is surely the right one.
            Label.PREDICTION: sure,
        }.get(turn.label or Label.CONTEST, self.calibration.threshold)
        drafts = []
        for question, evidence in zip(turn.questions, turn.evidence, strict=True):
            chance = self.calibration.probability(evidence, turn.language)
            if chance < (sure if _strays(turn, evidence) else least):
                continue
            draft = self.composer.compose(question, evidence)
            if draft is None or not draft.sentences:
                continue
            drafts.append(
                replace(draft, is_nearest=chance < sure or _lacks_figure(question, draft))
            )
        if drafts:
            return replace(turn, drafts=tuple(drafts), composer=self.composer.name)
        return replace(turn, outcome=_nothing_to_say(turn))


def _strays(turn: Turn, evidence: Sequence[Evidence]) -> bool:
    """Whether, in the middle of an interview, what was found is not about the policy."""
    found = evidence[0].passage.document_id if evidence else ""
    return turn.session is not None and not found.startswith(INTERVIEW_DOCUMENTS)


def _lacks_figure(question: str, draft: Draft) -> bool:
    """Whether a how-much or when is met with a text that says no number, date or condition."""
    if not _ASKS_FIGURE.search(fold(question)):
        return False
    return not _HAS_FIGURE.search(fold(" ".join(s.text for s in draft.sentences)))


def _nothing_to_say(turn: Turn) -> Outcome:
    match turn.label:
        case Label.PERSONAL_CASE:
            return Outcome.HANDED_OFF_PERSONAL_CASE
        case Label.ABOUT_ASSISTANT:
            return Outcome.ABOUT_ASSISTANT
        case Label.COMPLAINT:
            # Whoever complains and finds no words for it in the documents is heard by a person.
            return Outcome.HANDED_OFF_REQUESTED
        case Label.OUT_OF_SCOPE | Label.PREDICTION:
            return Outcome.DECLINED_OUT_OF_SCOPE
    looks_foreign = turn.route_scores.get(Label.OUT_OF_SCOPE, 0.0) > 0.3
    if looks_foreign and (turn.confidence or 0.0) < 0.2:
        return Outcome.DECLINED_OUT_OF_SCOPE
    if not any(content_words(q) for q in turn.questions):
        return Outcome.CLARIFIED
    return Outcome.ABSTAINED_NO_EVIDENCE
