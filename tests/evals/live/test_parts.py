"""The sample, the bands and the chart that a night rests on."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.turn import Outcome
from evals.live.bands import BANDS_FILE, BandsError, Floor, Verdict, load_bands
from evals.live.chart import Silence, judge
from evals.live.days import DayOfTurns, LiveTurn, share_out
from tests.evals.live.place import DAY

BAND = load_bands().abstention


def a_day(sizes: dict[Outcome, int]) -> DayOfTurns:
    turns = (
        LiveTurn(f"{outcome}-{number}", outcome, 0.5)
        for outcome, size in sizes.items()
        for number in range(size)
    )
    return DayOfTurns(DAY, tuple(turns), 0)


def test_the_same_day_gives_the_same_sample_in_whatever_order_it_is_read() -> None:
    day = a_day({Outcome.ANSWERED: 300, Outcome.FAILED: 4})
    turned = DayOfTurns(DAY, day.turns[::-1], 0)
    assert day.draw(50) == turned.draw(50)
    assert day.draw(50) != DayOfTurns(DAY.replace(day=20), day.turns, 0).draw(50)


def test_a_turn_more_changes_the_sample_by_one_turn_at_most() -> None:
    day = a_day({Outcome.ANSWERED: 300})
    more = DayOfTurns(DAY, (*day.turns, LiveTurn("otro", Outcome.ANSWERED, None)), 0)
    assert len(set(day.draw(50)) - set(more.draw(50))) <= 1


@given(
    sizes=st.dictionaries(st.sampled_from(Outcome), st.integers(1, 500), min_size=1),
    most=st.integers(1, 300),
)
def test_the_sample_is_whole_in_proportion_and_forgets_no_outcome(
    sizes: dict[Outcome, int], most: int
) -> None:
    quotas, total = share_out(sizes, most), sum(sizes.values())
    assert sum(quotas.values()) == min(most, total) == len(a_day(sizes).draw(most))
    assert all(0 <= quotas[name] <= size for name, size in sizes.items())
    if most >= len(sizes):
        assert min(quotas.values()) >= 1


def test_every_measure_has_one_band_and_a_mistake_is_told(tmp_path: Path) -> None:
    file, text = tmp_path / "bands.toml", BANDS_FILE.read_text(encoding="utf-8")
    for wrong in (text.replace("caveat", "supported"), text.replace("sigmas", "sigmass"), "[["):
        file.write_text(wrong, encoding="utf-8")
        with pytest.raises(BandsError, match=r"bands\.toml"):
            load_bands(file)


def test_zero_tolerance_needs_no_minimum_of_turns_and_a_mean_does() -> None:
    never, mean = (
        Floor(metric="hard_facts", floor=1, turns=30),
        Floor(metric="supported", floor=0.9, turns=30),
    )
    assert never.judge([1, 1, 0]) == Verdict.OUT and never.judge([1, 1]) == Verdict.FEW
    assert mean.judge([0] * 29) == Verdict.FEW and mean.judge([0.8] * 30) == Verdict.OUT
    assert never.judge([]) == Verdict.FEW


def nights(rng: random.Random, shares: list[float], asked: int) -> list[Silence]:
    return [Silence(sum(rng.random() < share for _ in range(asked)), asked) for share in shares]


def test_nights_like_the_others_hardly_ever_alarm_and_a_doubled_share_always_does() -> None:
    rng = random.Random(8)
    false, caught = 0, 0
    for _ in range(300):
        before = nights(rng, [0.18] * 28, 150)
        (same, double) = nights(rng, [0.18, 0.36], 150)
        false += judge(same, before, BAND)[0] == Verdict.OUT
        caught += judge(double, before, BAND)[0] == Verdict.OUT
    assert false <= 3 and caught >= 285


def test_nights_that_differ_among_themselves_widen_the_band() -> None:
    rng = random.Random(8)
    restless = nights(rng, [0.1, 0.3] * 14, 400)
    quiet = nights(rng, [0.2] * 28, 400)
    tonight = Silence(112, 400)
    assert judge(tonight, quiet, BAND)[0] == Verdict.OUT
    assert judge(tonight, restless, BAND)[0] == Verdict.IN


def test_the_first_silence_after_nights_without_any_is_no_alarm() -> None:
    verdict, limits = judge(Silence(1, 100), [Silence(0, 100)] * 10, BAND)
    assert verdict == Verdict.IN and limits is not None and limits.mean == 0


def test_only_the_last_nights_say_what_is_usual() -> None:
    before = [Silence(90, 100)] * 40 + [Silence(20, 100)] * 28
    _, limits = judge(Silence(20, 100), before, BAND)
    assert limits is not None and limits.nights == 28 and limits.mean == 0.2
