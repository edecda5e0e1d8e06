"""What the assistant refuses, as problems of the API: one table for every address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from assistant.conversations import ConversationClosed, ConversationNotFound
from assistant.desk.audit.desk import ExportInCourse
from assistant.desk.audit.justification import WhyRefused
from assistant.desk.audit.period import PeriodRefused
from assistant.desk.cases import CaseMoved, CaseNotFound
from assistant.desk.citizen import FolioUnknown
from assistant.desk.contacts.contact import ContactRefused
from assistant.desk.contacts.sealing import ContactUnreadable
from assistant.desk.feedback.desk import CannotRate, OpinionMoved
from assistant.desk.gaps.desk import DraftRefused, GapMoved, GapNotFound
from assistant.desk.gaps.shelf import NotPublished
from assistant.desk.permissions import NotAllowed
from assistant.desk.requests import RequestNotFound
from assistant.limits import InputError
from assistant.record_sheet import DocumentUnavailable
from governance.log.decision_log import LogDamaged
from governance.registers.acts import ActRefused
from governance.registers.classifications import ClassificationNotFound
from governance.registers.officials import OfficialError, OfficialNotFound
from governance.registers.systems import SystemNotFound, SystemRefused
from ui.problems import ProblemError
from ui.workers import TooBusy

_IN_OUR_WORDS: Mapping[type[Exception], str] = MappingProxyType(
    {
        CaseNotFound: "caso-desconocido",
        ClassificationNotFound: "clasificacion-desconocida",
        ConversationClosed: "conversacion-cerrada",
        ConversationNotFound: "conversacion-desconocida",
        ExportInCourse: "exportacion-en-curso",
        FolioUnknown: "folio-desconocido",
        GapNotFound: "vacio-desconocido",
        LogDamaged: "registro-alterado",
        NotPublished: "no-publicado",
        OfficialNotFound: "cargo-desconocido",
        RequestNotFound: "peticion-desconocida",
        SystemNotFound: "sistema-desconocido",
    }
)
"""Their own words may repeat what was asked for."""
_IN_THEIR_WORDS: Mapping[type[Exception], str] = MappingProxyType(
    {
        ActRefused: "acto-rechazado",
        CannotRate: "sin-respuesta",
        CaseMoved: "caso-cambio",
        ContactRefused: "contacto-invalido",
        ContactUnreadable: "contacto-ilegible",
        DocumentUnavailable: "documento-no-disponible",
        GapMoved: "vacio-cambio",
        NotAllowed: "sin-rol",
        OfficialError: "cuenta-rechazada",
        OpinionMoved: "opinion-cambio",
        PeriodRefused: "periodo-invalido",
        SystemRefused: "acto-rechazado",
        WhyRefused: "justificacion-corta",
    }
)
"""Their words are for people, and say which rule stands against it."""

REFUSALS: tuple[type[Exception], ...] = (
    InputError,
    TooBusy,
    DraftRefused,
    *_IN_OUR_WORDS,
    *_IN_THEIR_WORDS,
)
"""Every error that is an answer, and not a failure of the program."""

_OF_THE_DRAFT = re.compile(r"«(?!#»|<!--»|-->»).*»|\{\{.*\}\}", re.DOTALL)
"""What a finding quotes, but for the marks that no draft may have."""


def refusal(error: Exception) -> ProblemError:
    """Return the problem that says what was refused; `error` is one of `REFUSALS`.

    >>> refusal(CaseMoved("El caso 3 ya estaba cerrado.")).detail
    'El caso 3 ya estaba cerrado.'
    """
    if isinstance(error, InputError):
        return ProblemError(
            {"empty": "texto-vacio", "too_long": "texto-largo"}[error.kind], error.detail
        )
    if isinstance(error, TooBusy):
        return ProblemError("ocupado", headers={"Retry-After": "5"})
    if isinstance(error, DraftRefused):
        said = (_OF_THE_DRAFT.sub("«…»", message) for message in error.problems)
        errors = [{"campo": "borrador", "mensaje": message} for message in said]
        return ProblemError("borrador-rechazado", errors=errors)
    for known, kind in _IN_OUR_WORDS.items():
        if isinstance(error, known):
            return ProblemError(kind)
    kind = next(kind for known, kind in _IN_THEIR_WORDS.items() if isinstance(error, known))
    return ProblemError(kind, str(error))
