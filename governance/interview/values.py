"""Whether something can be the value of a question, and if not, what to tell the person."""

from __future__ import annotations

import re
from datetime import date

from governance.interview.definition import Question


def check_value(question: Question, value: str) -> str | None:
    """Return what is wrong with `value` as an answer to `question`, or None when it is fine.

    Choices are given by their value, dates as 2026-03-31 and numbers with a decimal point.
    """
    if question.kind == "choice":
        return _check_choice(question, value)
    if not value.strip():
        return "La respuesta está vacía. Escribe algo o di que no sabes."
    if question.kind == "date":
        return _check_date(value)
    if question.kind == "number":
        return _check_number(value)
    return _check_text(question, value)


def _check_choice(question: Question, value: str) -> str | None:
    if question.option(value) is not None:
        return None
    labels = "; ".join(option.label for option in question.options)
    return f"«{value}» no es una alternativa de esta pregunta. Elige una de estas: {labels}."


def _check_date(value: str) -> str | None:
    try:
        is_date = date.fromisoformat(value).isoformat() == value
    except ValueError:
        is_date = False
    return None if is_date else f"No reconozco «{value}» como fecha. Escribe día, mes y año."


def _check_number(value: str) -> str | None:
    if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value):
        return None
    return f"No reconozco «{value}» como número. Escríbelo con cifras."


def _check_text(question: Question, value: str) -> str | None:
    words = len(value.split())
    if question.max_words is not None and words > question.max_words:
        return (
            f"Tu respuesta tiene {words} palabras y aquí caben {question.max_words}. "
            "Quédate con lo principal."
        )
    if question.pattern is not None and re.fullmatch(question.pattern, value.strip()) is None:
        return f"Así no calza con lo que se pide aquí. {question.pattern_help}"
    return None
