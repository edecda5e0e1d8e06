"""How accounts are shown: the list, one account with what can be done, a key seen only once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from html import escape

from assistant.accounts.administration import LONGEST_POST, Account
from assistant.accounts.sessions import KEPT
from governance.registers.days import CHILE
from governance.registers.officials import Official
from governance.registers.roles import ROLES, Role
from ui.forms import hidden
from ui.panel.sessions import StaffSession
from ui.panel.systems_page import table
from ui.panel.web import ACCOUNTS, CHOOSE

ROLE_WORDS: Mapping[Role, str] = {
    "responsable": "Responsable: responde por sistemas y aprueba contenidos",
    "subcomite": "Subcomité: aprueba, rechaza y observa clasificaciones",
    "dpo": "Protección de datos: resuelve las solicitudes de las personas",
    "ciso": "Seguridad: mira la actividad del panel",
    "ctd": "Transformación Digital: no decide sobre los sistemas de su cargo",
    "auditor": "Auditoría: mira la actividad y lee casos cerrados, con justificación",
    "administracion": "Administración: agrega cargos y administra cuentas",
    "atencion": "Atención: responde a quienes piden una persona",
}
_NEVER = f"ninguna en {KEPT.days} días"


def list_page(accounts: Sequence[Account], session: StaffSession, typed: Mapping[str, str]) -> str:
    """Return every account and the form to add one."""
    head = ("Cargo", "Nombre del cargo", "Roles", "Estado", "Última entrada")
    rows = [
        (
            f'<a href="{ACCOUNTS}/{one.official.id}">{one.official.id}</a>',
            escape(one.official.name),
            escape(", ".join(sorted(one.official.roles))),
            escape("; ".join(_state(one))),
            _last_entry(one),
        )
        for one in accounts
    ]
    chosen = {role for role in ROLES if typed.get(f"rol_{role}")}
    return (
        "<h1>Cuentas</h1><p>Una cuenta es un cargo, nunca el nombre de una persona.</p>"
        f"{table('Cuentas del panel', head, rows)}"
        '<section id="agregar"><h2>Agregar un cargo</h2>'
        f'<form method="post" action="{ACCOUNTS}">{hidden({"csrf": session.csrf})}'
        '<p><label for="nombre">Nombre del cargo, por ejemplo «Coordinador TD»</label>'
        f'<input id="nombre" name="nombre" value="{escape(typed.get("nombre", ""))}" required '
        f'maxlength="{LONGEST_POST}" autocomplete="off"></p>{_roles(chosen)}'
        "<p><button>Agregar</button></p></form></section>"
    )


def account_page(account: Account, session: StaffSession, words: str) -> str:
    """Return one account, with what may be done with it."""
    official = account.official
    facts = {
        "Roles": ", ".join(sorted(official.roles)),
        "Estado": "; ".join(_state(account)),
        "Última entrada": _last_entry(account),
        "Sesiones abiertas": str(account.open_sessions),
    }
    terms = "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in facts.items())
    forms = _forms(account, session) if official.active else ""
    return (
        f"<h1>{official.id}: {escape(official.name)}</h1>{words}<dl>{terms}</dl>{forms}"
        f'<p class="volver"><a href="{ACCOUNTS}">Ver todas las cuentas</a></p>'
    )


def key_page(official: Official, key: str) -> str:
    """Return the personal key, which is never shown again."""
    return (
        f"<h1>Clave personal de {official.id}</h1>"
        f"<p>{escape(official.name)}. Cópiala ahora: no se puede volver a ver.</p>"
        f"<pre>{escape(key)}</pre><p>Entrégala por un medio reservado. Con ella, quien ocupa el "
        f"cargo elige su contraseña en {CHOOSE} y usa la API. Quien la tiene actúa como este "
        f'cargo.</p><p><a href="{ACCOUNTS}">Ya la copié</a></p>'
    )


def _forms(account: Account, session: StaffSession) -> str:
    official = account.official
    address = f"{ACCOUNTS}/{official.id}"
    token = hidden({"csrf": session.csrf})

    def one(what: str, title: str, words: str, button: str, inside: str = "") -> str:
        return (
            f'<section id="{what}"><h2>{title}</h2><p>{words}</p>'
            f'<form method="post" action="{address}/{what}">{token}{inside}'
            f'<p><button class="otro">{button}</button></p></form></section>'
        )

    parts = [
        one(
            "roles",
            "Cambiar los roles",
            "Se cierran sus sesiones: tendrá que entrar de nuevo.",
            "Guardar los roles",
            _roles(official.roles),
        )
    ]
    if account.is_locked:
        parts.append(
            one(
                "desbloquear",
                "Desbloquear",
                "Hubo demasiados intentos equivocados. Podrá intentar de inmediato.",
                "Desbloquear",
            )
        )
    if account.open_sessions:
        parts.append(
            one(
                "sesiones",
                "Cerrar sus sesiones",
                "Tendrá que entrar de nuevo donde esté.",
                "Cerrar las sesiones",
            )
        )
    parts.append(
        one(
            "clave",
            "Renovar la clave personal",
            "La clave anterior y la contraseña dejan de servir, y se cierran sus sesiones. La "
            "clave nueva se muestra una sola vez.",
            "Renovar la clave",
        )
    )
    parts.append(
        one(
            "desactivar",
            "Desactivar",
            "No podrá entrar ni actuar más. Lo que hizo queda registrado. No se deshace.",
            f"Desactivar {official.id}",
            '<p><label class="opcion"><input type="checkbox" name="seguro" value="si" required> '
            "Sí, quiero desactivar este cargo</label></p>",
        )
    )
    return "".join(parts)


def _roles(chosen: Collection[str]) -> str:
    boxes = "".join(
        f'<label class="opcion"><input type="checkbox" name="rol_{role}" value="si"'
        f"{' checked' if role in chosen else ''}> {escape(words)}</label>"
        for role, words in ROLE_WORDS.items()
    )
    return f"<fieldset><legend>Roles</legend>{boxes}</fieldset>"


def _state(account: Account) -> list[str]:
    if not account.official.active:
        return ["desactivada"]
    found = ["con contraseña" if account.has_password else "sin contraseña"]
    if account.is_linked:
        found.append("con identidad vinculada")
    if account.is_locked:
        found.append("bloqueada por intentos equivocados")
    return found


def _last_entry(account: Account) -> str:
    if account.last_entry is None:
        return _NEVER
    return account.last_entry.astimezone(CHILE).strftime("%d/%m/%Y %H:%M")
