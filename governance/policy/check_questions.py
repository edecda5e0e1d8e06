"""Do the questionnaire, its rules and the cases that answer it speak of the same answers?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from governance.policy.model import Policy, Question

UNKNOWN = "no_se"


def check_questionnaire(policy: Policy) -> Iterator[str]:
    """Yield each question, rule, example or catalogue entry that names what does not exist."""
    yield from _questions(policy)
    yield from _rules(policy)
    yield from _prohibitions(policy)
    yield from _conditions(policy)
    yield from _cases(policy)


def _questions(policy: Policy) -> Iterator[str]:
    earlier: set[str] = set()
    for position, question in enumerate(policy.questions):
        where = f"questions.yaml: {question.id}"
        if question.order != position:
            yield f"{where}.order: es {question.order} y está en el lugar {position}. Corrígelo."
        for asked in question.asked_if:
            if asked not in earlier:
                yield f"{where}.asked_if: «{asked}» no es una pregunta anterior. Corrígelo."
        yield from _answers(policy, where + ".asked_if", question.asked_if)
        yield from _values(policy, question)
        earlier.add(question.id)


def _values(policy: Policy, question: Question) -> Iterator[str]:
    names = [answer.value for answer in question.values]
    where = f"questions.yaml: {question.id}.values"
    if len(names) != len(set(names)):
        yield f"{where}: hay una respuesta repetida. Deja una."
    for answer in question.values:
        if answer.value == UNKNOWN:
            yield f"{where}: «{UNKNOWN}» no es una respuesta: es la falta de una. Bórrala."
        if (answer.jump is None) == (answer.level is None):
            yield f"{where}.{answer.value}: lleva jump o level, uno de los dos. Corrígelo."
        if answer.jump is not None and answer.jump not in {item.id for item in policy.questions}:
            yield f"{where}.{answer.value}.jump: «{answer.jump}» no es una pregunta. Corrígelo."


def _rules(policy: Policy) -> Iterator[str]:
    conditions = {condition.id for condition in policy.conditions}
    for rule in policy.rules:
        where = f"rules.yaml: {rule.id}"
        if not rule.when:
            yield f"{where}.when: está vacío. Escribe qué respuestas la activan."
        yield from _answers(policy, f"{where}.when", rule.when)
        if rule.condition is not None and rule.condition not in conditions:
            yield f"{where}.condition: «{rule.condition}» no está en conditions.yaml. Corrígela."


def _prohibitions(policy: Policy) -> Iterator[str]:
    forbidding = {
        letter
        for rule in policy.rules
        if rule.level == "prohibido"
        for letter in rule.when.get("P0", ())
    }
    offered = {
        answer.value for item in policy.questions if item.id == "P0" for answer in item.values
    }
    for prohibition in policy.prohibitions:
        letter = prohibition.letter
        if letter not in forbidding:
            yield f"prohibitions.yaml: {letter}: ninguna regla la aplica. Agrega R-P0-{letter}."
        if letter not in offered:
            yield f"prohibitions.yaml: {letter}: P0 no la pregunta. Agrégala en questions.yaml."


def _conditions(policy: Policy) -> Iterator[str]:
    for condition in policy.conditions:
        rules = [rule for rule in policy.rules if rule.condition == condition.id]
        where = f"conditions.yaml: {condition.id}"
        if not rules:
            yield f"{where}: ninguna regla la usa. Úsala o bórrala."
        for rule in rules:
            if rule.level != condition.keeps:
                yield f"{where}.keeps: no es el nivel de {rule.id} ({rule.level}). Corrígelo."


def _cases(policy: Policy) -> Iterator[str]:
    examples = {example.id for example in policy.examples}
    for example in policy.examples:
        facts = {question: (value,) for question, value in example.facts.items()}
        yield from _answers(policy, f"examples.yaml: {example.id}.facts", facts)
    for entry in policy.catalogue:
        where = f"catalogue.yaml: {entry.id}"
        facts = {question: (value,) for question, value in entry.values.items()}
        yield from _answers(policy, f"{where}.facts", facts)
        for matched in entry.examples:
            if matched not in examples:
                yield f"{where}.examples: «{matched}» no está en examples.yaml. Corrígelo."


def _answers(policy: Policy, where: str, named: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    known = {item.id: {answer.value for answer in item.values} for item in policy.questions}
    for question, values in named.items():
        if question not in known:
            yield f"{where}: «{question}» no es una pregunta. Usa {', '.join(known)}."
            continue
        if not values:
            yield f"{where}.{question}: no nombra ninguna respuesta. Escribe al menos una."
        for value in values:
            if value not in known[question]:
                options = ", ".join(sorted(known[question]))
                yield f"{where}.{question}: «{value}» no es una respuesta. Usa {options}."
