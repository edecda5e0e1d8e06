"""Runs the steps of a turn: times each, stops at an outcome, and fails closed.

A step that breaks ends the turn as `failed` and everything drafted is dropped: what could not be
checked is not shown. Nothing of the person's text is logged: only ids and the step.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from time import perf_counter

from assistant.turn import Outcome, Turn

logger = logging.getLogger(__name__)

Step = Callable[[Turn], Turn]


def run(steps: Sequence[Step], turn: Turn) -> Turn:
    """Return the turn after the steps; it always has an outcome if the last step sets one."""
    for step in steps:
        name = type(step).__name__.lower()
        started = perf_counter()
        try:
            after = step(turn)
        except Exception as error:
            # The one broad except of a turn: whatever broke, the person gets the contact text.
            logger.error("turn failed in %s: %s", name, type(error).__name__)
            return replace(
                turn,
                outcome=Outcome.FAILED,
                failed_step=name,
                drafts=(),
                answer="",
                citations=(),
            )
        elapsed = (perf_counter() - started) * 1000
        turn = replace(after, timings_ms={**after.timings_ms, name: round(elapsed, 2)})
        if turn.outcome is not None:
            return turn
    return turn
