"""Redaction of a whole conversation: one placeholder for one value, and data told in two messages.

A transcript only reads if `[NOMBRE_1]` is one person from beginning to end; and «mi rut es
12.345.» followed by «678-5» is a RUT that neither message holds. Both need a memory of what was
written, so there is one, in this process only and for minutes: the last words of each person, and
the numbers given out, without the values that they stand for. A process that never saw the
conversation goes on with numbers that its kept messages do not use.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from .model import Redaction
from .numbers import Numbers
from .patterns import any_of
from .redactor import Redactor, nothing_is_public
from .text import build_text

_REMEMBERED = 5_000
"""Conversations in memory; the one that was silent longest is forgotten."""
_TAIL = 80
"""Characters of the last message that may be the beginning of something."""
_TAIL_S = 15 * 60
"""Seconds after which nobody goes on with half a number."""

# A message that leaves something for the next one: a figure at its end, or what announces data.
_IS_OPEN = re.compile(
    r"[\d@_][\s:.,;-]*$|\b"
    + any_of(
        r"""ruts? runs? r\.u\.t carnet? cedula ci fono telefono celu? celular whatsapp wsp wasap
        numero nro n° correo e?-?mail arroba clave contrasena pin cuenta cta patente pasaporte serie
        direccion domicilio calle pasaje vivo vive nombre llam[oa] yamo soy apellidos? naci
        nacimiento atte firma"""
    )
    + r"\b(?:[^.;?!\n]|\.\w){0,40}[.:,;]?\s*$"
)


@dataclass
class _Talk:
    numbers: Numbers = field(default_factory=Numbers)
    tail: str = ""
    told_at: float = 0.0


@dataclass(frozen=True)
class Talks:
    """Redacts what is written in each conversation; safe to share between threads."""

    redactor: Redactor
    kept: Callable[[str], Iterable[str]]
    """The messages of a conversation as they are kept, redacted."""
    clock: Callable[[], float] = monotonic
    """Seconds of a clock that never goes back."""
    _talks: OrderedDict[str, _Talk] = field(default_factory=OrderedDict, init=False, repr=False)
    _lock: Lock = field(default_factory=Lock, init=False, repr=False)

    def person(
        self,
        talk_id: str,
        text: str,
        public: Callable[[str], bool] = nothing_is_public,
        *,
        goes_on: bool = True,
    ) -> Redaction:
        """Return what the person wrote, redacted together with what they wrote just before.

        Where each message answers a question of its own, it does not go on with the last one.

        Raises:
            RedactionError: any step failed; nothing of the text may then be kept.
        """
        talk = self._of(talk_id)
        found = self._redact(talk_id, talk, text, public, self._before(talk) if goes_on else "")
        talk.tail = _open_tail(text)
        talk.told_at = self.clock()
        return found

    def aside(self, talk_id: str, text: str) -> str:
        """Return what the person wrote beside the conversation, redacted as going on with it.

        What they wrote there goes on after it, unless this too leaves something to go on with.

        Raises:
            RedactionError: any step failed; nothing of the text may then be kept.
        """
        talk = self._of(talk_id)
        found = self._redact(talk_id, talk, text, nothing_is_public, self._before(talk))
        if tail := _open_tail(text):
            talk.tail, talk.told_at = tail, self.clock()
        return found.text

    def other(self, talk_id: str, text: str) -> str:
        """Return what somebody else wrote there, redacted with the placeholders of the person.

        Raises:
            RedactionError: any step failed; nothing of the text may then be kept.
        """
        return self._redact(talk_id, self._of(talk_id), text, nothing_is_public, "").text

    def forget(self, talk_id: str) -> None:
        """Drop what is remembered of a conversation: what was said in it was deleted."""
        with self._lock:
            self._talks.pop(talk_id, None)

    def _before(self, talk: _Talk) -> str:
        return talk.tail if self.clock() - talk.told_at < _TAIL_S else ""

    def _redact(
        self, talk_id: str, talk: _Talk, text: str, public: Callable[[str], bool], before: str
    ) -> Redaction:
        def numbers() -> Numbers:
            # Another process may have answered since: its numbers are in the kept messages.
            talk.numbers.skip(self.kept(talk_id))
            return talk.numbers

        return self.redactor.redact(text, public, before=before, numbers=numbers)

    def _of(self, talk_id: str) -> _Talk:
        with self._lock:
            talk = self._talks.setdefault(talk_id, _Talk())
            self._talks.move_to_end(talk_id)
            while len(self._talks) > _REMEMBERED:
                self._talks.popitem(last=False)
            return talk


def _open_tail(text: str) -> str:
    tail = text[-_TAIL:]
    return tail if _IS_OPEN.search(build_text(tail).folded) else ""
