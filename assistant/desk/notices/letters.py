"""The messages that tell staff that somebody waits: how many, for how long, nobody's data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from assistant.desk.notices.outbox import Waiting
from assistant.desk.words import desk_words
from assistant.settings import Settings
from knowledge_base.institution import Institution

QUEUE = "/panel/casos"


class Letter(NamedTuple):
    """A message in plain text."""

    subject: str
    body: str


@dataclass(frozen=True)
class Letters:
    """Writes them in the name of an institution; `address` is where staff attend who waits."""

    institution: str
    address: str

    def tell(self, waiting: Waiting) -> Letter:
        """Return the message that says how the queue is, crises first."""
        words = desk_words()
        people, crisis = str(waiting.people), str(waiting.in_crisis)
        name = "notice_subject_one" if waiting.people == 1 else "notice_subject_many"
        subject = words.text(name, waiting=people, institution=self.institution)
        lines = []
        if waiting.in_crisis:
            subject = words.text("notice_subject_crisis", crisis=crisis, subject=subject)
            lines.append(words.text("notice_crisis", crisis=crisis))
        longest = in_words(waiting.longest)
        lines.append(words.text("notice_waiting", waiting=people, longest=longest))
        return Letter(subject, self._body(*lines))

    def test(self) -> Letter:
        """Return a message that says that it is a test."""
        words = desk_words()
        subject = words.text("notice_test_subject", institution=self.institution)
        return Letter(subject, self._body(words.text("notice_test")))

    def _body(self, *lines: str) -> str:
        words = desk_words()
        where = words.text("notice_where", address=self.address)
        return "\n\n".join((*lines, where, words.text("notice_automatic"))) + "\n"


def build_letters(settings: Settings, institution: Institution) -> Letters:
    """Return who writes the notices of `institution`."""
    return Letters(institution.institution.sigla, settings.public_url.rstrip("/") + QUEUE)


def in_words(length: timedelta) -> str:
    """Return a length of time in its two greatest units.

    >>> in_words(timedelta(hours=26, minutes=59))
    '1 día y 2 horas'
    """
    minutes = int(length.total_seconds() // 60)
    amounts = (minutes // 1440, "día"), (minutes // 60 % 24, "hora"), (minutes % 60, "minuto")
    first = next((n for n, (amount, _) in enumerate(amounts) if amount), None)
    if first is None:
        return "menos de un minuto"
    parts = [f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in amounts[first : first + 2] if n]
    return " y ".join(parts)
