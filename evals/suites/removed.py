"""Questions of our own domain whose answer was taken out of the knowledge base.

The hardest silence: everything near the answer is still there. For each answer case the passages
that state its gold facts, or its vital words, are withheld from the search; what is right is then
not to answer (the third stratum of NoMIRACL's unanswerable questions, arXiv:2312.11361).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evals.suites.case import Case
from evals.suites.gold import Shelf

MOST_WITHHELD = 12
"""A fact that more passages state than this cannot be taken out without emptying its topic."""


def removed_cases(cases: Iterable[Case], shelf: Shelf) -> Iterator[Case]:
    """Yield the answer cases as they must end when nothing left says the answer."""
    for case in cases:
        if case.expected_action != "answer" or not any(f.vital for f in case.key_facts):
            continue
        says = [
            p.id
            for p in shelf.passages.values()
            if set(p.facts) & set(case.gold) or not case.vital_missing(f"{p.text} {p.caveat}")
        ]
        if 0 < len(says) <= MOST_WITHHELD:
            yield case.model_copy(
                update={
                    "id": f"{case.id}-sin",
                    "suite": "abstention",
                    "stratum": "document_removed",
                    "expected_action": "abstain",
                    "also_ok": ("handoff",),
                    "key_facts": (),
                    "gold_spans": (),
                    "withheld": tuple(says),
                }
            )
