"""Keeps the interviews of conversations: finds the one a turn belongs to, saves what became of it.

Everything happens inside the caller's transaction: the message, the decision and the interview are
written together or not at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from assistant.interviewing.classifying import NAME, Classifying
from assistant.interviewing.session import InterviewView, Session
from governance.classification.facts import UNKNOWN
from governance.interview.flow import progress, values
from governance.interview.migrate import migrate
from governance.interview.moves import start
from governance.interview.prompt import prompt
from governance.interview.state import Interview
from governance.registers.interviews import OPEN, PREFIX, Interviews, StoredInterview

_CODE = re.compile(
    rf"\b{PREFIX}[- ]?(?:[0-9A-Za-z]{{4}}[- ]?){{3}}[0-9A-Za-z]{{4}}\b", re.IGNORECASE
)


def find_code(text: str) -> str | None:
    """Return the code of an interview that `text` names, as it was typed."""
    found = _CODE.search(text)
    return found.group() if found else None


@dataclass(frozen=True)
class InterviewDesk:
    """Where interviews are kept between turns."""

    purpose: Classifying
    interviews: Interviews

    def load(self, connection: Connection, conversation_id: str, text: str) -> Session | None:
        """Return the interview that this turn goes on with, if there is one.

        A code in the text brings back one that was left in another conversation.
        """
        stored = self.interviews.of_conversation(connection, conversation_id)
        code = find_code(text)
        if code is not None:
            found = self.interviews.find(connection, code)
            if found is not None and found.status in OPEN:
                return self._open(found, is_moved=found.conversation_id != conversation_id)
            if stored is None:
                said = self.purpose.speech.text("unknown_code", code=code)
                definition = self.purpose.definition
                return Session(definition, start(definition), said=said)
        return self._open(stored) if stored is not None else None

    def save(
        self, connection: Connection, session: Session, conversation_id: str, by: str
    ) -> Session:
        """Return the session as kept; a submitted one is registered first.

        Raises:
            InterviewMoved: it went on elsewhere since it was loaded.
        """
        if not session.is_changed:
            return session
        stored = session.stored or self.interviews.open(
            connection,
            self.purpose.definition.id,
            session.interview.to_json(),
            title=self.purpose.definition.title,
            conversation_id=conversation_id,
        )
        is_new_end = session.interview.stage == "submitted" and stored.status in OPEN
        system = (
            self.purpose.register(connection, session.interview, stored.code, by)
            if is_new_end
            else None
        )
        kept = self.interviews.save(
            connection,
            replace(
                stored,
                conversation_id=conversation_id,
                status=session.status,
                title=self._title(session.interview, stored),
                state=session.interview.to_json(),
            ),
        )
        speech = self.purpose.speech
        said = [session.said]
        if system is not None:
            can_be = self.purpose.assess(session.interview).can_be_approved
            name = "registered" if can_be else "registered_prohibited"
            said.append(speech.text(name, system=system))
        text = "\n\n".join(filter(None, said)).replace("{code}", kept.code)
        return replace(session, stored=kept, system=system, said=text, is_changed=False)

    def question(self, session: Session) -> str:
        """Return the question that an interview waits for an answer to."""
        return prompt(session.definition, session.interview).text

    def told_it_moved(self, session: Session) -> Session:
        """Return the session that says that the last message was not noted, and asks again."""
        said = self.purpose.speech.text("moved")
        return replace(session, said=said, then=prompt(session.definition, session.interview).text)

    def view(self, session: Session) -> InterviewView:
        """Return the interview as programs see it."""
        interview, purpose = session.interview, self.purpose
        facts = purpose.facts(interview)
        result = purpose.assess(interview)
        question = purpose.definition.find_question(interview.current or "")
        pending = interview.pending
        steps = progress(purpose.definition, interview)
        return InterviewView(
            code=session.stored.code if session.stored else "",
            title=session.stored.title if session.stored else purpose.definition.title,
            status=session.status,
            stage=interview.stage,
            question=interview.current,
            options=tuple((o.value, o.label) for o in question.options) if question else (),
            pending=(pending.question, pending.value) if pending else None,
            facts={q.id: facts.get(q.id, UNKNOWN) for q in purpose.policy().questions},
            literal=result.literal,
            prudente=result.prudente,
            proposal=result.proposal,
            answered=steps.answered,
            remaining=steps.remaining,
            system=session.system,
        )

    def _open(self, stored: StoredInterview, is_moved: bool = False) -> Session:
        definition = self.purpose.definition
        migrated = migrate(definition, Interview.from_json(stored.state))
        return Session(
            definition, migrated.interview, stored, said=migrated.text(), is_moved=is_moved
        )

    def _title(self, interview: Interview, stored: StoredInterview) -> str:
        named = values(self.purpose.definition, interview).get(NAME, UNKNOWN)
        return stored.title if named == UNKNOWN else named
