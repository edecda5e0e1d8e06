"""The rules that an act must meet, each with what it says to whoever breaks it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from governance.policy.model import LEVELS, Level
from governance.registers.classifications import Classification
from governance.registers.conflicts import find_conflict
from governance.registers.days import written
from governance.registers.officials import Official
from governance.registers.systems import State, System

LEAST_REASON = 30
"""Characters of the shortest reason for a level below the one proposed (reading A04)."""

LEAST_OBSERVATION = 10

_NUMBER = re.compile(r"[\w.,/°º -]{1,40}")


class ActRefused(Exception):
    """The act breaks a rule; raised with which one and what to do, in Spanish."""


@dataclass(frozen=True)
class Acta:
    """The minutes of the session in which the Subcomité decided."""

    number: str
    day: date


@dataclass(frozen=True)
class Review:
    """What an act is about: who acts, on what, and what was already `done` with that version."""

    official: Official
    system: System
    responsible: Official | None
    classification: Classification | None
    version: int
    done: frozenset[str]


def check_decides(review: Review) -> None:
    """Refuse whoever is not the Subcomité or decides on their own; and a version that is over."""
    system = review.system
    if not review.official.active or "subcomite" not in review.official.roles:
        raise ActRefused(
            "Solo puede hacerlo quien tiene el rol «subcomite»: el Subcomité de IA clasifica y "
            "aprueba (art. 3)."
        )
    conflict = find_conflict(review.official, system, review.responsible)
    if conflict:
        raise ActRefused(
            f"No puedes decidir sobre {system.id}: {conflict}. Debe hacerlo otra persona del "
            "Subcomité; si no la hay, pide a la Administradora Regional que nombre a una."
        )
    if system.state == "retirado":
        raise ActRefused(f"{system.id} está retirado: ya no hay nada que decidir sobre él.")
    if review.classification is None:
        raise ActRefused(
            f"{system.id} no tiene una clasificación propuesta. Pide a su responsable que la haga."
        )
    if review.version != review.classification.version:
        raise ActRefused(
            f"La versión {review.version} de {system.id} no es la última. Revisa la versión "
            f"{review.classification.version} y decide sobre ella."
        )
    if {"aprueba", "rechaza"} & review.done:
        raise ActRefused(
            f"La versión {review.version} de {system.id} ya fue resuelta. Para cambiarla hace "
            "falta una clasificación nueva."
        )
    if "redisena" in review.done:
        raise ActRefused(
            f"{system.id} está en rediseño. Se decide sobre la clasificación de su nuevo diseño."
        )


def check_not_repeated(review: Review, kind: str) -> None:
    """Refuse the same act twice on one version."""
    if kind in review.done:
        raise ActRefused(
            f"La versión {review.version} de {review.system.id} ya tiene observaciones. Apruébala, "
            "recházala o espera una versión nueva."
        )


def check_approval(review: Review, level: Level, reason: str) -> None:
    """Refuse what cannot be approved, and a level below the proposed one without a reason."""
    assert review.classification is not None, "check_decides goes first"
    system, proposal = review.system, review.classification.proposal
    if proposal == ("prohibido",) or level == "prohibido":
        raise ActRefused(
            f"{system.id} es de un uso prohibido (art. 6): ninguna Acta puede aprobarlo. Solo "
            "corresponde retirarlo o rediseñarlo."
        )
    if len(proposal) != 1:
        raise ActRefused(
            f"{system.id} todavía puede ser {' o '.join(proposal)}: falta responder preguntas que "
            "deciden el nivel. Complétalas antes de aprobar."
        )
    if LEVELS.index(level) < LEVELS.index(proposal[0]) and len(reason.strip()) < LEAST_REASON:
        floor = review.classification.floor
        why = (
            f", que es el piso de un ejemplo del art. 3 ({floor})"
            if floor and LEVELS.index(level) < LEVELS.index(floor)
            else ""
        )
        raise ActRefused(
            f"El nivel {level} está bajo el propuesto ({proposal[0]}){why}. Escribe el motivo, en "
            f"{LEAST_REASON} caracteres o más: quedará como «aparta de la propuesta»."
        )


def check_acta(acta: Acta, today: date) -> None:
    """Refuse an Acta that has no number or has not happened yet."""
    if not acta.number.strip() or not _NUMBER.fullmatch(acta.number):
        raise ActRefused("Falta el número del Acta. Escríbelo como figura en ella, por ejemplo 12.")
    if acta.day > today:
        raise ActRefused(
            f"La fecha del Acta ({written(acta.day)}) todavía no llega: hoy es {written(today)}."
        )


def check_may_stop(review: Review, state: State) -> None:
    """Refuse whoever is neither the Subcomité nor responsible, and a system already stopped."""
    system, official = review.system, review.official
    is_theirs = find_conflict(official, system, review.responsible) is not None
    if not official.active or not ("subcomite" in official.roles or is_theirs):
        raise ActRefused(
            f"Solo el Subcomité o quien es responsable de {system.id} puede retirarlo o mandarlo a "
            "rediseño."
        )
    if system.state in (state, "retirado"):
        now = "retirado" if system.state == "retirado" else "en rediseño"
        raise ActRefused(f"{system.id} ya está {now}.")


def check_says_something(text: str) -> None:
    """Refuse an act that does not say why."""
    if len(text.strip()) < LEAST_OBSERVATION:
        raise ActRefused(
            f"Escribe qué falta o por qué, en {LEAST_OBSERVATION} caracteres o más: quien responde "
            "por el sistema debe poder corregirlo."
        )
