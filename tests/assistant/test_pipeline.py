"""The runner: in order, timed, stopped by an outcome, and closed by a failure."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

import pytest

from assistant.pipeline import run
from assistant.turn import Citation, Draft, Outcome, Turn

START = Turn("c", "ciudadania", "web", "mi secreto 20.471.936-K")


@dataclass
class Say:
    """Adds a word to the answer, and may end the turn."""

    word: str
    outcome: Outcome | None = None

    def __call__(self, turn: Turn) -> Turn:
        """Return the turn with the word."""
        return replace(turn, answer=turn.answer + self.word, outcome=self.outcome)


class Break:
    """Breaks, quoting what it was given."""

    def __call__(self, turn: Turn) -> Turn:
        """Raise."""
        raise KeyError(turn.text)


def test_steps_run_in_order_and_each_is_timed() -> None:
    turn = run([Say("a"), Say("b")], START)
    assert turn.answer == "ab" and turn.outcome is None
    assert set(turn.timings_ms) == {"say"} and turn.timings_ms["say"] >= 0


def test_an_outcome_ends_the_run() -> None:
    turn = run([Say("a", Outcome.ANSWERED), Break()], START)
    assert (turn.answer, turn.outcome) == ("a", Outcome.ANSWERED)


def test_a_step_that_breaks_fails_the_turn_and_drops_what_was_drafted() -> None:
    drafted = replace(
        START, drafts=(Draft((), "x"),), citations=(Citation("p", "", "", "", "", ""),), answer="sí"
    )
    turn = run([Break(), Say("b", Outcome.ANSWERED)], drafted)
    assert (turn.outcome, turn.failed_step) == (Outcome.FAILED, "break")
    assert (turn.drafts, turn.citations, turn.answer) == ((), (), "")


def test_the_log_of_a_failure_has_the_step_and_not_the_text(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    run([Break()], START)
    assert "break" in caplog.text and "KeyError" in caplog.text
    assert "20.471.936" not in caplog.text


def test_someone_who_stops_the_program_is_not_held_back() -> None:
    def interrupted(turn: Turn) -> Turn:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run([interrupted], START)


def test_no_steps_change_nothing() -> None:
    assert run([], START) == START
