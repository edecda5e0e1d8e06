"""What a browser may do with our pages, and which of Gradio's doors are open.

Gradio serves many addresses that this program has no use for (uploads, files, proxies, run
history). Only those that the chat page asks for are let through; `ui.chat.served` rewrites it.
"""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.embedding.frames import framed_by
from ui.guard import explain, path_inside
from ui.problems import problem

_ALWAYS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), "
    "browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_PLAIN_CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
_OPEN = frozenset(
    {
        "/",
        "/config",
        "/theme.css",
        "/robots.txt",
        "/gradio_api/queue/join",
        "/gradio_api/queue/data",
        "/gradio_api/run/predict",
        "/gradio_api/startup-events",
        "/gradio_api/app_id",
    }
)
_REFUSALS = {404: "ruta-desconocida", 405: "metodo-no-permitido"}
_OPEN_FOLDERS = ("/assets/", "/static/", "/gradio_api/heartbeat/")


class SafeHeaders:
    """Adds to every response what browsers must not do with it."""

    def __init__(self, app: ASGIApp, sites: Sequence[str] = (), hsts_seconds: int = 0) -> None:
        """Wrap `app`; `sites` may frame the chat, and HTTPS is demanded for `hsts_seconds`."""
        self._app = app
        self._sites = sites
        # Not its subdomains: those of an institution are not ours to decide on.
        hsts = {"Strict-Transport-Security": f"max-age={hsts_seconds}"}
        self._always = _ALWAYS | hsts if hsts_seconds else _ALWAYS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._always.items():
                    headers[name] = value
                headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
                policy = headers.setdefault("Content-Security-Policy", _PLAIN_CSP)
                framed = framed_by(policy, scope["path"], self._sites)
                headers["Content-Security-Policy"] = framed
            await send(message)

        await self._app(scope, receive, with_headers)


class GradioDoors:
    """Lets through only the addresses of Gradio that the chat uses."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap Gradio's application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        path = path_inside(scope)
        is_open = path in _OPEN or path.startswith(_OPEN_FOLDERS)
        if scope["type"] == "http" and is_open:
            await self._app(scope, receive, _in_our_words(scope, receive, send))
        elif scope["type"] == "lifespan" or is_open:
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await explain(scope, "ruta-desconocida")(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})


def _in_our_words(scope: Scope, receive: Receive, send: Send) -> Send:
    """Return a `send` that says itself what Gradio refuses: its refusals repeat what was sent."""
    is_refused = False

    async def told(message: Message) -> None:
        nonlocal is_refused
        if message["type"] == "http.response.start":
            is_refused = 400 <= message["status"] < 500
            if is_refused:
                kind = _REFUSALS.get(message["status"], "solicitud-invalida")
                await problem(kind)(scope, receive, send)
        if not is_refused:
            await send(message)

    return told
