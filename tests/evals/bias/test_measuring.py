"""The figures, against values worked out by hand, published, or by Fairlearn itself."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

import numpy as np
import pytest
from fairlearn.metrics import (
    MetricFrame,
    demographic_parity_difference,
    demographic_parity_ratio,
    equalized_odds_difference,
    selection_rate,
)

from evals.bias.cases import Cases, build_cases
from evals.bias.comparing import compare, told_once
from evals.bias.disparities import disparities
from evals.bias.grouping import Grouping
from evals.bias.rates import Measure, rate
from evals.bias.representation import represent
from evals.bias.verdicts import Outcome, overall
from tests.evals.bias.people import SeesNobody, columns, people, table


def _cases(count: int = 600, **options: object) -> Cases:
    chosen = columns(real="cumple", real_favorable=["sí"], **options)
    return build_cases(table(people(count)), chosen, SeesNobody())


def _two_groups(first: tuple[int, int], other: tuple[int, int]) -> Cases:
    """Cases of which `first` = (hits, of) were favoured in one group, and `other` in the other."""
    decided = [1] * first[0] + [0] * (first[1] - first[0])
    decided += [1] * other[0] + [0] * (other[1] - other[0])
    codes = np.array([0] * first[1] + [1] * other[1])
    grouping = Grouping("g", "g", ("a", "b"), codes, ("a", "b"))
    return Cases(np.array(decided), None, None, (grouping,), "sí")


def _compared(cases: Cases, minimum: int = 30, margin: float = 0.1):  # type: ignore[no-untyped-def]
    groups = {
        one.name: {label: one.members(label) for label in one.labels} for one in cases.groupings
    }
    return compare(cases, groups, minimum, margin)


def test_an_interval_of_wilson_is_the_one_of_its_formula() -> None:
    hits, of, z = 31, 90, 1.959964
    centre = (hits / of + z * z / (2 * of)) / (1 + z * z / of)
    half = z * sqrt(hits / of * (1 - hits / of) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    found = rate(hits, of, minimum=30)
    assert (found.low, found.high) == pytest.approx((centre - half, centre + half), abs=1e-6)
    assert not found.exact


def test_few_cases_have_the_exact_interval_and_none_have_no_value() -> None:
    found = rate(0, 10, minimum=30)
    assert found.exact and found.high == pytest.approx(1 - 0.025 ** (1 / 10))
    assert rate(0, 0, minimum=30).value is None


def test_the_interval_of_a_difference_is_the_one_that_newcombe_published() -> None:
    """Newcombe 1998, table II, method 10: 56/70 against 48/80, from 0.0524 to 0.3339."""
    found = _compared(_two_groups((56, 70), (48, 80)))[0]
    assert found.difference == pytest.approx(0.2)
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=1e-4)


def test_of_two_groups_one_is_the_mirror_and_counts_once() -> None:
    found = _compared(_two_groups((56, 70), (48, 80)))
    assert found[0].adjusted == found[0].p == pytest.approx(found[1].adjusted)
    assert [one.group for one in told_once(found)] == ["b"]


def test_holm_multiplies_the_smallest_by_how_many_there_are() -> None:
    found = _compared(_cases())
    values = sorted({one.p for one in found if one.difference is not None})
    smallest = min((one for one in found if one.difference is not None), key=lambda one: one.p)
    assert smallest.adjusted == pytest.approx(min(1.0, values[0] * len(values)))


def test_rates_that_are_all_or_nothing_can_be_compared() -> None:
    found = _compared(_two_groups((40, 40), (0, 50)))[0]
    assert found.difference == 1 and found.outcome is Outcome.DIFFERENCE


@pytest.mark.parametrize(
    ("first", "other", "expected"),
    [
        ((500, 1000), (505, 1000), Outcome.NONE),
        ((20, 40), (21, 40), Outcome.INSUFFICIENT),
        ((500, 1000), (650, 1000), Outcome.DIFFERENCE),
        ((20, 29), (5, 400), Outcome.NOT_JUDGED),
    ],
)
def test_what_can_be_said_depends_on_the_cases_there_are(
    first: tuple[int, int], other: tuple[int, int], expected: Outcome
) -> None:
    assert _compared(_two_groups(first, other))[0].outcome is expected


def test_equal_groups_without_enough_cases_are_never_said_to_be_equal() -> None:
    assert overall([Outcome.NONE, Outcome.NOT_JUDGED]) is Outcome.INSUFFICIENT
    assert overall([]) is Outcome.INSUFFICIENT
    assert overall([Outcome.NONE, Outcome.NONE]) is Outcome.NONE


def test_errors_are_counted_as_they_are_defined() -> None:
    cases = _cases()
    assert cases.real is not None
    rural = cases.groupings[1].members("Rural")
    found = {one.measure: one.rate for one in _compared(cases) if one.group == "Rural"}
    refused = rural & (cases.real == 1) & (cases.decided == 0)
    granted = rural & (cases.real == 0) & (cases.decided == 1)
    right = rural & (cases.real == 1) & (cases.decided == 1)
    assert found[Measure.MISSED].hits == refused.sum()
    assert found[Measure.MISSED].of == (rural & (cases.real == 1)).sum()
    assert found[Measure.GRANTED].hits == granted.sum()
    assert found[Measure.PRECISION].hits == right.sum()
    assert found[Measure.PRECISION].of == (rural & (cases.decided == 1)).sum()
    assert found[Measure.FOUND].hits + found[Measure.MISSED].hits == found[Measure.FOUND].of


def test_disparities_are_those_of_fairlearn() -> None:
    cases = _cases()
    zone = cases.groupings[1]
    found = disparities(cases, zone, 30, 500, 1)
    assert found is not None and found.equalized_odds is not None and cases.real is not None
    given = {"sensitive_features": zone.codes}
    y, said = cases.real, cases.decided
    assert found.parity_difference.value == pytest.approx(
        demographic_parity_difference(y, said, **given)
    )
    assert found.parity_ratio.value == pytest.approx(demographic_parity_ratio(y, said, **given))
    assert found.equalized_odds.value == pytest.approx(equalized_odds_difference(y, said, **given))


def test_the_resampling_of_counts_agrees_with_that_of_fairlearn() -> None:
    cases = _cases(250)
    zone = cases.groupings[1]
    found = disparities(cases, zone, 30, 4000, 1)
    frame = MetricFrame(
        metrics=selection_rate, y_true=cases.decided, y_pred=cases.decided,
        sensitive_features=zone.codes, n_boot=300, ci_quantiles=[0.025, 0.975], random_state=1,
    )  # fmt: skip
    low, high = frame.difference_ci()
    assert found is not None
    assert (found.parity_difference.low, found.parity_difference.high) == pytest.approx(
        (low, high), abs=0.04
    )


def test_a_group_without_cases_enough_is_out_of_the_disparities() -> None:
    cases = _cases(100)
    few = replace(cases, decided=np.where(cases.groupings[1].codes == 0, -1, cases.decided))
    assert disparities(few, cases.groupings[1], 30, 200, 1) is None


def test_a_group_that_is_missing_from_the_data_is_found_to_be_under() -> None:
    rows = [
        (*row[:3], "Urbana" if place % 50 else "otra", *row[4:])
        for place, row in enumerate(people(400))
    ]
    cases = build_cases(table(rows), columns(grupos={"zona": "zona"}), SeesNobody())
    found = represent(cases.groupings[0], None, 30, 0.1)
    rural = next(one for one in found.presences if one.group == "rural")
    assert rural.observed.hits == 0 and rural.is_under
    assert found.outside == 8, "what is neither rural nor urban has no figure to compare with"


def test_presence_as_in_the_population_is_not_observed_to_differ() -> None:
    rows = [
        (*row[:3], "Rural" if place % 1000 < 306 else "Urbana", *row[4:])
        for place, row in enumerate(people(1000))
    ]
    cases = build_cases(table(rows), columns(grupos={"zona": "zona"}), SeesNobody())
    found = represent(cases.groupings[0], None, 30, 0.1)
    assert {one.outcome for one in found.presences} == {Outcome.NONE}
