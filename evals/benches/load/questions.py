"""What is asked: our cases that have an answer, each time in words not asked before.

A question that was just asked costs no embedding (`knowledge_base.embeddings.CachedQueries`), so a
bench that repeats itself measures the memory. A number behind the question makes it new, to us and
to the peers, and changes what becomes of it the least of what was tried.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from evals.suites.case import Case, load_cases

_FIRST, _NUMBERS = 100_000, 900_000
_STRIDE = 611_953
"""Prime, so that every number comes once before any comes again."""


def load_questions() -> list[str]:
    """Return the questions of citizens that have an answer, each once."""
    cases = [c for name in ("ciudadania", "ejemplos") for c in load_cases(name)]
    return list(dict.fromkeys(c.question for c in cases if _is_asked(c)))


def _is_asked(case: Case) -> bool:
    return case.audience == "ciudadania" and case.expected_action == "answer"


def never_asked(questions: list[str], seed: int = 0) -> Iterator[str]:
    """Yield questions, none of them twice, in an order that `seed` decides.

    >>> next(never_asked(["¿Cuánto dura?"]))
    '¿Cuánto dura? (985440)'
    """
    rng = random.Random(seed)
    start = rng.randrange(_NUMBERS)
    for turn in range(_NUMBERS):
        yield f"{rng.choice(questions)} ({_FIRST + (start + turn * _STRIDE) % _NUMBERS})"
