"""The operator's alarm: turns are not being recorded, or cannot be redacted, and somebody must act.

It cannot live in the database, which may be what is broken. Each process has its own: it says so in
the technical log, on the health page and, where mail is configured, by e-mail, at most once each
quarter of an hour for each kind of trouble. While something is wrong one thread sends what is due
and tries whether the records can be written again, so that the end is told too, and at once. No
line of it holds anything that a person wrote: how many turns, since when, and nothing else.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from threading import Event, RLock, Thread

from assistant.alarm.letters import AlarmLetters
from assistant.desk.notices.letters import Letter
from assistant.desk.notices.mail import Mailer, MailError
from governance.moments import Clock, stamp, utc_now

logger = logging.getLogger("asistente.alarma")

QUIET_S = 15 * 60.0
"""Least seconds between two letters about the same kind of trouble."""

LOOK_EVERY_S = 15.0
"""Seconds between two looks at whether it works again, and between two tries of a letter."""

MOST_TRIES = 40
"""Times that a letter is tried before the mail server is given up on."""


class Trouble(StrEnum):
    """What can go wrong that people pay for while nobody notices."""

    UNRECORDED = "unrecorded"
    UNREDACTED = "unredacted"


@dataclass(frozen=True)
class Standing:
    """How a kind of trouble stands: since when it lasts, and the turns that it cost."""

    since: datetime
    turns: int


@dataclass
class _Case:
    """What is known of one kind of trouble, and what was told of it."""

    now: Standing | None = None
    over: Standing | None = None
    """The one that ended and of whose end nobody was told yet."""
    told_turns: int | None = None
    """The turns of which somebody was told; None while nobody was told of this trouble."""
    told_at: float | None = None
    tries: int = 0


@dataclass
class Alarm:
    """Remembers what is wrong and tells the operator; safe to share between threads.

    `can_record` tries a write of the size of a turn and returns whether it worked.
    """

    letters: AlarmLetters
    can_record: Callable[[], bool]
    mailer: Mailer | None = None
    clock: Clock = utc_now
    timer: Callable[[], float] = time.monotonic
    watches: bool = True
    """Whether a thread looks after it; otherwise somebody calls `look` now and then."""
    _cases: Mapping[Trouble, _Case] = field(
        default_factory=lambda: {trouble: _Case() for trouble in Trouble}
    )
    _lock: RLock = field(default_factory=RLock)
    _wake: Event = field(default_factory=Event)
    _watch: Thread | None = None

    def sound(self, trouble: Trouble) -> None:
        """Note that a turn was lost to `trouble`; nobody waits for the letter."""
        with self._lock:
            case = self._cases[trouble]
            before = case.now or Standing(self.clock(), 0)
            case.now = Standing(before.since, before.turns + 1)
            self._start_watching()
        logger.critical("%s", self.letters.line(trouble, case.now))

    def settle(self, trouble: Trouble) -> None:
        """Note that it works: a trouble that lasted is over."""
        case = self._cases[trouble]
        if case.now is None:  # nearly always: no lock for it
            return
        with self._lock:
            if (ended := case.now) is None:
                return
            case.now = None
            case.over = ended if case.told_turns is not None else None
            case.told_turns, case.tries = None, 0
            self._wake.set()
        logger.critical("%s", self.letters.line_over(trouble, ended))

    def standing(self, trouble: Trouble) -> Standing | None:
        """Return how a trouble stands, or None while all is well."""
        return self._cases[trouble].now

    def health(self) -> dict[str, object]:
        """Return what a monitor should see: since when turns are lost, and how many."""
        report: dict[str, object] = {}
        for trouble in Trouble:
            found = self.standing(trouble)
            report[f"{trouble.value}_since"] = stamp(found.since) if found else None
            report[f"{trouble.value}_turns"] = found.turns if found else 0
        return report

    def look(self) -> None:
        """Send the letters that are due, and try whether the records can be written again."""
        for trouble in Trouble:
            self._tell(trouble)
        if self.standing(Trouble.UNRECORDED) is not None and self.can_record():
            self.settle(Trouble.UNRECORDED)
            self._tell(Trouble.UNRECORDED)

    def _tell(self, trouble: Trouble) -> None:
        case, mailer = self._cases[trouble], self.mailer
        with self._lock:
            standing, over = case.now, case.over
            letter = self._due(trouble, case)
        if letter is None or mailer is None:
            return
        try:
            mailer.send(letter.subject, letter.body)
        except MailError as error:
            logger.critical("alarm not sent: %s", error.failure.value)
            with self._lock:
                case.tries += 1
                if case.tries >= MOST_TRIES:
                    case.over = None
            return
        with self._lock:
            case.tries = 0
            if over is not None:
                case.over = None
            elif standing is not None:
                case.told_at = self.timer()
                if case.now is not None:
                    case.told_turns = standing.turns
                else:  # it ended while the letter was on its way
                    case.over = standing

    def _due(self, trouble: Trouble, case: _Case) -> Letter | None:
        if case.over is not None:
            return self.letters.over(trouble, case.over, self.clock())
        if case.now is None or case.now.turns == case.told_turns:
            return None
        is_soon = case.told_at is not None and self.timer() - case.told_at < QUIET_S
        return None if is_soon else self.letters.sounds(trouble, case.now)

    def _start_watching(self) -> None:
        if self.watches and self._watch is None:
            self._watch = Thread(target=self._keep_watch, name="alarma", daemon=True)
            self._watch.start()

    def _keep_watch(self) -> None:
        while True:
            try:
                self.look()
            except Exception as error:  # the edge of a thread: the alarm must not die of its care
                logger.critical("alarm broken: %s", type(error).__name__)
            with self._lock:
                is_needed = (case.now or case.over for case in self._cases.values())
                if not any(is_needed):
                    self._watch = None
                    return
            self._wake.wait(LOOK_EVERY_S)
            self._wake.clear()
