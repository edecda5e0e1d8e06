"""The step that holds an interview: one message of an official, one move, the next question.

What the message is (an answer, a doubt, a question about something else) is read by
`reading.read`; what follows from it is decided by `governance.interview.moves`. A question about
something else goes on through the pipeline like any other, and the interview's own question is
asked again after its answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from assistant.interviewing import meanings as heard
from assistant.interviewing.classifying import NAME, Classifying, forget_suggestions
from assistant.interviewing.contradictions import contested, refused, remember
from assistant.interviewing.interruptions import interrupts
from assistant.interviewing.opening import comes_back, opening_description, starts
from assistant.interviewing.reading import read
from assistant.interviewing.session import Session
from assistant.redaction.text import PLACEHOLDER
from assistant.route import Routes
from assistant.settings import day_in_chile
from assistant.turn import Draft, Label, Outcome, Sentence, Turn
from governance.interview import moves
from governance.interview.definition import Question
from governance.interview.flow import progress
from governance.interview.moves import Move, MoveError, apply, start
from governance.interview.prompt import prompt
from governance.interview.state import Interview
from governance.interview.summary import summary
from governance.moments import Clock
from knowledge_base.model import Evidence, Passage, ScoredSentence
from knowledge_base.retrieval import Retriever
from knowledge_base.text import sentences

INTERVIEWER = "interview"
EXPLAINED_SENTENCES = 3
"""Sentences of a passage shown to explain a question."""

SPOKEN = (moves.Say, moves.Propose, moves.Sustain, moves.EvidenceLater, moves.NotSustained)
"""Moves made with words of one's own, which may say more than was asked."""


@dataclass(frozen=True)
class Conduct:
    """Holds the interview of a staff conversation; leaves every other turn as it is."""

    purpose: Classifying
    routes: Routes
    knowledge: Callable[[], Retriever]
    clock: Clock

    def __call__(self, turn: Turn) -> Turn:
        """Return the turn with what the interview makes of it."""
        if turn.audience != "funcionarios":
            return turn
        rule = self.routes.deciding(turn.redacted)
        session = turn.session
        if session is not None and session.stored is None:
            return _ended(turn, session)  # the code of no interview
        if session is None or session.interview.is_over:
            if not starts(turn):
                return self._without_interview(turn)
            if interrupts(rule, turn.redacted):
                return turn
            return self._begin(turn)
        if interrupts(rule, turn.redacted):
            is_crisis = rule is not None and rule.label == Label.CRISIS
            label = Label.CRISIS if is_crisis else Label.ASKS_HUMAN
            return replace(turn, label=label, rule_id=rule.id if rule else "interview-asks-human")
        # Inside an interview a person is what the answers are about, not who is asked for.
        if turn.label in (Label.ASKS_HUMAN, Label.CRISIS, Label.PERSONAL_CASE):
            turn = replace(turn, label=None, rule_id="interview")
        if session.is_moved:
            return self._come_back(turn, session)
        if session.interview.paused:
            if not comes_back(turn.redacted):
                return turn
            return self._come_back(turn, session)
        return self._go_on(turn, session)

    def _without_interview(self, turn: Turn) -> Turn:
        wants = comes_back(turn.redacted) and turn.label == Label.CLASSIFY_SYSTEM
        if not wants:
            return turn
        said = self._text("nothing_to_resume")
        return _ended(
            turn, Session(self.purpose.definition, start(self.purpose.definition), said=said)
        )

    def _begin(self, turn: Turn) -> Turn:
        session = Session(self.purpose.definition, start(self.purpose.definition), is_changed=True)
        description = opening_description(turn.redacted)
        if description:
            session = replace(session, said=session.definition.intro.strip())
            return self._move(turn, session, moves.Say(description, description))
        return _ended(turn, self._asking(session))

    def _come_back(self, turn: Turn, session: Session) -> Turn:
        assert session.stored is not None
        interview = session.interview
        if interview.paused:
            interview = apply(
                session.definition, interview, moves.Resume(), turn.author, self.clock()
            )
        said = [session.said, self._text("resumed", code=session.stored.code)]
        back = replace(
            session, interview=interview, said="\n\n".join(filter(None, said)), is_changed=True
        )
        return _ended(turn, self._asking(back))

    def _go_on(self, turn: Turn, session: Session) -> Turn:
        definition, interview = session.definition, session.interview
        question = definition.find_question(interview.current or "")
        said = self._read(turn.redacted, question, interview)
        match said:
            case heard.Aside():
                return replace(turn, session=self._asking(session))
            case heard.Asks(what):
                return self._explain(turn, session, question, what)
            case heard.Presses():
                return self._say(turn, session, self._text("pressed"))
            case heard.Unclear():
                name = "unclear_support" if interview.stage == "countering" else "unclear"
                return self._say(turn, session, self._text(name))
            case heard.WantsChange(question_id, rest) if rest:
                return self._change(turn, session, question_id, rest)
            case heard.DoesNotSustain(phrase) | heard.Later(phrase):
                return self._without_support(turn, session, said, phrase)
            case heard.No() if interview.stage == "confirming":
                return self._reject(turn, session)
            case heard.Depends(phrase):
                session = replace(session, said=self._text("depends"))
                return self._move(turn, session, _most_careful(question, phrase))
            case heard.Wants("pause"):
                return self._move(turn, session, moves.Pause(), self._text("paused", code="{code}"))
            case heard.Wants("cancel"):
                ended = self._text("cancelled", code="{code}")
                return self._move(turn, session, moves.Cancel(), ended)
            case heard.Wants("restart"):
                again = self._text("in_progress", code="{code}")
                return self._say(turn, session, again)
            case _:
                return self._move(turn, session, _as_move(said))

    def _read(self, text: str, question: Question | None, interview: Interview) -> heard.Reading:
        pending = interview.pending.value if interview.pending else None
        option = question.option(pending) if question and interview.stage == "countering" else None
        return read(
            text,
            question,
            interview.stage,
            option.counter if option else None,
            self.purpose.describer,
            pending=pending,
        )

    def _change(self, turn: Turn, session: Session, question_id: str, rest: str) -> Turn:
        """Open a question again, with what follows («me equivoqué en P1, es no») as its answer."""
        try:
            opened = apply(
                session.definition,
                session.interview,
                moves.Change(question_id),
                turn.author,
                self.clock(),
            )
        except MoveError as error:
            return self._say(turn, session, str(error))
        session = replace(session, interview=opened, is_changed=True)
        said = self._read(rest, session.definition.question(question_id), opened)
        match said:
            case heard.Chose() | heard.Unknown() | heard.Wrote():
                return self._move(turn, session, _as_move(said))
        return _ended(turn, self._asking(session))

    def _reject(self, turn: Turn, session: Session) -> Turn:
        """Take the refusal; an answer that stood before it stands again."""
        interview = refused(session.definition, session.interview)
        was_answered = interview.current in interview.answers
        suggested = interview.pending is not None and interview.pending.origin == "suggested"
        after = apply(session.definition, interview, moves.Reject(), turn.author, self.clock())
        session = replace(session, interview=after, is_changed=True)
        if was_answered and suggested:
            return self._move(turn, session, moves.Accept())
        return _ended(turn, self._asking(session))

    def _without_support(
        self, turn: Turn, session: Session, said: heard.Reading, phrase: str
    ) -> Turn:
        """Leave unknown what nothing sustains and their own words go against."""
        against = contested(session.definition, session.interview, session.interview.current)
        question = session.definition.find_question(session.interview.current or "")
        if against is None or question is None or not question.can_be_skipped:
            return self._move(turn, session, _as_move(said))
        note = self._text("contested", phrase=against.phrase)
        session = replace(session, said="\n\n".join(filter(None, [session.said, note])))
        return self._move(turn, session, moves.DontKnow(phrase))

    def _move(self, turn: Turn, session: Session, move: Move, instead: str = "") -> Turn:
        """Return the turn after `move`; `instead` is said in place of the next question."""
        before = session.interview
        if (
            before.current == NAME
            and isinstance(move, moves.Say)
            and PLACEHOLDER.search(move.value)
        ):
            return self._say(turn, session, self._text("masked_name"))
        try:
            after = apply(session.definition, before, move, turn.author, self.clock())
        except MoveError as error:
            return self._say(turn, session, str(error))
        description = self.purpose.read_description(before, after)
        if description is not None:
            suggest = moves.Suggest(self.purpose.suggestions(description))
            after = apply(
                session.definition, forget_suggestions(after), suggest, turn.author, self.clock()
            )
        notes = [session.said, *self.purpose.notes(before, after, description)]
        notes += self._masked(before, after)
        if description is None and isinstance(move, SPOKEN) and not after.is_over:
            heard_more = self.purpose.overhear(turn.redacted, before)
            after, against = remember(session.definition, after, heard_more)
            notes += [self._text("contradicts")] if against else []
        session = replace(
            session,
            interview=after,
            said="\n\n".join(filter(None, [*notes, instead])),
            is_changed=True,
        )
        return _ended(turn, session if instead or after.is_over else self._asking(session))

    def _masked(self, before: Interview, after: Interview) -> list[str]:
        """Return a note when what was just written down had something hidden."""
        new = [a.phrase for q, a in after.answers.items() if a != before.answers.get(q)]
        return [self._text("masked", phrase=p) for p in new if PLACEHOLDER.search(p)]

    def _explain(self, turn: Turn, session: Session, question: Question | None, what: str) -> Turn:
        """Explain the question being asked, with the sections of the knowledge base that do."""
        asked = replace(self._asking(session), said="")
        if question is None or what in ("summary", "progress"):
            return _ended(turn, replace(asked, said=self._where(session, what)))
        words_ = question.example if what == "example" else question.why
        asked = replace(asked, said=words_)
        passages = self._passages(question, turn, day_in_chile(self.clock()))
        if not passages:
            return _ended(turn, asked)
        best = passages[-1] if what == "example" else passages[0]
        evidence = tuple(_as_evidence(passage) for passage in passages)
        shown = tuple(
            Sentence(s.text, best, s.is_list_item)
            for s in sentences(best.text)[:EXPLAINED_SENTENCES]
        )
        return replace(
            turn,
            session=asked,
            label=Label.CLASSIFY_SYSTEM,
            rule_id="interview-help",
            questions=(question.ask,),
            alone=(),
            evidence=(evidence,),
            drafts=(Draft(shown, INTERVIEWER, question.ask),),
        )

    def _where(self, session: Session, what: str) -> str:
        if what == "summary":
            return summary(session.definition, session.interview)
        steps = progress(session.definition, session.interview)
        return self._text("progress", answered=str(steps.answered), remaining=str(steps.remaining))

    def _passages(self, question: Question, turn: Turn, today: date) -> list[Passage]:
        known = {p.id: p for p in self.knowledge().index.passages}
        named = [known[name] for name in question.passages if name in known]
        return [p for p in named if turn.audience in p.audience and p.is_in_force(today)]

    def _say(self, turn: Turn, session: Session, text: str) -> Turn:
        said = "\n\n".join(filter(None, [session.said, text]))
        return _ended(turn, replace(self._asking(session), said=said))

    def _asking(self, session: Session) -> Session:
        return replace(session, then=prompt(session.definition, session.interview).text)

    def _text(self, name: str, **filled: str) -> str:
        return self.purpose.speech.text(name, **filled)


def _as_move(said: heard.Reading) -> Move:
    match said:
        case heard.Chose(value, phrase, True):
            return moves.Say(value, phrase)
        case heard.Chose(value, phrase) | heard.Refutes(value, phrase):
            return moves.Propose(value, phrase)
        case heard.Wrote(text):
            return moves.Say(text, text)
        case heard.Unknown(phrase, ask_whom):
            return moves.DontKnow(phrase, ask_whom)
        case heard.Yes():
            return moves.Accept()
        case heard.No():
            return moves.Reject()
        case heard.Sustains(evidence):
            return moves.Sustain(evidence)
        case heard.DoesNotSustain(phrase):
            return moves.NotSustained(phrase)
        case heard.Later(phrase):
            return moves.EvidenceLater(phrase)
        case heard.WantsChange(question_id):
            return moves.Change(question_id)
        case heard.Wants("keep"):
            return moves.Accept()
        case heard.Wants("back"):
            return moves.Back()
        case heard.Wants("resume"):
            return moves.Resume()
        case heard.Wants("submit"):
            return moves.Submit()
    raise TypeError(f"{type(said).__name__} is not a reading that moves an interview")


def _most_careful(question: Question | None, phrase: str) -> Move:
    """Return the move for «depende»: the one answer that lowers nothing, or not knowing."""
    assert question is not None
    careful = [option.value for option in question.options if option.counter is None]
    return moves.Propose(careful[0], phrase) if len(careful) == 1 else moves.DontKnow(phrase)


def _ended(turn: Turn, session: Session) -> Turn:
    return replace(
        turn,
        session=session,
        label=Label.CLASSIFY_SYSTEM,
        rule_id="interview",
        outcome=Outcome.INTERVIEW,
        composer=INTERVIEWER,
    )


def _as_evidence(passage: Passage) -> Evidence:
    scored = tuple(
        ScoredSentence(unit.text, 1.0, position, 1.0, unit.is_list_item)
        for position, unit in enumerate(sentences(passage.text))
    )
    return Evidence(passage, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, sentences=scored)
