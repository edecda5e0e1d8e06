"""Interviews played by tests: fixed people and moments, and moves that fit any state."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache

from hypothesis import strategies as st

from governance.interview.definition import (
    DEFINITIONS,
    InterviewDefinition,
    Question,
    load_definition,
)
from governance.interview.moves import (
    Accept,
    Back,
    Cancel,
    Change,
    DontKnow,
    EvidenceLater,
    Move,
    MoveError,
    NotSustained,
    Pause,
    Propose,
    Reject,
    Resume,
    Say,
    Submit,
    Suggest,
    Sustain,
    apply,
    start,
)
from governance.interview.state import Interview, Suggested

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
KINDS = (
    *("say",) * 6,
    *("propose", "accept", "reject", "sustain", "unsupported", "later", "unknown") * 2,
    *("back", "change", "suggest") * 2,
    *("pause", "resume", "resume", "submit", "evidence", "cancel"),
)


@cache
def classification() -> InterviewDefinition:
    return load_definition(DEFINITIONS / "clasificacion.yaml")


def do(
    interview: Interview, *moves: Move, definition: InterviewDefinition | None = None
) -> Interview:
    for move in moves:
        interview = apply(definition or classification(), interview, move, "ana", NOON)
    return interview


def say(value: str) -> Say:
    return Say(value, f"digo {value}")


def answer(
    interview: Interview,
    values: dict[str, str | None],
    definition: InterviewDefinition | None = None,
) -> Interview:
    """Answer what is asked with `values` until there is none for the question, sustaining all."""
    definition = definition or classification()
    while interview.current in values:
        value = values[interview.current]
        move = DontKnow("no sé") if value is None else say(value)
        interview = do(interview, move, definition=definition)
        if interview.stage == "countering":
            interview = do(interview, Sustain("está en el manual"), definition=definition)
    return interview


def settled(interview: Interview, question: str, value: str | None) -> Interview:
    """Change the answer of a question and sustain it."""
    return answer(do(interview, Change(question)), {question: value})


REGISTER = {"nombre": "Bot", "unidad": "DAF", "responsable": "Jefatura", "proveedor": "no hay"}
EVERYTHING: dict[str, str | None] = {
    "descripcion": "ordena postulaciones",
    "P0": "ninguna",
    "P1": "si",
    "P2": "no",
    "P3": "efectiva",
    "P4": "no",
    "P5": "si",
    "datos_personales": "si",
    **REGISTER,
    "uso_real": "no",
}


def reviewed(**values: str | None) -> Interview:
    interview = answer(start(classification()), {**EVERYTHING, **values})
    assert interview.stage == "reviewing"
    return interview


@st.composite
def definitions(draw: st.DrawFn) -> InterviewDefinition:
    """Return any small interview: its conditions, counter-questions and unknowns at random."""
    questions: list[Question] = []
    for number in range(draw(st.integers(1, 5))):
        options = [{"value": value, "label": value, "means": value} for value in ("x", "y", "z")]
        for option in options:
            if draw(st.integers(0, 3)) == 0:
                unsupported = draw(st.sampled_from(["no_se", None]))
                counter = {"ask": "¿cómo?", "accepts": ["algo"], "unsupported": unsupported}
                option["counter"] = counter  # type: ignore[assignment]
        conditions = []
        for _ in range(draw(st.integers(0, 2)) if questions else 0):
            names = draw(st.sets(st.sampled_from([q.id for q in questions]), max_size=2))
            values = st.lists(st.sampled_from(["x", "y", "z", "no_se"]), min_size=1, max_size=3)
            conditions.append({name: draw(values) for name in sorted(names)})
        questions.append(
            Question.model_validate(
                {
                    "id": f"q{number}",
                    "title": f"Pregunta {number}",
                    "ask": "¿qué?",
                    "why": "porque sí",
                    "example": "como x",
                    "kind": "choice",
                    "group": "todas",
                    "options": options,
                    "ask_if": conditions,
                    "about": [q.id for q in questions if draw(st.integers(0, 4)) == 0],
                    "ask_if_suggested": draw(st.integers(0, 4)) == 0,
                }
            )
        )
    words = dict.fromkeys(("version", "title", "source", "intro", "review", "done"), "texto")
    return InterviewDefinition(id="al-azar", questions=tuple(questions), **words)


Seed = tuple[str, int]
seeds = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 50)), max_size=60)


def make_move(definition: InterviewDefinition, interview: Interview, seed: Seed) -> Move:
    """Return the move that the seed stands for in this state; it need not be possible."""
    kind, number = seed
    questions = definition.questions
    some = questions[number % len(questions)]
    asked = definition.question(interview.current) if interview.current else some
    moves: dict[str, Move] = {
        "say": Say(_value(asked, number), "dicho"),
        "propose": Propose(_value(asked, number), "tal vez"),
        "accept": Accept(),
        "reject": Reject(),
        "sustain": Sustain("resolución 45"),
        "unsupported": NotSustained("no hay"),
        "later": EvidenceLater("después lo mando"),
        "unknown": DontKnow("ni idea", "informática"),
        "back": Back(),
        "change": Change(some.id),
        "suggest": Suggest({some.id: Suggested(_value(some, number // 3), "lo dice")}),
        "pause": Pause(),
        "resume": Resume(),
        "submit": Submit(),
        "evidence": Sustain("resolución 46", some.id),
        "cancel": Cancel(),
    }
    return moves[kind]


def play(
    definition: InterviewDefinition, seeds: Iterable[Seed]
) -> Iterator[tuple[Interview, Move, Interview]]:
    """Yield each possible move with the states before and after it."""
    interview = start(definition)
    for seed in seeds:
        move = make_move(definition, interview, seed)
        try:
            after = do(interview, move, definition=definition)
        except MoveError as error:
            assert str(error).endswith("."), "an impossible move is explained in a sentence"
            continue
        yield interview, move, after
        interview = after


def last(definition: InterviewDefinition, seeds: Iterable[Seed]) -> Interview:
    interview = start(definition)
    for _, _, after in play(definition, seeds):
        interview = after
    return interview


def _value(question: Question, number: int) -> str:
    if question.kind == "choice":
        return question.options[number % len(question.options)].value
    return f"texto {number % 3}"
