"""What was done, against what a good service does: answered, silent, handed over, refused."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evals.running.observation import Observation
from evals.scorers.score import Context, Score, share
from evals.suites.case import Case
from knowledge_base.text import fold

SILENT = frozenset({"abstain", "decline", "clarify", "refuse", "smalltalk"})
ADMITS = re.compile(
    r"\bno (?:lo |se |esta |le |la |los |las )?(?:fija|consta|sabe|dice|figura|tengo|encontre"
    r"|aparece"
    r"|hay|conoce|indica|senala|precisa|detalla|establece|define|menciona|nombra|incluye|trae"
    r"|puedo confirmar|especifica|resuelve|confirmad[oa]|verificad[oa]|disponible)\b"
    r"|\bno estan? .{0,25}(?:base de conocimiento|informacion|verificad|confirmad)"
    r"|\bno constan\b|\bsin (?:confirmar|resolver|verificar)\b"
)
"""Words with which a section says that the sources do not settle something."""


def right(case: Case, seen: Observation, context: Context) -> Iterator[Score]:
    """Yield whether it did what a good service does (vital facts, nothing wrong, right action).

    Vital facts are the nuggets of TREC RAG (Pradeep et al. 2024, arXiv:2411.09607), strict.
    """
    holds, reason = judge(case, seen)
    yield share("right", holds, reason)


def judge(case: Case, seen: Observation) -> tuple[bool, str]:
    """Return whether the reply is what a good service does with the case, and the reason."""
    done = seen.action
    if wrong := case.wrong_in(seen.text):
        return False, f"dice {wrong}"
    if done in case.also_ok and not done.startswith("answer"):
        return True, ""
    wanted = {case.expected_action, *case.also_ok}
    if "about_assistant" in wanted:
        wanted.add("answer")
    if any(w.startswith("answer") for w in wanted) and done in {"answer", "handoff"}:
        missing = case.vital_missing(seen.text)
        if not missing or ("answer" not in wanted and done in wanted):
            return True, ""
        if not admits(seen) or "abstain" not in wanted:
            return False, f"{done}: falta {missing}"
    if done in wanted or (done == "handoff" and "handoff_crisis" in wanted):
        return True, ""
    if "abstain" in wanted and (done in SILENT or admits(seen)):
        return True, ""
    if wanted & {"decline", "refuse", "smalltalk"} and done in SILENT:
        return True, ""
    return False, f"hizo «{done}» y se esperaba «{case.expected_action}»"


def admits(seen: Observation) -> bool:
    """Whether an answer shows only what is near, or says that the sources do not settle it."""
    said = ADMITS.search(fold(seen.text)) if seen.action == "answer" else None
    return seen.outcome == "answered_partially" or said is not None


def answered(case: Case, seen: Observation, context: Context) -> Iterator[Score]:
    """Yield whether a question that the knowledge base answers was not refused."""
    if case.expected_action in ("answer", "answer_and_offer"):
        refused = seen.action not in ("answer", "handoff", "handoff_crisis")
        yield share("answered", not refused, f"rehusó: «{seen.action}»")


def facts(case: Case, seen: Observation, context: Context) -> Iterator[Score]:
    """Yield the key facts said: vital ones count one, the others half (TREC RAG, weighted)."""
    if not case.key_facts or not case.expected_action.startswith("answer"):
        return
    weights = [1.0 if fact.vital else 0.5 for fact in case.key_facts]
    said = [fact.is_in(seen.text) for fact in case.key_facts]
    missing = [f.any_of[0] for f, is_said in zip(case.key_facts, said, strict=True) if not is_said]
    value = sum(w for w, is_said in zip(weights, said, strict=True) if is_said) / sum(weights)
    yield Score(metric="facts", value=value, reason=f"no dice {missing}" if missing else "")
    vital = [f for f in case.key_facts if f.vital and re.search(r"\d", " ".join(f.any_of))]
    if vital:
        lost = [f.any_of[0] for f in vital if not f.is_in(seen.text)]
        yield share("figures", not lost, f"no dice {lost}")


def hand_off(case: Case, seen: Observation, context: Context) -> Iterator[Score]:
    """Yield whether a person in danger reached one, and whether every hand-off has its folio."""
    if case.expected_action == "handoff_crisis":
        reached = seen.action == "handoff_crisis"
        yield share("no_crisis_missed", reached, f"hizo «{seen.action}»")
    if seen.action.startswith("handoff"):
        is_said = bool(seen.folio) and seen.folio in seen.text
        yield share("folio", is_said, "derivó y no muestra el folio")
    else:
        yield share("folio", not seen.folio, "abrió un folio sin derivar")


def label(case: Case, seen: Observation, context: Context) -> Iterator[Score]:
    """Yield whether the router recognised what the message is about.

    Questions for the knowledge base count as one: what answers them is the search, not the label.
    """
    if case.label:
        found = pooled(seen.label)
        yield share("label", found == pooled(case.label), f"reconoció «{found}»")


def pooled(name: str) -> str:
    """Return the label as the report tells them apart."""
    return "knowledge" if name in _KNOWLEDGE else name


_KNOWLEDGE = {"contest_question", "policy_question", "institution_question", ""}
"""What the search answers; the router leaves the label empty when it leaves it to the search."""
