"""Ask the assistant every case, as a person would, and say what it did."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.assistant import Assistant
from assistant.turn import Outcome, Reply
from evals.cases import Case
from knowledge_base.text import fold

ANSWERED = {Outcome.ANSWERED, Outcome.ANSWERED_PARTIALLY, Outcome.ABOUT_ASSISTANT}
ABSTAINED = {
    Outcome.ABSTAINED_NO_EVIDENCE,
    Outcome.ABSTAINED_UNSUPPORTED,
    Outcome.DECLINED_OUT_OF_SCOPE,
    Outcome.CLARIFIED,
    Outcome.DECLINED_UNSAFE,
    Outcome.SMALL_TALK,
}


@dataclass(frozen=True)
class Result:
    """What the assistant did with one case, whether it is right, and why not."""

    case: Case
    reply: Reply
    is_right: bool
    reason: str


def action(reply: Reply) -> str:
    """Return what a reply does, in the words of the cases."""
    if reply.outcome == Outcome.HANDED_OFF_CRISIS:
        return "handoff_crisis"
    if reply.outcome.is_hand_off:
        return "handoff"
    if reply.outcome in ANSWERED:
        return "answer"
    return {
        Outcome.SMALL_TALK: "smalltalk",
        Outcome.CLARIFIED: "clarify",
        Outcome.DECLINED_OUT_OF_SCOPE: "decline",
        Outcome.DECLINED_UNSAFE: "refuse",
    }.get(reply.outcome, "abstain")


_ADMITS = re.compile(
    r"\bno (?:lo |se |esta |le |la |los |las )?(?:fija|consta|sabe|dice|figura|tengo|encontre"
    r"|aparece"
    r"|hay|conoce|indica|senala|precisa|detalla|establece|define|menciona|nombra|incluye|trae"
    r"|puedo confirmar|especifica|resuelve|confirmad[oa]|verificad[oa]|disponible)\b"
    r"|\bno estan? .{0,25}(?:base de conocimiento|informacion|verificad|confirmad)"
    r"|\bno constan\b|\bsin (?:confirmar|resolver|verificar)\b"
)
"""Words with which a section says that the sources do not settle something."""


def judge(case: Case, reply: Reply) -> tuple[bool, str]:
    """Return whether the reply is what a good service does with the case, and the reason."""
    done = action(reply)
    if wrong := case.wrong_in(reply.text):
        return False, f"dice {wrong}"
    if done in case.also_ok and not done.startswith("answer"):
        return True, ""
    wanted = {case.expected_action, *case.also_ok}
    if "about_assistant" in wanted:
        wanted.add("answer")
    if any(w.startswith("answer") for w in wanted) and done in {"answer", "handoff"}:
        missing = [f.any_of for f in case.key_facts if f.vital and not f.is_in(reply.text)]
        if not missing:
            return True, ""
        if "answer" not in wanted and done in wanted:
            return True, ""
        return False, f"{done}: falta {missing}"
    if done in wanted or (done == "handoff" and "handoff_crisis" in wanted):
        return True, ""
    if "abstain" in wanted and (
        reply.outcome in ABSTAINED | {Outcome.ANSWERED_PARTIALLY}
        or _ADMITS.search(fold(reply.text))
    ):
        return True, ""  # partly: it says that this is not the answer, only the nearest
    if wanted & {"decline", "refuse"} and reply.outcome in ABSTAINED:
        return True, ""
    return False, f"hizo {done}"


def ask(assistant: Assistant, case: Case) -> Result:
    """Return the result of asking one case in a conversation of its own."""
    conversation = assistant.start(case.audience, "evals")
    reply = assistant.reply(conversation.id, case.question, "evals")
    right, reason = judge(case, reply)
    return Result(case, reply, right, reason)
