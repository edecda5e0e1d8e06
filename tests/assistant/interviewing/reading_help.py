"""The classification interview and shorter ways to read an answer in it."""

from __future__ import annotations

from functools import cache

from assistant.interviewing.reading import Reading, read
from governance.interview.definition import DEFINITIONS, Question, load_definition
from governance.interview.state import Stage

CHOICES = ("P0", "P0_excepcion", "P1", "P2", "P3", "P4", "P5", "uso_real", "datos_personales")


@cache
def question(question_id: str) -> Question:
    return load_definition(DEFINITIONS / "clasificacion.yaml").question(question_id)


def asked(question_id: str, text: str) -> Reading:
    return read(text, question(question_id), "asking")


def confirming(question_id: str, pending: str, text: str) -> Reading:
    return read(text, question(question_id), "confirming", pending=pending)


def countering(question_id: str, value: str, text: str) -> Reading:
    option = question(question_id).option(value)
    assert option is not None and option.counter is not None
    stage: Stage = "countering"
    return read(text, question(question_id), stage, option.counter, pending=value)


def lowers(question_id: str, value: str) -> bool:
    option = question(question_id).option(value)
    return option is not None and option.counter is not None
