"""Sets of whole numbers kept as intervals: a million purged entries are one pair of numbers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from operator import itemgetter


class Intervals:
    """Sorted, disjoint intervals, both ends included.

    >>> numbers = Intervals()
    >>> numbers.add(1, 3), numbers.add(7, 9), numbers.add(4, 4)
    (None, None, None)
    >>> list(numbers), len(numbers)
    ([(1, 4), (7, 9)], 7)
    """

    def __init__(self, pairs: list[tuple[int, int]] | None = None) -> None:
        """Take in every pair."""
        self._pairs: list[tuple[int, int]] = []
        for first, last in pairs or []:
            self.add(first, last)

    def add(self, first: int, last: int) -> None:
        """Take in every number from `first` to `last`."""
        if self._pairs and self._pairs[-1][0] <= first <= self._pairs[-1][1] + 1:
            start, end = self._pairs[-1]  # the usual case: numbers come in order
            self._pairs[-1] = (start, max(end, last))
            return
        if not self._pairs or first > self._pairs[-1][1]:
            self._pairs.append((first, last))
            return
        before = [pair for pair in self._pairs if pair[1] < first - 1]
        after = [pair for pair in self._pairs if pair[0] > last + 1]
        touching = self._pairs[len(before) : len(self._pairs) - len(after)]
        start = min([first, *(pair[0] for pair in touching)])
        end = max([last, *(pair[1] for pair in touching)])
        self._pairs = [*before, (start, end), *after]

    def remove(self, number: int) -> None:
        """Leave out one number."""
        self._pairs = list(self - Intervals([(number, number)]))

    def overlaps(self, first: int, last: int) -> bool:
        """Whether some number from `first` to `last` is in."""
        index = bisect_right(self._pairs, last, key=itemgetter(0)) - 1
        return index >= 0 and self._pairs[index][1] >= first

    @property
    def last(self) -> int:
        """The largest number in, or 0."""
        return self._pairs[-1][1] if self._pairs else 0

    def __contains__(self, number: int) -> bool:
        """Whether one number is in."""
        return self.overlaps(number, number)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Yield the intervals in order."""
        return iter(self._pairs)

    def __len__(self) -> int:
        """Count the numbers, not the intervals."""
        return sum(last - first + 1 for first, last in self._pairs)

    def __sub__(self, other: Intervals) -> Intervals:
        """Return the numbers that are not in `other`."""
        rest = Intervals()
        cuts = iter(other)
        cut = next(cuts, None)
        for first, last in self._pairs:
            while cut and cut[1] < first:
                cut = next(cuts, None)
            while cut and cut[0] <= last:
                if cut[0] > first:
                    rest.add(first, cut[0] - 1)
                first = cut[1] + 1
                if first > last:
                    break  # this cut may also reach the next interval
                cut = next(cuts, None)
            if first <= last:
                rest.add(first, last)
        return rest
