"""Dialogues: several turns of one conversation, each judged like a case of its own."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.assistant import Assistant
from evals.cases import Case, DialogueTurn, read_lines
from evals.run_answers import Result, judge


def run_dialogues(assistant: Assistant, name: str = "dialogos") -> Iterator[Result]:
    """Yield the result of every turn of every dialogue, in order."""
    for dialogue in read_lines(name):
        conversation = assistant.start(dialogue["audience"], "evals")
        for number, raw in enumerate(dialogue["turns"], start=1):
            turn = DialogueTurn.model_validate(raw)
            case = Case(
                id=f"{dialogue['id']}.{number}",
                suite="answers",
                stratum="dialogue",
                audience=dialogue["audience"],
                cluster_id=dialogue["id"],
                **turn.model_dump(),
            )
            reply = assistant.reply(conversation.id, turn.question, "evals")
            right, reason = judge(case, reply)
            yield Result(case, reply, right, reason)
