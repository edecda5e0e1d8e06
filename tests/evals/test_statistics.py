"""Intervals and comparisons, against values that are known by other means."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from evals.statistics.bootstrap import cluster_interval
from evals.statistics.paired import Equivalence, Interval, compare, equivalence, holm
from evals.statistics.ranks import abstention_curve, auroc, calibration_error, reliability
from evals.statistics.shares import Share


@pytest.mark.parametrize(
    ("right", "total", "low", "high"), [(190, 200, 0.910, 0.973), (475, 500, 0.927, 0.966)]
)
def test_wilson_gives_the_published_bounds(right: int, total: int, low: float, high: float) -> None:
    found = Share(right, total).interval
    assert found == pytest.approx((low, high), abs=0.0006)


@pytest.mark.parametrize(("total", "bound"), [(59, 0.05), (149, 0.02), (299, 0.01), (2995, 0.001)])
def test_no_failure_bounds_the_rate_as_the_exact_interval_says(total: int, bound: float) -> None:
    assert Share(total, total).worst_failing == pytest.approx(bound, rel=0.01)


def test_nothing_has_no_share() -> None:
    assert math.isnan(Share(0, 0).value) and math.isnan(Share(0, 0).worst_failing)


def test_cases_of_one_cluster_are_less_evidence_than_as_many_alone() -> None:
    values = [1.0, 0.0] * 30
    alone = cluster_interval(values, [str(n) for n in range(60)])
    together = cluster_interval(sorted(values), [str(n // 10) for n in range(60)])
    assert together.high - together.low > 1.5 * (alone.high - alone.low)


def test_the_same_values_give_the_same_interval() -> None:
    values = [0.0, 1.0, 1.0, 0.5]
    assert cluster_interval(values, list("abcd")) == cluster_interval(values, list("abcd"))


def test_nothing_to_resample_is_an_error() -> None:
    with pytest.raises(ValueError, match="nothing"):
        cluster_interval([], [])


def test_mcnemar_is_the_exact_binomial_test_of_those_that_changed() -> None:
    before = [1.0] * 12 + [0.0] * 3 + [1.0] * 85
    after = [0.0] * 12 + [1.0] * 3 + [1.0] * 85
    found = compare(before, after, [str(n) for n in range(100)])
    assert (found.worse, found.better) == (12, 3)
    assert found.p == pytest.approx(binomtest(3, 15).pvalue)
    assert found.difference.mean == pytest.approx(-0.09)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([0.0, 1.0]), min_size=1, max_size=40))
def test_nothing_is_lost_against_oneself(values: list[float]) -> None:
    found = compare(values, values, [str(n) for n in range(len(values))])
    assert found.difference == Interval(0, 0, 0) and found.worst_loss == 0 and found.p == 1


def test_pairs_without_a_partner_are_refused() -> None:
    with pytest.raises(ValueError, match="pairs"):
        compare([1.0], [1.0, 0.0], ["a", "b"])


def test_a_small_sample_cannot_prove_equality() -> None:
    found = compare([1.0] * 9 + [0.0], [1.0] * 10, [str(n) for n in range(10)])
    assert equivalence(found.difference, 0.05) == Equivalence.UNSETTLED


def test_holm_corrects_for_how_many_were_tried() -> None:
    assert holm({"a": 0.01, "b": 0.02, "c": 0.5}) == pytest.approx({"a": 0.03, "b": 0.04, "c": 0.5})
    assert holm({}) == {}


def test_a_confidence_that_tells_nothing_has_half_the_area() -> None:
    assert auroc([0.5, 0.5, 0.5, 0.5], [True, False, True, False]) == 0.5
    assert auroc([0.9, 0.8, 0.1], [True, True, False]) == 1.0
    assert auroc([0.9, 0.8], [True, True]) is None


def test_a_sure_and_right_assistant_is_calibrated() -> None:
    bins = reliability([0.95] * 20 + [0.05] * 20, [True] * 19 + [False] + [False] * 19 + [True])
    assert calibration_error(bins) == pytest.approx(0.0, abs=1e-9)
    assert [b.total for b in bins] == [20, 20]
    assert calibration_error(()) is None


def test_a_higher_threshold_refuses_and_silences_more() -> None:
    curve = abstention_curve([0.2, 0.6, 0.9], [0.1, 0.3])
    assert all(
        a.refused <= b.refused and a.silenced <= b.silenced
        for a, b in zip(curve, curve[1:], strict=False)
    )
    assert (curve[0].refused, curve[-1].silenced) == (0.0, 1.0)
