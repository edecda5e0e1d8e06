"""What the plain pages of the panel share: their frame, their links, their cookies."""

from __future__ import annotations

from html import escape
from typing import Literal

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from assistant.desk.permissions import Action, may
from ui.forms import hidden
from ui.pages import page
from ui.panel.sessions import COOKIE, HOURS, StaffSession

HOME, ENTER, LEAVE, SYSTEMS = "/panel/", "/panel/entrar", "/panel/salir", "/panel/sistemas"
CHOOSE, OTHER, OTHER_BACK = f"{ENTER}/crear", f"{ENTER}/oidc", f"{ENTER}/oidc/volver"
ACCOUNTS, FEEDBACK = "/panel/cuentas", "/panel/opiniones"
LINKS: tuple[tuple[str, str, Action], ...] = (
    (HOME, "Conversación", Action.CONVERSE),
    (SYSTEMS, "Sistemas", Action.CONVERSE),
    (f"{SYSTEMS}/tabla", "Tabla del Subcomité", Action.CONVERSE),
    ("/panel/casos", "Casos", Action.ATTEND),
    ("/panel/vacios", "Vacíos", Action.SEE_GAPS),
    (FEEDBACK, "Opiniones", Action.READ_FEEDBACK),
    ("/panel/solicitudes", "Solicitudes", Action.HANDLE_REQUESTS),
    ("/panel/medidas", "Medidas", Action.SEE_MEASURES),
    ("/panel/actividad", "Actividad", Action.SEE_ACTIVITY),
    ("/panel/auditoria", "Auditoría", Action.EXPORT_LOG),
    (ACCOUNTS, "Cuentas", Action.MANAGE_ACCOUNTS),
)
"""Where each part of the panel is, what it is called, and what one must be allowed to see it."""

_CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
_UNREACHABLE = (
    "<h1>El registro no responde</h1><p>Nada se guardó. Vuelve a intentar; si sigue, avisa a "
    "quien administra el servidor.</p>"
)


def panel_page(
    title: str, body: str, session: StaffSession | None = None, status: int = 200
) -> Response:
    """Return a page of the panel, with its links when somebody is inside; `body` is HTML."""
    links = _links(session) if session else ""
    response = page(title, links + body, "Panel de funcionarios", status)
    response.headers["Content-Security-Policy"] = _CSP
    response.headers["Cache-Control"] = "no-store"
    return response


def unreachable_page() -> Response:
    """Return the page that says that the records cannot be reached."""
    return panel_page("El registro no responde", _UNREACHABLE, status=503)


def session_of(request: Request) -> StaffSession:
    """Return the session that the guard of the panel found."""
    session = request.state.staff_session
    assert isinstance(session, StaffSession)
    return session


def go_to(address: str) -> RedirectResponse:
    """Return the answer that sends a browser to one of our pages, with GET."""
    return RedirectResponse(address, 303, {"Cache-Control": "no-store"})


def set_cookie(
    response: Response,
    value: str,
    *,
    secure: bool,
    name: str = COOKIE,
    path: str = "/",
    max_age: int = HOURS * 3600,
    same_site: Literal["strict", "lax"] = "strict",
) -> None:
    """Put a cookie that scripts and other sites cannot use.

    A `lax` one comes back when another site sends the browser here; a `strict` one does not.
    """
    response.set_cookie(
        name,
        value,
        max_age=max_age,
        path=path,
        secure=secure,
        httponly=True,
        samesite=same_site,
    )


def _links(session: StaffSession) -> str:
    found = "".join(
        f'<li><a href="{address}">{escape(text)}{_unread(session, address)}</a></li>'
        for address, text, action in LINKS
        if may(session.official, action)
    )
    return (
        f'<nav class="panel" aria-label="Panel"><ul>{found}</ul>'
        f'<form method="post" action="{LEAVE}">{hidden({"csrf": session.csrf})}'
        f"<span>{escape(session.official.name)}</span> <button>Salir</button></form></nav>"
    )


def _unread(session: StaffSession, address: str) -> str:
    if address != FEEDBACK or not session.unread:
        return ""
    return f' ({session.unread}<span class="solo-lector"> sin revisar</span>)'
