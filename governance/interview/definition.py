"""What an interview asks: its questions, their answers and when each question comes up.

A definition is a YAML file that a person can review without reading code. It is read strictly and
every mistake is told at once.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from pydantic import Field, ValidationError

from governance.canonical import canonical, sha256
from governance.interview.mistakes import contradictions, in_spanish
from governance.interview.question import (
    UNKNOWN,
    Condition,
    Counter,
    Kind,
    Option,
    Question,
    Strict,
    Text,
)
from governance.policy.strict_yaml import StrictYamlError, load_strict

__all__ = [
    "DEFINITIONS",
    "UNKNOWN",
    "Condition",
    "Counter",
    "DefinitionError",
    "InterviewDefinition",
    "Kind",
    "Option",
    "Question",
    "load_definition",
]

DEFINITIONS = Path(__file__).parent / "definitions"
"""The folder of the interviews that come with the program."""


class DefinitionError(ValueError):
    """A definition cannot be used; raised with every mistake, in Spanish, for its author."""

    def __init__(self, file: str, mistakes: tuple[str, ...]) -> None:
        """Keep the mistakes apart as well, for whoever lists them."""
        super().__init__(f"{file}: la entrevista no se puede usar.\n  " + "\n  ".join(mistakes))
        self.mistakes = mistakes


class InterviewDefinition(Strict):
    """An interview: what it is for, what it rests on and its questions in order."""

    id: Text
    version: Text
    title: Text
    source: Text
    intro: Text
    review: Text
    done: Text
    questions: tuple[Question, ...] = Field(min_length=1)

    @cached_property
    def digest(self) -> str:
        """Return the SHA-256 of everything the definition says: another text, another digest."""
        return sha256(canonical(self.model_dump(mode="json")))

    @cached_property
    def _by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}

    def question(self, question_id: str) -> Question:
        """Return the question called `question_id`.

        Raises:
            KeyError: the interview does not ask it.
        """
        return self._by_id[question_id]

    def find_question(self, question_id: str) -> Question | None:
        """Return the question called `question_id`, if the interview asks it."""
        return self._by_id.get(question_id)


def load_definition(path: Path) -> InterviewDefinition:
    """Return the definition written in `path`.

    Raises:
        DefinitionError: the file breaks the format or contradicts itself.
        OSError: the file cannot be read.
    """
    try:
        definition = InterviewDefinition.model_validate(load_strict(path))
    except StrictYamlError as error:
        raise DefinitionError(path.name, error.mistakes) from None
    except ValidationError as error:
        raise DefinitionError(path.name, in_spanish(error)) from None
    found = tuple(contradictions(definition.questions))
    if found:
        raise DefinitionError(path.name, found)
    return definition
