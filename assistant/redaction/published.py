"""What the institution publishes: its own telephones, e-mails and addresses are nobody's secret.

People quote them and officials must be able to give them, so a finding that is nothing more than
one of them is let through. One character more, and it is masked like everything else.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from .model import Finding, Kind
from .patterns import digits
from .text import Span, Text, fold

_PHONE_DIGITS = 9
"""Digits of a telephone in Chile, without the prefix of the country."""


@dataclass(frozen=True)
class Published:
    """The contact points that are never masked, as the institution writes them."""

    values: tuple[str, ...] = ()

    def without_these(self, found: list[Finding], text: Text) -> list[Finding]:
        """Return the findings of `text` that are something else than a published value."""
        spans = self._spans(text.folded)
        return [f for f in found if not self._is_one(f, text.folded, spans)]

    def _is_one(self, found: Finding, folded: str, spans: list[Span]) -> bool:
        if found.kind is Kind.PHONE:
            return digits(folded[found.start : found.end]).removeprefix("56") in self._phones
        return any(start <= found.start and found.end <= end for start, end in spans)

    def _spans(self, folded: str) -> list[Span]:
        spans = []
        for value in self._folded:
            start = folded.find(value)
            while start >= 0:
                if _stands_alone(folded, start, start + len(value)):
                    spans.append((start, start + len(value)))
                start = folded.find(value, start + 1)
        return spans

    @cached_property
    def _folded(self) -> tuple[str, ...]:
        return tuple(filter(None, (fold(value).strip() for value in self.values)))

    @cached_property
    def _phones(self) -> frozenset[str]:
        numbers = (digits(value).removeprefix("56") for value in self.values)
        return frozenset(n for n in numbers if len(n) == _PHONE_DIGITS)


def _stands_alone(folded: str, start: int, end: int) -> bool:
    """Whether nothing goes on at either side: «Maipón 12» is not within «Maipón 123»."""
    before, after = folded[:start][-1:], folded[end:][:1]
    return not (before.isalnum() or after.isalnum() or before == "@")
