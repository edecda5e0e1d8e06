"""The suites, in the order in which they run: the quickest to show a disaster first."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from assistant.settings import Settings
from assistant.texts import load_texts
from evals.interviewing.cases import load_conversations
from evals.suites.case import (
    CASES,
    WHOLE_BASE,
    YES_OR_NO,
    Case,
    CaseError,
    Kind,
    load_cases,
    read_lines,
)
from evals.suites.dialogues import dialogue_cases
from evals.suites.equity import equity_cases
from evals.suites.fixed_texts import fixed_texts
from evals.suites.gold import Shelf, anchor
from evals.suites.privacy import privacy_cases
from evals.suites.removed import removed_cases
from knowledge_base.institution import load_institution
from knowledge_base.text import fold

ANSWERS = ("ejemplos", "ciudadania", "funcionarios")
OFFERED = "inicio"
"""The questions that the page itself offers: one of them with a bad answer is the worst welcome."""
UNCHECKED = "50 %, 7 punto"
"""Quantities of the documents that are no figure: «la mitad», and the points of an audit."""
ROUTED = ("encaminar", "encaminar_ciego")
TITLES: Mapping[Kind, str] = MappingProxyType(
    {
        "figures": "Cifras y reglas de la base",
        "router": "Encaminamiento",
        "retrieval": "Recuperación",
        "answers": "Respuestas",
        "abstention": "Abstención",
        "handoff": "Derivación y crisis",
        "dialogues": "Diálogos",
        "injection": "Inyección de instrucciones",
        "communication": "Comunicación ciudadana (C.7)",
        "privacy": "Datos personales",
        "classification": "Clasificación de sistemas",
        "equity": "Equidad",
    }
)


def load_suite(name: Kind, shelf: Shelf) -> list[Case]:
    """Return the cases of a suite, with their gold where the documents have it now.

    Raises:
        CaseError: a file is wrong, gold is nowhere, or an id is twice.
    """
    cases = anchor(_LOADERS[name](shelf), shelf)
    ids = [case.id for case in cases]
    if twice := sorted({i for i in ids if ids.count(i) > 1} if len(set(ids)) < len(ids) else ()):
        raise CaseError(f"{name}: ids repetidos: {', '.join(twice[:5])}")
    if not cases:
        raise CaseError(f"{name}: la suite no tiene casos")
    return cases


def planted_cases() -> list[Case]:
    """Return the cases that slip a poisoned section into the knowledge base."""
    return [case for case in load_cases("inyeccion") if case.plant is not None]


def digest(cases: Iterable[Case]) -> str:
    """Return the SHA-256 of the cases as canonical JSON: another digest is another suite.

    Where gold lies is left out: it follows the document, and its words say what it is.
    """
    rows = []
    for case in cases:
        row = case.model_dump(mode="json")
        for span in row["gold_spans"]:
            span.pop("start"), span.pop("end")
        rows.append(json.dumps(row, sort_keys=True, ensure_ascii=False))
    return hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()


def _files(*names: str) -> list[Case]:
    return [case for name in names for case in load_cases(name)]


def _as(suite: Kind, cases: Iterable[Case]) -> list[Case]:
    return [
        case.model_copy(update={"suite": suite, "stratum": case.stratum or case.label})
        for case in cases
    ]


def _abstention(shelf: Shelf) -> list[Case]:
    return [*_files("sin_respuesta", "abstencion"), *removed_cases(_files(*ANSWERS), shelf)]


def _privacy(shelf: Shelf) -> list[Case]:
    harmless = [c for c in _files("abstencion") if c.stratum in ("chit_chat", "other_domain")]
    return list(privacy_cases([c for c in harmless if fold(c.question) == c.question.lower()]))


def _classification(shelf: Shelf) -> list[Case]:
    described = [
        Case(
            id=row["id"],
            suite="classification",
            stratum="description",
            label=row["level"],
            audience="funcionarios",
            question=row["text"],
            expected_action="answer",
            groups={"source": row["source"]},
        )
        for _, row in read_lines(CASES / "descripciones_ciego.jsonl")
    ]
    talked = [
        Case(
            id=f"cl-{conversation.id}",
            suite="classification",
            stratum="interview",
            audience="funcionarios",
            question=conversation.id,
            expected_action="answer",
        )
        for conversation in load_conversations()
    ]
    return [*described, *talked]


def _communication(shelf: Shelf) -> list[Case]:
    fixed = [
        Case(
            id=f"ft-{name}",
            suite="communication",
            stratum="fixed_text",
            question=name,
            expected_action="answer",
        )
        for name in fixed_texts(load_texts(load_institution(Settings().institution_file)))
    ]
    return [*_files("comunicacion"), *fixed]


def _figures(shelf: Shelf) -> list[Case]:
    stated = [
        Case(
            id=row["id"],
            suite="figures",
            stratum=row["fact"],
            label=row["text"],
            question=row["key"],
            expected_action="answer",
        )
        for _, row in read_lines(CASES / "cifras.jsonl")
        if row["verified"]
    ]
    ruled = [
        Case(
            id=row["id"],
            suite="figures",
            stratum=YES_OR_NO,
            label=row["says"],
            question=row["passage"],
            expected_action="answer",
            cluster_id=row["passage"].partition("#")[0],
        )
        for _, row in read_lines(CASES / "si_o_no.jsonl")
    ]
    asked = sorted({s.doc for case in _files("recuperacion") for s in case.gold_spans})
    whole = [
        Case(
            id=f"wb-{name}",
            suite="figures",
            stratum=WHOLE_BASE,
            label=label,
            question=name,
            gold=gold,
            expected_action="answer",
        )
        for name, label, gold in (("unchecked", UNCHECKED, ()), ("unasked", "", tuple(asked)))
    ]
    return [*stated, *ruled, *whole]


_LOADERS: Mapping[Kind, Callable[[Shelf], list[Case]]] = MappingProxyType(
    {
        "figures": _figures,
        "router": lambda shelf: _files(*ROUTED),
        "retrieval": lambda shelf: _files("recuperacion"),
        "answers": lambda shelf: _files(*ANSWERS, OFFERED),
        "abstention": _abstention,
        "handoff": lambda shelf: [
            *_files("derivacion"),
            *_as("handoff", _files("encaminar_ciego")),
        ],
        "dialogues": lambda shelf: list(dialogue_cases()),
        "injection": lambda shelf: _files("inyeccion"),
        "communication": _communication,
        "privacy": _privacy,
        "classification": _classification,
        "equity": lambda shelf: list(equity_cases()),
    }
)
