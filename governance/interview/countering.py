"""What follows from a counter-question: the fact or document that sustains an answer, or its lack.

An answer that lowers the level counts only once it has met its counter-question, and the record
says how it came out.
"""

from __future__ import annotations

from dataclasses import replace

from governance.interview.definition import InterviewDefinition
from governance.interview.state import Interview, Pending
from governance.interview.steps import Author, MoveError, answer_of, counter_of, record


def sustain(
    definition: InterviewDefinition, interview: Interview, evidence: str, author: Author
) -> Interview:
    """Return the interview with the answer recorded beside what sustains it."""
    pending = _countered(interview)
    answer = answer_of(pending, author, _checked_evidence(evidence))
    return record(definition, interview, pending.question, answer)


def evidence_later(
    definition: InterviewDefinition, interview: Interview, phrase: str, author: Author
) -> Interview:
    """Return the interview with the answer recorded and its evidence pending.

    Where evidence is needed now, a promise counts as nothing.
    """
    pending = _countered(interview)
    counter = counter_of(definition, pending)
    if counter is not None and counter.needed_now:
        return not_sustained(definition, interview, phrase, author)
    answer = answer_of(pending, author, evidence_pending=True)
    return record(definition, interview, pending.question, answer)


def not_sustained(
    definition: InterviewDefinition, interview: Interview, phrase: str, author: Author
) -> Interview:
    """Return the interview with the answer as its counter-question leaves it unsupported."""
    pending = _countered(interview)
    counter = counter_of(definition, pending)
    answer = answer_of(pending, author, evidence_pending=True)
    if counter is not None and counter.unsupported is not None:
        said = " / ".join(part for part in (pending.phrase, phrase) if part)
        answer = replace(answer, value=None, phrase=said)
    return record(definition, interview, pending.question, answer)


def add_evidence(interview: Interview, question_id: str, evidence: str) -> Interview:
    """Return the interview with the evidence that an earlier answer was waiting for."""
    answer = interview.answers.get(question_id)
    if answer is None or answer.value is None or not answer.evidence_pending:
        raise MoveError("Esa respuesta no tiene respaldo pendiente. Revisa el resumen.")
    settled = replace(answer, evidence=_checked_evidence(evidence), evidence_pending=False)
    return replace(interview, answers={**interview.answers, question_id: settled})


def _countered(interview: Interview) -> Pending:
    if interview.stage != "countering" or interview.pending is None:
        raise MoveError("Ninguna respuesta espera respaldo ahora. Responde la pregunta.")
    return interview.pending


def _checked_evidence(evidence: str) -> str:
    if not evidence.strip():
        raise MoveError("El respaldo está vacío. Escribe el hecho o el documento.")
    return evidence
