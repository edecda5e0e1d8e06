"""Have a scripted conversation with the assistant, turn by turn, and keep what happened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from assistant.interviewing.speech import load_speech
from assistant.turn import Outcome
from evals.interviewing.cases import ConversationCase, Line
from evals.interviewing.person import Person
from evals.interviewing.speaks import InterviewView, Speaks, SpokenReply

START = "Quiero clasificar un sistema nuevo."
MOST_TURNS = 80
STUCK_AFTER = 6
"""Times that the same question may be put in the same way before nobody would go on."""


@dataclass(frozen=True)
class Said:
    """One turn: the line and what came back."""

    line: Line
    reply: SpokenReply
    is_aside: bool = False
    is_return: bool = False
    was_kept: bool = True
    """Whether an aside was answered, or a return found the interview, exactly where it was."""
    was_understood: bool = True


@dataclass(frozen=True)
class Talk:
    """A whole conversation; `broke` says why it could not go on, empty when it ended by itself."""

    case: ConversationCase
    turns: tuple[Said, ...]
    last: InterviewView | None
    end: str
    broke: str = ""


class _Conversation:
    """A person and an assistant talking; the person may come back from another place."""

    def __init__(self, assistant: Speaks) -> None:
        self.assistant = assistant
        self.turns: list[Said] = []
        self.view: InterviewView | None = None
        self.come_in()

    def come_in(self) -> None:
        self.id = self.assistant.start("funcionarios", "evals").id

    def say(self, line: Line, is_aside: bool = False) -> None:
        reply = self.assistant.reply(self.id, line.say, "evals")
        understood = _not_understood() not in reply.text
        kept = all(words.casefold() in reply.text.casefold() for words in line.reply_has)
        if is_aside:
            kept = kept and understood and _is_same(self.view, reply.interview)
        self.turns.append(Said(line, reply, is_aside, was_kept=kept, was_understood=understood))
        self.view = reply.interview or self.view

    def leave_and_return(self, line: Line, words: str) -> None:
        """Pause, and go on from a conversation that knows nothing but the code."""
        before = self.view
        self.say(line)
        code = self.view.code if self.view else ""
        paused = self.view is not None and self.view.status == "en_pausa"
        self.come_in()
        self.say(Line(say=words.format(code=code), moves=True))
        kept = paused and _is_same(before, self.turns[-1].reply.interview)
        self.turns[-1] = replace(self.turns[-1], is_return=True, was_kept=kept)

    @property
    def handed_off(self) -> bool:
        return bool(self.turns) and self.turns[-1].reply.outcome.is_hand_off


@cache
def _not_understood() -> str:
    return load_speech().text("unclear")


def _is_same(before: InterviewView | None, after: InterviewView | None) -> bool:
    return (
        before is not None
        and after is not None
        and (before.stage, before.question, before.pending, dict(before.facts))
        == (after.stage, after.question, after.pending, dict(after.facts))
    )


def converse(assistant: Speaks, case: ConversationCase) -> Talk:
    """Return what happened when the official of `case` talked with the assistant."""
    talk = _Conversation(assistant)
    for words in case.opening:
        talk.say(Line(say=words, moves=True))
    if talk.view is None and not talk.handed_off:
        talk.say(Line(say=START, moves=True))
    person, places = Person(case), list[tuple[object, ...]]()
    broke = "" if talk.view or talk.handed_off else "la entrevista no empezó"
    while not broke and (end := _end(talk)) is None:
        assert talk.view is not None
        line = person.next_line(talk.view)
        if line.resume is None:
            talk.say(line, is_aside=not line.moves)
        else:
            talk.leave_and_return(line, line.resume)
        places.append((talk.view.stage, talk.view.question, talk.view.pending))
        broke = _trouble(talk, places)
    return Talk(case, tuple(talk.turns), talk.view, "" if broke else str(end), broke)


def _end(talk: _Conversation) -> str | None:
    if talk.handed_off:
        return "derivada"
    assert talk.view is not None
    return None if talk.view.status == "en_curso" else talk.view.status


def _trouble(talk: _Conversation, places: list[tuple[object, ...]]) -> str:
    last = talk.turns[-1].reply
    if last.outcome == Outcome.FAILED:
        return "un turno falló"
    if last.interview is None and not last.outcome.is_hand_off:
        return "la conversación se salió de la entrevista"
    if len(talk.turns) >= MOST_TURNS:
        return f"no terminó en {MOST_TURNS} turnos"
    recent = places[-STUCK_AFTER:]
    if len(recent) == STUCK_AFTER and len(set(recent)) == 1:
        return f"se quedó en {talk.view.question if talk.view else '?'}"
    return ""
