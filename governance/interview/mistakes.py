"""What is wrong with a definition, in Spanish, for whoever writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import ValidationError

from governance.interview.question import UNKNOWN, Counter, Option, Question

_REMEDIES = {
    "missing": "falta. Escríbelo.",
    "extra_forbidden": "no existe en una entrevista. Bórralo o corrige su nombre.",
    "string_too_short": "está vacío. Escribe un texto.",
    "too_short": "está vacío. Agrega lo que falta.",
    "string_type": "no es un texto. Escríbelo entre comillas.",
    "tuple_type": "no es una lista. Escríbelo como [a, b].",
    "dict_type": "no es un mapa. Escríbelo como {clave: valor}.",
}


def in_spanish(error: ValidationError) -> tuple[str, ...]:
    """Return each mistake of format as a line: where, what is wrong, what to do."""
    return tuple(
        f"{'.'.join(map(str, found['loc']))}: "
        + _REMEDIES.get(found["type"], f"no es válido ({found['msg']}). Corrígelo.")
        for found in error.errors(include_url=False)
    )


def contradictions(questions: tuple[Question, ...]) -> Iterator[str]:
    """Yield everything in which the questions contradict themselves or one another."""
    before: dict[str, Question] = {}
    for question in questions:
        if question.id in before:
            yield f"{question.id}: hay dos preguntas con ese id. Cambia uno."
        yield from _check_options(question)
        yield from _check_conditions(question, before)
        yield from _check_about(question, before)
        yield from _check_pattern(question)
        before[question.id] = question


def _check_options(question: Question) -> Iterator[str]:
    values = [option.value for option in question.options]
    if question.kind == "choice" and len(values) < 2:
        yield f"{question.id}: una pregunta de alternativas necesita dos o más. Agrega «options»."
    if question.kind != "choice" and values:
        yield f"{question.id}: solo las preguntas «choice» llevan «options». Quítalas."
    for value in sorted({value for value in values if values.count(value) > 1}):
        yield f"{question.id}: el valor {value!r} está repetido. Deja uno."
    for option in question.options:
        if option.value == UNKNOWN:
            yield f"{question.id}: «{UNKNOWN}» no es un valor. Usa «allows_unknown»."
        if option.counter is not None:
            yield from _check_counter(question, option, option.counter)


def _check_counter(question: Question, option: Option, counter: Counter) -> Iterator[str]:
    where = f"{question.id}, contrapregunta de {option.value!r}"
    if counter.unsupported == UNKNOWN and not question.can_be_skipped:
        yield f"{where}: «unsupported» es «no sé» y la pregunta no lo admite."
    for value in counter.refuted_by:
        if value == option.value or question.option(value) is None:
            yield f"{where}: «refuted_by» nombra {value!r}, que no es otro valor suyo. Corrígelo."


def _check_conditions(question: Question, before: dict[str, Question]) -> Iterator[str]:
    for condition in question.ask_if:
        for name, values in condition.items():
            other = before.get(name)
            if other is None:
                yield f"{question.id}: «ask_if» nombra {name!r}, que no es una pregunta anterior."
                continue
            known = {option.value for option in other.options}
            if other.can_be_skipped:
                known.add(UNKNOWN)
            for value in values:
                if value not in known:
                    yield f"{question.id}: «ask_if» espera {value!r}, que {name} no puede valer."


def _check_about(question: Question, before: dict[str, Question]) -> Iterator[str]:
    for name in question.about:
        if name not in before:
            yield f"{question.id}: «about» nombra {name!r}, que no es una pregunta anterior."


def _check_pattern(question: Question) -> Iterator[str]:
    if question.pattern is None:
        return
    try:
        re.compile(question.pattern)
    except re.error as error:
        yield f"{question.id}: «pattern» no es una expresión regular ({error}). Corrígela."
    if not question.pattern_help:
        yield f"{question.id}: falta «pattern_help», que le dice a la persona qué formato usar."
