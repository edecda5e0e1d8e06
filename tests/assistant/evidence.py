"""Evidence made by hand, for the steps that come after the search."""

from __future__ import annotations

from dataclasses import replace

from assistant.turn import Draft, Sentence, Turn
from knowledge_base.markdown import with_version
from knowledge_base.model import Evidence, Passage, ScoredSentence
from knowledge_base.text import sentences


def a_passage(
    text: str = "El tope de Deporte es $3.100.000. No se pagan multas.",
    name: str = "deporte",
    **changes: object,
) -> Passage:
    """A passage of ours, with a way of asking for it."""
    made = Passage(
        f"d#{name}", "d", "Documento", name, text, "GORE", ("ciudadania",), questions=("cuánto",)
    )
    return with_version(replace(made, **changes))  # type: ignore[arg-type]


def evidence_of(passage: Passage, score: float = 0.9, **changes: object) -> Evidence:
    """What a search would say of a passage; its first sentence is the nearest."""
    found = tuple(
        ScoredSentence(text=u.text, score=score - n / 100, position=n, is_list_item=u.is_list_item)
        for n, u in enumerate(sentences(passage.text))
    )
    made = Evidence(passage, score, score, score, score, 0.5, 1.0, sentences=found)
    return replace(made, **changes)  # type: ignore[arg-type]


def a_turn(*evidence: tuple[Evidence, ...], **changes: object) -> Turn:
    """A turn as it is after the search, one question for each list of evidence."""
    questions = tuple(f"pregunta {n}" for n in range(len(evidence)))
    made = Turn(
        "c", "ciudadania", "web", "", query="pregunta", questions=questions, evidence=evidence
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def a_draft(
    passage: Passage, *said: str, composer: str = "extractive", is_nearest: bool = False
) -> Draft:
    """A draft that says these sentences on one passage; without any, those of the passage."""
    whole = said or tuple(u.text for u in sentences(passage.text))
    return Draft(tuple(Sentence(s, passage) for s in whole), composer, "pregunta", is_nearest)
