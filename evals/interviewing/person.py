"""The official of a scripted conversation: what they say next, given what they are asked.

They tell the truth as the case has it: «sí» when what was understood is what they hold, «no» when
it is not, or that they do not know. Asked again after their own words ran out, they answer
plainly, as people do.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping
from typing import Protocol

from evals.interviewing.cases import COUNTER, FACTS, UNKNOWN, Answers, ConversationCase, Line

NOTHING_WRITTEN = "no tengo nada escrito sobre eso"
NOT_KNOWN = "no sé"

PLAIN: Mapping[tuple[str, str], str] = {
    ("P0", "ninguna"): "ninguna de esas",
    ("P3", "efectiva"): "sí, siempre hay una revisión efectiva",
    ("P3", "nominal_o_no"): "no, la revisión es solo de forma",
    ("P4", "si_base"): "sí, y las decisiones se basan en esos datos",
    ("P4", "si_auxiliar"): "sí, pero son datos auxiliares",
    ("P4", "no"): "no trata datos sensibles",
    ("ejemplo", "n2-priorizacion"): "ordena postulantes a beneficios",
    ("ejemplo", "n2-inversion"): "ayuda a aprobar o rechazar proyectos",
    ("ejemplo", "n2-fraude"): "busca fraude en rendiciones y rechaza solo",
    ("ejemplo", "n2-video"): "identifica personas en video",
    ("ejemplo", "n3-chatbot"): "conversa con la ciudadanía",
    ("ejemplo", "n3-copiloto"): "ayuda a redactar a funcionarios",
    ("ejemplo", "n3-recomendacion"): "recomienda contenidos",
}
"""The plain way to say a value; «sí», «no» and the letters of P0 need none of their own."""

USUAL: Mapping[str, str] = {
    "nombre": "Sistema de prueba de la evaluación",
    "unidad": "División de Planificación y Desarrollo Regional",
    "responsable": "Jefatura de la división",
    "proveedor": "no hay proveedor, es desarrollo propio",
    "uso_real": "no, todavía no se usa",
    "datos_personales": "sí",
    "ejemplo": "ninguno",
}
"""What they say where the case is silent and there is no fact at stake."""


class Situation(Protocol):
    """The part of an interview's state that decides what a person says next."""

    @property
    def stage(self) -> str:
        """What the interview is doing: asking, confirming, countering or reviewing."""

    @property
    def question(self) -> str | None:
        """The question being asked."""

    @property
    def pending(self) -> tuple[str, str] | None:
        """The question and the value that wait for a yes or for what sustains them."""


class Person:
    """Somebody who knows their system and has not read the policy."""

    def __init__(self, case: ConversationCase) -> None:
        """Begin with everything still to be said."""
        self._opening = case.opening
        self._answers: dict[str, Answers] = dict(case.answers)
        self._holds: dict[str, tuple[str, ...]] = {
            **{name: (value,) for name, value in case.expect.facts.items()},
            **case.claims,
        }
        self._confirms = case.on_confirm
        self._asides = {question: deque(lines) for question, lines in case.asides.items()}
        self._later = deque(case.later)
        self._times: Counter[tuple[str, str]] = Counter()

    def next_line(self, now: Situation) -> Line:
        """Return what they say to what they are being asked."""
        question = now.pending[0] if now.pending else now.question
        if now.stage == "reviewing" or question is None:
            later = self._take(self._later) or Line(say="confirmo")
            return later.model_copy(update={"moves": True})
        place = question + (COUNTER if now.stage == "countering" else "")
        aside = self._take(self._asides.get(place, deque()))
        return aside or Line(say=self._answer(now, question), moves=True)

    def _take(self, lines: deque[Line]) -> Line | None:
        if not lines:
            return None
        line = lines.popleft()
        self._answers |= line.answers
        self._holds |= line.claims
        for question in line.answers:
            for kind in ("says", "sustains", "confirms"):
                self._times[kind, question] = 0
        return line

    def _answer(self, now: Situation, question: str) -> str:
        answers = self._answers.get(question, Answers())
        if now.stage == "countering":
            return self._next("sustains", question, answers.sustains) or NOTHING_WRITTEN
        if now.stage == "confirming" and now.pending:
            said = self._next("confirms", question, self._confirms.get(question, ()))
            return said or self._confirm(question, now.pending[1])
        return self._next("says", question, answers.says) or self._plainly(question)

    def _confirm(self, question: str, value: str) -> str:
        held = self._holds.get(question)
        if held is None and question in FACTS:
            return NOT_KNOWN
        usual = ("ninguno",) if question == "ejemplo" else (value,)
        return "sí" if value in (held or usual) else "no"

    def _plainly(self, question: str) -> str:
        if question == "descripcion":
            return self._opening[-1]
        value = self._holds.get(question, (UNKNOWN,))[-1]
        if question in USUAL and value == UNKNOWN:
            return USUAL[question]
        if value == UNKNOWN:
            return NOT_KNOWN
        if question == "P0" and len(value) == 1:
            return f"la letra {value}"
        return PLAIN.get((question, value), "sí" if value == "si" else value)

    def _next(self, kind: str, question: str, words: tuple[str, ...]) -> str | None:
        spent = self._times[kind, question]
        self._times[kind, question] += 1
        return words[spent] if spent < len(words) else None
