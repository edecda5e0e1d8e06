"""What officials do with cases: each method is one transaction, and asks for the role it needs.

Whoever has a folio is the person: staff find cases by one, and only see the end of it. What they
write is redacted like what citizens write, before it is kept anywhere. Every refusal says why, in
Spanish: `NotAllowed`, `CaseNotFound`, `CaseMoved`, and `InputError` for the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Engine

from assistant.conversations import Message
from assistant.database import reading, writing
from assistant.desk.cases import Case, CaseEvent, CaseMoved, Cases, CloseReason
from assistant.desk.contacts.sealing import Contact
from assistant.desk.permissions import Action, check, check_now, may
from assistant.desk.queue import QueueItem, items, search
from assistant.desk.reception import Reception
from assistant.limits import check_text, clean
from governance.folio import mask_folio
from governance.log.event import Event
from governance.registers.officials import Official, OfficialNotFound, Officials

MAX_REPLY = 4000
"""Longest message, note or justification, in characters."""
SHORTEST_WHY = 15
"""A justification that says less than this says nothing."""


@dataclass(frozen=True)
class CaseView:
    """A case with everything said and done in it."""

    case: Case
    owner: str
    messages: tuple[Message, ...]
    events: tuple[CaseEvent, ...]
    posts: Mapping[str, str]
    """The post of every official, by id: events name them so."""
    has_contact: bool
    is_mine: bool
    may_attend: bool


@dataclass(frozen=True)
class Desk:
    """The desk of staff."""

    engine: Engine
    reception: Reception
    redact: Callable[[str], str]
    redact_in: Callable[[str, str], str]
    """Redacts a text for the conversation with that id, with the placeholders it already has."""

    def queue(self, official: Official | None) -> tuple[QueueItem, ...]:
        """Return every open case, in the order in which to attend them.

        Raises:
            NotAllowed: their roles do not attend people.
        """
        who = check(official, Action.ATTEND)
        with reading(self.engine) as connection:
            check_now(connection, self.officials, who, Action.ATTEND)
            return self._listed(connection, self._cases.open(connection))

    def case(self, official: Official | None, number: int) -> CaseView:
        """Return an open case. One that is closed is only read with `read_closed`.

        Raises:
            NotAllowed: their roles do not attend people.
            CaseNotFound: there is none with that number.
            CaseMoved: it is closed.
        """
        who = check(official, Action.ATTEND)
        with reading(self.engine) as connection:
            check_now(connection, self.officials, who, Action.ATTEND)
            found = self._cases.get(connection, number)
            if found.state == "closed":
                raise CaseMoved(f"El caso {number} está cerrado: para leerlo escribe por qué.")
            return self._view(connection, who, found)

    def read_closed(self, official: Official | None, number: int, why: str) -> CaseView:
        """Return a case, closed or not; that they read it, and `why`, is recorded before.

        Raises:
            NotAllowed: their roles do not allow it.
            CaseNotFound: there is none with that number.
            CaseMoved: the justification says too little.
            InputError: the justification is empty or too long.
        """
        who = check(official, Action.READ_CLOSED)
        text = self._justified(why)
        with writing(self.engine) as connection:
            check_now(connection, self.officials, who, Action.READ_CLOSED)
            found = self._cases.tell(connection, number, "closed_read", who.id, text)
            return self._view(connection, who, found)

    def search(self, official: Official | None, words: str) -> tuple[QueueItem, ...]:
        """Return the cases that match; see `queue.search`. Nothing said in closed ones is shown.

        Raises:
            NotAllowed: their roles do not attend people.
            InputError: there are too many words.
        """
        who = check(official, Action.ATTEND)
        if not clean(words):
            return ()
        kept = self._kept(words)
        with writing(self.engine) as connection:
            check_now(connection, self.officials, who, Action.ATTEND)
            now = self._cases.conversations.clock()
            self._cases.log.append_event(connection, Event("searched", now, who.id, text=kept))
            return self._listed(connection, search(connection, self._cases, words))

    def take(self, official: Official | None, number: int) -> Case:
        """Return the case, theirs from now on; the person is told that a person came.

        Raises:
            NotAllowed: their roles do not attend people.
            CaseNotFound: there is none with that number.
            CaseMoved: somebody else has it, or it is closed.
        """
        who = check(official, Action.ATTEND)
        with writing(self.engine) as connection:
            check_now(connection, self.officials, who, Action.ATTEND)
            before = self._cases.get(connection, number)
            taken = self._cases.take(connection, number, who.id)
            if before.state != "attended":
                self.reception.say(connection, taken, "taken", post=who.name)
            return self._masked(taken)

    def reply(self, official: Official | None, number: int, text: str) -> Message:
        """Return the message that the person gets from the official, as it is kept: redacted.

        The same words again within seconds are one message sent twice: once is kept.

        Raises:
            NotAllowed: their roles do not attend people.
            CaseNotFound: there is none with that number.
            CaseMoved: they do not attend it.
            InputError: the text is empty or too long.
        """
        who = check(official, Action.ATTEND)
        kept = self._kept_in(number, text)
        with writing(self.engine) as connection:
            check_now(connection, self.officials, who, Action.ATTEND)
            found = self._cases.owned(connection, number, who.id)
            talks = self._cases.conversations
            for known in talks.just_said(connection, found.conversation_id, "official", kept):
                return known
            said = self._cases.conversations.add(
                connection, found.conversation_id, "official", kept, author=who.name
            )
            self._cases.replied(connection, number, who.id, said.text)
            return said

    def note(self, official: Official | None, number: int, text: str) -> Case:
        """Return the case with an internal note, which the person never sees.

        Raises what `reply` does; a note may be written on any open case.
        """
        who = check(official, Action.ATTEND)
        kept = self._kept_in(number, text)
        with writing(self.engine) as connection:
            check_now(connection, self.officials, who, Action.ATTEND)
            self._open(connection, number)
            return self._masked(self._cases.note(connection, number, who.id, kept))

    def transfer(self, official: Official | None, number: int, to: str, why: str = "") -> Case:
        """Return the case, attended by the official whose id is `to`, themselves included.

        Raises what `reply` does, and:
            CaseMoved: nobody attends it, or who should cannot attend people.
        """
        who = check(official, Action.ATTEND)
        kept = self._kept(why) if why.strip() else ""
        with writing(self.engine) as connection:
            check_now(connection, self.officials, who, Action.ATTEND)
            try:
                other = self.officials.get(connection, to)
            except OfficialNotFound:
                raise CaseMoved("Elige a quién pasar el caso.") from None
            if not may(other, Action.ATTEND):
                raise CaseMoved(f"{other.id} no atiende personas: elige a otro cargo.")
            moved = self._cases.transfer(connection, number, who.id, other.id, kept)
            self.reception.say(connection, moved, "transferred", post=other.name)
            return self._masked(moved)

    def release(self, official: Official | None, number: int) -> Case:
        """Return the case, in the queue again at the place it had; raises what `take` does."""
        who = check(official, Action.ATTEND)
        with writing(self.engine) as connection:
            check_now(connection, self.officials, who, Action.ATTEND)
            released = self._cases.release(connection, number, who.id)
            self.reception.back_in_queue(connection, released, "released")
            return self._masked(released)

    def close(
        self, official: Official | None, number: int, reason: CloseReason, note: str = ""
    ) -> Case:
        """Return the case, closed; the assistant says, as itself, that it is back.

        Raises what `reply` does.
        """
        who = check(official, Action.ATTEND)
        kept = self._kept(note) if note.strip() else ""
        with writing(self.engine) as connection:
            check_now(connection, self.officials, who, Action.ATTEND)
            self._cases.owned(connection, number, who.id)
            closed = self._cases.close(connection, number, who.id, reason, kept)
            self.reception.give_back(connection, closed)
            return self._masked(closed)

    def reopen(self, official: Official | None, number: int, why: str) -> Case:
        """Return a closed case, in the queue; the person is told.

        Raises what `reply` does, and:
            CaseMoved: it is open, or the reason says too little: what was said is read again.
        """
        who = check(official, Action.ATTEND)
        kept = self._justified(why)
        with writing(self.engine) as connection:
            check_now(connection, self.officials, who, Action.ATTEND)
            found = self._cases.get(connection, number)
            if self._cases.conversations.get(connection, found.conversation_id).state == "closed":
                raise CaseMoved("La conversación se borró: este caso no se puede reabrir.")
            opened = self._cases.reopen(connection, number, who.id, kept)
            self.reception.back_in_queue(connection, opened, "reopened")
            return self._masked(opened)

    def contact(self, official: Official | None, number: int) -> Contact | None:
        """Return how to reach the person, for who attends them; that it was seen is recorded.

        Raises what `reply` does, and:
            ContactUnreadable: none of the keys opens it.
        """
        who = check(official, Action.ATTEND)
        with writing(self.engine) as connection:
            check_now(connection, self.officials, who, Action.ATTEND)
            return self.reception.contacts.read(connection, number, who.id)

    def colleagues(self, official: Official | None) -> tuple[Official, ...]:
        """Return every official who attends people."""
        who = check(official, Action.ATTEND)
        with reading(self.engine) as connection:
            check_now(connection, self.officials, who, Action.ATTEND)
            return tuple(o for o in self.officials.list(connection) if may(o, Action.ATTEND))

    @property
    def officials(self) -> Officials:
        """The register of officials."""
        return self.reception.officials

    @property
    def _cases(self) -> Cases:
        return self.reception.cases

    def _masked(self, case: Case) -> Case:
        return replace(case, folio=self._without_folio(case.folio))

    def _without_folio(self, text: str) -> str:
        return mask_folio(text, self._cases.prefix)

    def _kept(self, text: str) -> str:
        return self.redact(self._without_folio(check_text(text, MAX_REPLY)))

    def _kept_in(self, number: int, text: str) -> str:
        said = self._without_folio(check_text(text, MAX_REPLY))
        with reading(self.engine) as connection:
            found = self._cases.get(connection, number)
        return self.redact_in(found.conversation_id, said)

    def _justified(self, why: str) -> str:
        text = self._kept(why)
        if len(text) < SHORTEST_WHY:
            raise CaseMoved(
                "Escribe para qué necesitas esta conversación, en una frase. Queda registrado."
            )
        return text

    def _open(self, connection: Connection, number: int) -> Case:
        found = self._cases.get(connection, number)
        if found.state == "closed":
            raise CaseMoved(f"El caso {number} está cerrado. Reábrelo para seguir.")
        return found

    def _listed(self, connection: Connection, found: Iterable[Case]) -> tuple[QueueItem, ...]:
        posts = {o.id: o.name for o in self.officials.list(connection)}
        return tuple(
            replace(
                item, case=self._masked(item.case), last_words=self._without_folio(item.last_words)
            )
            for item in items(connection, tuple(found), posts)
        )

    def _view(self, connection: Connection, who: Official, case: Case) -> CaseView:
        posts = {o.id: o.name for o in self.officials.list(connection)}
        said = self._cases.conversations.messages(connection, case.conversation_id)
        return CaseView(
            self._masked(case),
            posts.get(case.owner or "", ""),
            tuple(replace(m, text=self._without_folio(m.text)) for m in said),
            tuple(
                replace(e, text=self._without_folio(e.text))
                for e in self._cases.history(connection, case.number)
            ),
            posts,
            self.reception.contacts.has(connection, case.number),
            case.state == "attended" and case.owner == who.id,
            may(who, Action.ATTEND),
        )
