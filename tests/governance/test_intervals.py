from hypothesis import given
from hypothesis import strategies as st

from governance.intervals import Intervals

pairs = st.lists(
    st.tuples(st.integers(1, 40), st.integers(0, 6)).map(lambda p: (p[0], p[0] + p[1])),
    max_size=8,
)


def numbers(given_pairs: list[tuple[int, int]]) -> set[int]:
    return {n for first, last in given_pairs for n in range(first, last + 1)}


@given(pairs, pairs)
def test_intervals_behave_as_sets(
    some: list[tuple[int, int]], others: list[tuple[int, int]]
) -> None:
    a, b = Intervals(some), Intervals(others)
    assert numbers(list(a)) == numbers(some)
    assert numbers(list(a - b)) == numbers(some) - numbers(others)
    assert len(a) == len(numbers(some))
    assert all((n in a) == (n in numbers(some)) for n in range(60))
    assert a.last == max(numbers(some), default=0)


@given(pairs)
def test_intervals_are_as_few_as_possible(some: list[tuple[int, int]]) -> None:
    found = list(Intervals(some))
    assert all(left[1] + 1 < right[0] for left, right in zip(found, found[1:], strict=False))
