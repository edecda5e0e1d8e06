"""Cases as samples of RAGAS 0.4: one JSON line each, as `EvaluationDataset.from_jsonl` reads.

A data set of RAGAS has samples of one type only: dialogues are of several turns, with what the
assistant said in between; every other suite has one turn. A field that is not known is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from evals.ecosystem.exporting import ExportError, Found
from evals.running.observation import Observation
from evals.suites.case import Case
from evals.suites.gold import Shelf

MULTI_TURN = "dialogues"
"""The suite that is exported as conversations."""


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    """Not of RAGAS, which ignores it: says which case of ours the line is."""
    reference: str | None = None


class SingleTurn(_Row):
    """A `ragas.dataset_schema.SingleTurnSample`."""

    user_input: str
    retrieved_contexts: tuple[str, ...] | None = None
    retrieved_context_ids: tuple[str, ...] | None = None
    reference_contexts: tuple[str, ...] | None = None
    reference_context_ids: tuple[str, ...] | None = None
    response: str | None = None
    query_style: str | None = None


class Message(BaseModel):
    """A message of a conversation, as `ragas.messages` tells them apart."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    content: str
    type: Literal["human", "ai"]


class MultiTurn(_Row):
    """A `ragas.dataset_schema.MultiTurnSample`."""

    user_input: tuple[Message, ...]


def samples(cases: Sequence[Case], found: Found, shelf: Shelf) -> Iterator[str]:
    """Yield a line for each case that fits in the data set.

    Raises:
        ExportError: the run found passages that the knowledge base does not have now.
    """
    rows: Iterable[SingleTurn | MultiTurn]
    if any(case.suite == MULTI_TURN for case in cases):
        rows = _conversations(cases, found)
    else:
        rows = (_single(case, found.get(case.id), shelf) for case in cases if not case.history)
    for row in rows:
        yield row.model_dump_json(exclude_none=True)


def _single(case: Case, seen: Observation | None, shelf: Shelf) -> SingleTurn:
    gold, gold_ids = _gold(case, shelf)
    ids = tuple(f.passage_id for f in seen.found) if seen else None
    return SingleTurn(
        id=case.id,
        reference=_reference(case),
        user_input=case.question,
        retrieved_contexts=tuple(_text(i, case, shelf) for i in ids) if ids is not None else None,
        retrieved_context_ids=ids,
        reference_contexts=gold or None,
        reference_context_ids=gold_ids or None,
        response=seen.text if seen and seen.text else None,
        query_style=case.groups.get("style"),
    )


def _conversations(cases: Sequence[Case], found: Found) -> Iterator[MultiTurn]:
    """Yield each turn with all that was said before it; what was answered, where a run says it."""
    answered: Mapping[tuple[str, tuple[str, ...]], str] = {
        (case.cluster, (*case.history, case.question)): found[case.id].text
        for case in cases
        if case.id in found
    }
    for case in cases:
        said = (*case.history, case.question)
        messages: list[Message] = []
        for number, question in enumerate(said, start=1):
            messages.append(Message(content=question, type="human"))
            if answer := answered.get((case.cluster, said[:number])):
                messages.append(Message(content=answer, type="ai"))
        yield MultiTurn(id=case.id, reference=_reference(case), user_input=tuple(messages))


def _reference(case: Case) -> str | None:
    """Return what a right answer says: its vital facts, or the gold text itself."""
    if not case.expected_action.startswith("answer"):
        return None
    vital = [fact.any_of[0] for fact in case.key_facts if fact.vital]
    return "; ".join(vital) or " ".join(span.quote for span in case.gold_spans) or None


def _gold(case: Case, shelf: Shelf) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the gold texts and the passages that hold them.

    A fact that many passages state gives none: any of them would do, and RAGAS would demand all.
    """
    holding = (i for i in shelf.passages if any(shelf.covers(i, s) for s in case.gold_spans))
    return tuple(span.quote for span in case.gold_spans), tuple(holding)


def _text(passage_id: str, case: Case, shelf: Shelf) -> str:
    if (passage := shelf.passages.get(passage_id)) is not None:
        return passage.text
    if case.plant is not None:
        return case.plant.text
    raise ExportError(
        f"La corrida halló «{passage_id}», que ya no está en la base de conocimiento. Repite la "
        "corrida con «asistente eval run» y vuelve a exportar."
    )
