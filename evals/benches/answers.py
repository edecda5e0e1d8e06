"""How well answers to an interview are understood: `python -m evals.benches.answers [FILE]`.

Cases with an even number are for development, odd ones are held out. A dangerous reading is one
that would lower a level, without being said back, where the person meant something else: it must
never happen. With `--dev` nothing of the held-out half is shown.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from assistant.interviewing import reading as r
from evals.statistics.shares import Share
from evals.suites.case import CASES
from governance.interview.definition import (
    DEFINITIONS,
    InterviewDefinition,
    load_definition,
)
from governance.interview.state import Stage
from knowledge_base.text import fold

FILE = CASES / "respuestas.jsonl"


class Expected(BaseModel):
    """A meaning that is right."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    value: str | None = None
    ask_whom: str | None = None

    def is_met_by(self, reading: r.Reading) -> bool:
        """Whether the reading is this one."""
        if type(reading).__name__ != self.kind:
            return False
        if self.value is not None and value_of(reading) != self.value:
            return False
        whom = reading.ask_whom if isinstance(reading, r.Unknown) else None
        return self.ask_whom is None or self.ask_whom in fold(whom or "")


class AnswerCase(BaseModel):
    """Something that an official wrote, where, and what they meant.

    `answer` is the value being said back or countered; `also` are other meanings that a careful
    listener may take; `never` are values that would be dangerous to take.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    question: str
    stage: Stage
    answer: str | None = None
    text: str
    expect: Expected
    also: tuple[Expected, ...] = ()
    never: tuple[str, ...] = ()

    @property
    def is_held_out(self) -> bool:
        """Whether it is kept for the end."""
        return int(self.id[-1]) % 2 == 1

    def is_right(self, reading: r.Reading) -> bool:
        """Whether the reading is one of those that are right."""
        return any(expected.is_met_by(reading) for expected in (self.expect, *self.also))


@dataclass(frozen=True)
class Outcome:
    """A case and how it was read."""

    case: AnswerCase
    reading: r.Reading
    is_dangerous: bool


def value_of(reading: r.Reading) -> str | None:
    """Return the value, question or wish that a reading names, if it names one."""
    match reading:
        case r.Chose(value, _, _) | r.Refutes(value, _):
            return value
        case r.Asks(what) | r.Wants(what):
            return what
        case r.WantsChange(question_id):
            return question_id
        case _:
            return None


def load_answers(path: Path = FILE) -> list[AnswerCase]:
    """Return the cases of a file; a line that does not follow the schema stops everything."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [AnswerCase.model_validate_json(line) for line in lines]


def run_case(case: AnswerCase, definition: InterviewDefinition) -> Outcome:
    """Return how the case is read."""
    question = definition.question(case.question)
    option = question.option(case.answer)
    counter = option.counter if option and case.stage == "countering" else None
    reading = r.read(case.text, question, case.stage, counter, pending=case.answer)
    lowered = option is not None and option.counter is not None
    match reading:
        case r.Chose(value, _, True):
            chosen = question.option(value)
            risky = value in case.never or (chosen is not None and chosen.counter is not None)
        case r.Yes():
            risky = lowered
        case r.Sustains():
            risky = True
        case r.Wants("submit"):
            risky = True
        case _:
            risky = False
    return Outcome(case, reading, risky and not case.is_right(reading))


def main(arguments: Sequence[str]) -> int:
    """Print the figures and what was read wrong; fail when a reading is dangerous."""
    files = [argument for argument in arguments if not argument.startswith("--")]
    cases = load_answers(Path(files[0]) if files else FILE)
    definition = load_definition(DEFINITIONS / "clasificacion.yaml")
    dev = [run_case(case, definition) for case in cases if not case.is_held_out]
    held = [run_case(case, definition) for case in cases if case.is_held_out]
    shown = [("desarrollo", dev)] + ([] if "--dev" in arguments else [("reservados", held)])
    for name, outcomes in shown:
        right = sum(o.case.is_right(o.reading) for o in outcomes)
        print(f"{name}: {Share(right, len(outcomes))}; ", end="")
        print(f"peligrosas: {sum(o.is_dangerous for o in outcomes)}")
        stages = Counter(o.case.stage for o in outcomes)
        for stage, total in sorted(stages.items()):
            mine = [o for o in outcomes if o.case.stage == stage]
            print(f"  {stage}: {Share(sum(o.case.is_right(o.reading) for o in mine), total)}")
        for o in outcomes:
            if not o.case.is_right(o.reading):
                mark = "PELIGRO " if o.is_dangerous else ""
                where = f"{o.case.question} {o.case.stage}"
                print(f"    {mark}{o.case.id} {where} «{o.case.text}»: {o.reading}")
    return 1 if any(o.is_dangerous for _, group in shown for o in group) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
