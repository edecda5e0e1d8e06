"""What a browser may do with our pages, and which of Gradio's doors are open.

Gradio serves many addresses that this program has no use for (uploads, files, proxies, run
history). Only those that the chat page asks for are let through. Its page is rewritten on the way
out: Spanish as its language, our style and scripts, words for who has no JavaScript, and a nonce
on each script, so that no other script can run.
"""

from __future__ import annotations

import gzip
import re
import secrets
from collections.abc import Sequence
from html import escape

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from knowledge_base.institution import Institution
from ui.assets import version_of
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
_CHAT_CSP = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
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

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers[name] = value
                headers.setdefault("Content-Security-Policy", _PLAIN_CSP)
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


class SafeChatPage:
    """Rewrites Gradio's page: language, our files, words without JavaScript, nonces."""

    def __init__(self, app: ASGIApp, institution: Institution, is_panel: bool = False) -> None:
        """Wrap Gradio's application; `is_panel` is for the page of staff."""
        self._app = app
        self._institution = institution
        own = ("panel.js",) if is_panel else ("live_chat.js", "contact.js")
        self._scripts = ("a11y.js", *own)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or path_inside(scope) != "/":
            await self._app(scope, receive, send)
            return
        accepts_gzip = "gzip" in Headers(scope=scope).get("accept-encoding", "")
        kept = [(k, v) for k, v in scope["headers"] if k != b"accept-encoding"]
        # A query could carry a «deep link» that Gradio would look for in its files.
        start: Message = {}
        body = bytearray()

        async def rewritten(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            if message["type"] != "http.response.body":
                await send(message)
                return
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            content = bytes(body)
            headers = MutableHeaders(scope=start)
            if headers.get("content-type", "").startswith("text/html"):
                nonce = secrets.token_urlsafe(16)
                content = _rewrite(
                    content.decode(), nonce, self._scripts, self._institution
                ).encode()
                headers["Content-Security-Policy"] = _CHAT_CSP.format(nonce=nonce)
                headers["Cache-Control"] = "no-store"
                if accepts_gzip:
                    content = gzip.compress(content, 5)
                    headers["Content-Encoding"] = "gzip"
                headers["Content-Length"] = str(len(content))
            await send(start)
            is_head = scope["method"] == "HEAD"
            await send({"type": "http.response.body", "body": b"" if is_head else content})

        await self._app({**scope, "headers": kept, "query_string": b""}, receive, rewritten)


_SOCIAL = re.compile(r"<meta\s+(?:property=\"og:|name=\"twitter:)[^>]*?/>\s*", re.S)
_IFRAME_RESIZER = re.compile(r"<script data-gradio-mode>.*?</script>\s*<script>.*?</script>", re.S)


def _rewrite(html: str, nonce: str, scripts: Sequence[str], institution: Institution) -> str:
    html = _SOCIAL.sub("", html)
    html = html.replace('lang="en"', 'lang="es-CL"', 1)
    html = re.sub(r"<script(?=[ >])", f'<script nonce="{nonce}"', html)
    later = "".join(
        f'<script nonce="{nonce}" src="/{name}?v={version_of(name)}" defer></script>\n'
        for name in scripts
    )
    ours = (
        f'<script nonce="{nonce}" src="/boot.js?v={version_of("boot.js")}"></script>\n{later}'
        f'<link rel="icon" href="/favicon.svg" type="image/svg+xml">\n'
        f'<meta name="description" content="{escape(institution.institution.asistente)}">\n'
    )
    style = f'<link rel="stylesheet" href="/chat.css?v={version_of("chat.css")}">\n'
    html = html.replace("<base ", f"{ours}<base ", 1).replace("</head>", f"{style}</head>", 1)
    return html.replace("<gradio-app", f"{_no_script(institution)}\n<gradio-app", 1)


def _no_script(institution: Institution) -> str:
    web = institution.verified_contact("web")
    where = (
        f' o visita <a href="{escape(web.url)}">{escape(web.value)}</a>' if web and web.url else ""
    )
    return (
        '<noscript><div class="sin-javascript">'
        f"<h1>{escape(institution.institution.asistente)}</h1>"
        "<p>Este chat es un sistema de inteligencia artificial y necesita JavaScript, "
        f"que está desactivado en tu navegador. Actívalo{where}.</p></div></noscript>"
    )
