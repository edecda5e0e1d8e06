"""The form with which an official decides about a system, and what is read from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import get_args

from assistant.registry import MAX_REASON, ActOrder, Order
from governance.policy.model import Level
from governance.registers.acts import Acta
from governance.registers.dossier import Dossier
from ui.forms import hidden
from ui.panel.sessions import StaffSession
from ui.panel.web import SYSTEMS

_APPROVABLE: tuple[Level, ...] = ("bajo", "limitado", "alto")
_DONE: Mapping[ActOrder, str] = {
    "approve": "La aprobación quedó registrada.",
    "reject": "El rechazo quedó registrado.",
    "observe": "Las observaciones quedaron registradas.",
    "withdraw": "El sistema quedó retirado.",
    "redesign": "El sistema quedó en rediseño.",
}


class FormError(ValueError):
    """A field of the form cannot be read; raised with what to correct, in Spanish."""


def forms(dossier: Dossier, session: StaffSession, typed: Mapping[str, str]) -> str:
    """Return the forms that this person may use on this system, with what they had typed."""
    official, system = session.staff.official, dossier.system
    if official is None or system.state == "retirado":
        return ""
    decides = session.staff.decides
    shown = _decide(dossier, session, typed) if decides and dossier.is_waiting else ""
    if decides or official.id == system.responsible:
        shown += _stop(dossier, session, typed)
    return shown


def read_order(form: Mapping[str, str]) -> Order:
    """Return what a form asks for.

    Raises:
        FormError: a field cannot be read.
    """
    kind = next((name for name in get_args(ActOrder) if name == form.get("kind")), None)
    level = next((name for name in get_args(Level) if name == form.get("nivel")), None)
    if kind is None:
        raise FormError("Elige qué quieres hacer con el sistema.")
    number, day = form.get("acta", "").strip(), form.get("fecha", "").strip()
    acta = Acta(number, read_day(day)) if number or day else None
    version = form.get("version", "")
    return Order(
        kind=kind,
        version=int(version[:9]) if version.isdecimal() else None,
        level=level,
        acta=acta,
        reason=form.get("motivo", ""),
    )


def read_day(text: str) -> date:
    """Return the date of a field, as browsers send it.

    Raises:
        FormError: it is no date.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise FormError("Falta la fecha del Acta, con día, mes y año.") from None


def words_done(kind: str) -> str:
    """Return the words for an act that was just written down."""
    return next((text for name, text in _DONE.items() if name == kind), "")


def _decide(dossier: Dossier, session: StaffSession, typed: Mapping[str, str]) -> str:
    latest = dossier.latest
    assert latest is not None, "only a system with a proposal waits"
    proposal = latest.proposal
    chosen = typed.get("nivel") or (proposal[0] if len(proposal) == 1 else "")
    options = "".join(
        f'<option value="{level}"{" selected" if level == chosen else ""}>{level}</option>'
        for level in _APPROVABLE
    )
    return (
        '<section id="decidir"><h2>Decidir como Subcomité</h2>'
        f"<p>Decides sobre la versión {latest.version}. Aprobar exige el Acta; un nivel más bajo "
        "que el propuesto exige además el motivo. Para rechazar u observar, escribe qué falta.</p>"
        f"{_open(dossier, session, version=latest.version)}"
        f'<p><label for="nivel">Nivel que asigna el Acta</label>'
        f'<select id="nivel" name="nivel"><option value="">Elige</option>{options}</select></p>'
        f"{_field('acta', 'Número del Acta', typed, 'text', 40)}"
        f"{_field('fecha', 'Fecha del Acta', typed, 'date', 10)}"
        f"{_area('motivo', 'Motivo u observaciones, sin datos personales', typed)}"
        '<p><button name="kind" value="approve">Aprobar</button> '
        '<button name="kind" value="reject" class="otro">Rechazar</button> '
        '<button name="kind" value="observe" class="otro">Observar</button></p>'
        "</form></section>"
    )


def _stop(dossier: Dossier, session: StaffSession, typed: Mapping[str, str]) -> str:
    redesign = (
        ""
        if dossier.system.state == "en_rediseno"
        else '<button name="kind" value="redesign" class="otro">Mandar a rediseño</button> '
    )
    return (
        '<section id="detener"><h2>Retirar o rediseñar</h2><p>Es lo único que cabe con un uso '
        "prohibido. Retirar es definitivo.</p>"
        f"{_open(dossier, session)}{_area('motivo', 'Por qué', typed, 'motivo-detener')}"
        f'<p>{redesign}<button name="kind" value="withdraw" class="otro">Retirar</button></p>'
        "</form></section>"
    )


def _open(dossier: Dossier, session: StaffSession, **also: object) -> str:
    address = f"{SYSTEMS}/{escape(dossier.system.id)}/actos"
    # The first button is what «Enter» presses: nobody decides by pressing it inside a field.
    return (
        f'<form method="post" action="{address}"><button disabled hidden></button>'
        f"{hidden({'csrf': session.csrf, **also})}"
    )


def _field(name: str, label: str, typed: Mapping[str, str], kind: str, most: int) -> str:
    value = escape(typed.get(name, ""))
    return (
        f'<p><label for="{name}">{label}</label>'
        f'<input type="{kind}" id="{name}" name="{name}" value="{value}" maxlength="{most}"></p>'
    )


def _area(name: str, label: str, typed: Mapping[str, str], id_: str = "") -> str:
    return (
        f'<p><label for="{id_ or name}">{label}</label><textarea id="{id_ or name}" name="{name}" '
        f'rows="3" maxlength="{MAX_REASON}">{escape(typed.get(name, ""))}</textarea></p>'
    )
