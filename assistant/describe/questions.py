"""The verdicts on the whole questionnaire, one question in the light of the others."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.describe.cues import Evidence
from assistant.describe.verdicts import CLEARLY, NEAR, NOTHING, SIGNAL, Verdict, settle, weigh

SURE_DESPITE_SIGNALS = 3.0
"""Lead of «no decisions» (P1) with which it is suggested of a text that gives signs of risk."""

DENIALS = frozenset({"p1-denied", "p1-denied-twice", "p1-no-use", "p1-only-information"})
"""Cues of P1 that say what the system does not do; the others say what else it does."""

ENOUGH_REVIEW = 2.0
"""Weight of P3, either way, that shows a decision: only decisions are reviewed, or are not."""

ABOUT_THINGS = frozenset({"p4-material"})
"""Cues of texts about sensors, roads or weather, where a sign of risk is often only a word."""

RECORDED = "grabaciones"
"""The signal of people looked for in recordings: not in real time, so not letter c by itself."""

MENTIONS_MINORS = "p0e-minors"
"""The cue without which nothing is said about children (letter e)."""

DECIDING_PROHIBITIONS = frozenset({"b", "d"})
"""Prohibited uses that are, by their own text, a decision about people (P1)."""


def settle_all(evidence: Iterable[Evidence]) -> dict[str, Verdict]:
    """Return the verdict on every question, in order, one in the light of those before.

    P2 and P3 are about a decision: without one (P1) there is nothing to suggest. Sensitive data
    are the basis of decisions only where there are decisions.
    """
    found = list(evidence)
    verdicts = {"P0": _prohibited(found)}
    prohibited = verdicts["P0"].is_prohibited
    verdicts["P1"] = _decides(found, verdicts["P0"])
    is_decision = verdicts["P1"].value == "si"
    verdicts["P2"] = _touches_rights(found, verdicts["P0"]) if is_decision else NOTHING
    verdicts["P3"] = settle("P3", found) if is_decision else NOTHING
    harmless = verdicts["P1"].value == "no"
    may_decide = is_decision or prohibited or (not harmless and _is_plain(found))
    verdicts["P4"] = _sensitive(settle("P4", found), may_decide, harmless)
    if verdicts["P0"].value == "c" and verdicts["P4"].value is None:
        # Biometric identification works on biometric data, by definition.
        verdicts["P4"] = Verdict("si_base", verdicts["P0"].evidence)
    verdicts["P5"] = settle("P5", found, less=0.75 if harmless else 0.0)
    return verdicts


def _prohibited(found: list[Evidence]) -> Verdict:
    """Return the verdict on P0: c is about what happens now, and e about minors."""
    verdict = settle("P0", found)
    if verdict.value == "c" and (SIGNAL, RECORDED) in {(i.question, i.value) for i in found}:
        return Verdict(None, verdict.evidence, is_conflict=True)
    if verdict.value == "e" and all(item.cue != MENTIONS_MINORS for item in found):
        return NOTHING
    return verdict


def _decides(found: list[Evidence], prohibition: Verdict) -> Verdict:
    """Return the verdict on P1: a harmless function beside a decision takes nothing from it."""
    verdict = settle("P1", found)
    weights = weigh(found)
    said = [item for item in found if (item.question, item.value) == ("P1", "si")]
    lead = weights.get("P1", {}).get("no", 0.0) - weights.get("P1", {}).get("si", 0.0)
    if verdict.value == "si":
        # A prohibited use harms without deciding: only words for a decision show one.
        by_words = not prohibition.is_prohibited or any(item.cue != NEAR for item in said)
        if by_words or prohibition.value in DECIDING_PROHIBITIONS:
            return verdict
        return NOTHING
    if prohibition.value in DECIDING_PROHIBITIONS and lead < CLEARLY:
        return Verdict("si", (settle("P1", said).evidence or prohibition.evidence))
    reviewed = max(weights.get("P3", {}).values(), default=0.0)
    if verdict.value is None and not verdict.is_conflict and said and reviewed >= ENOUGH_REVIEW:
        return settle("P1", said, less=0.75)
    if verdict.value == "no":
        has_signals = any(item.question == SIGNAL for item in found)
        about_things = any(item.cue in ABOUT_THINGS for item in found)
        doubtful = has_signals and not about_things and lead < SURE_DESPITE_SIGNALS
        return Verdict(None, verdict.evidence, is_conflict=True) if doubtful else verdict
    # Likeness alone does not turn words for drafting or informing into a decision.
    is_denied = any(item.cue in DENIALS for item in found)
    is_worded = any(item.cue != NEAR for item in said)
    if verdict.is_conflict and is_worded and not is_denied and lead < 1.25:
        beside = settle("P1", said, less=-1.0)
        return beside if beside.value else verdict
    return verdict


def _touches_rights(found: list[Evidence], prohibition: Verdict) -> Verdict:
    """Return the verdict on P2; a prohibited use is prohibited whatever it touches."""
    if not prohibition.is_prohibited:
        return settle("P2", found)
    # Letter d is about jobs and benefits: rights and essential services, by its own text.
    return Verdict("si", prohibition.evidence) if prohibition.value == "d" else NOTHING


def _is_plain(found: list[Evidence]) -> bool:
    """Whether sensitive data are beyond doubt what the system works on."""
    return weigh(found).get("P4", {}).get("si_base", 0.0) >= 2.25


def _sensitive(verdict: Verdict, is_decision: bool, is_harmless: bool) -> Verdict:
    if verdict.value != "si_base" or is_decision:
        return verdict
    # What is processed without deciding about anybody is, at most, an auxiliary datum.
    return Verdict("si_auxiliar", verdict.evidence) if is_harmless else NOTHING
