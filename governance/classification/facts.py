"""Facts about one system: the answers that are known, by question. Not knowing is absence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from governance.policy.model import Policy, Question

UNKNOWN = "no_se"
"""How «no sé» is written where every question has a value (files, tables); never a fact."""

Facts = Mapping[str, str]
"""Question id → value, such as {"P1": "si"}; a question that is not there is not known."""


class FactsError(ValueError):
    """The facts cannot be used; raised when a question or a value is not of this policy."""


def read_facts(raw: Mapping[str, object], policy: Policy) -> dict[str, str]:
    """Return the known facts of `raw`, in the order of the questionnaire.

    Raises:
        FactsError: names every question or value that the policy does not have.
    """
    questions = {question.id: question for question in policy.questions}
    wrong = [
        f"«{name}» no es una pregunta del cuestionario (son {', '.join(questions)})"
        for name in raw
        if name not in questions
    ]
    for name, question in questions.items():
        allowed = [value.value for value in question.values]
        given = raw.get(name, UNKNOWN)
        if given != UNKNOWN and given not in allowed:
            wrong.append(f"{name}: {given!r} no es una respuesta; usa {', '.join(allowed)} o no_se")
    if wrong:
        raise FactsError("; ".join(wrong) + ".")
    return {name: str(raw[name]) for name in questions if raw.get(name, UNKNOWN) != UNKNOWN}


def is_asked(question: Question, facts: Facts) -> bool:
    """Whether the prudent reading asks `question` when exactly `facts` are so."""
    return all(facts.get(name) in values for name, values in question.asked_if.items())


def completions(facts: Facts, policy: Policy) -> Iterator[dict[str, str]]:
    """Yield every complete way in which a system may be, given what is known of it.

    A question that is not asked has no place in it, even if an answer was given: an answer that a
    change of another one has hidden never counts.
    """
    yield from _complete({}, facts, policy.questions)


def _complete(
    decided: dict[str, str], facts: Facts, rest: tuple[Question, ...]
) -> Iterator[dict[str, str]]:
    if not rest:
        yield decided
        return
    question, *later = rest
    if not is_asked(question, decided):
        yield from _complete(decided, facts, tuple(later))
        return
    known = facts.get(question.id)
    for value in [known] if known is not None else [v.value for v in question.values]:
        yield from _complete({**decided, question.id: value}, facts, tuple(later))
