"""Gradio's page as it is served: rewritten on the way out.

Spanish as its language, our style and scripts, something to use until Gradio has arrived or where
it never will, and a nonce on each script, so that no other script can run.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.assets import read, version_of
from ui.guard import path_inside

_CSP = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
_SOCIAL = re.compile(r"<meta\s+(?:property=\"og:|name=\"twitter:)[^>]*?/>\s*", re.S)
_IFRAME_RESIZER = re.compile(r"<script data-gradio-mode>.*?</script>\s*<script>.*?</script>", re.S)
_STYLE = re.compile(r'<link rel="stylesheet" crossorigin href="./assets/[^>]*>')


@dataclass(frozen=True)
class Parts:
    """What a page of ours is, besides Gradio's."""

    name: str
    """What the page is, for machines that list pages."""
    scripts: tuple[str, ...]
    sheets: tuple[str, ...]
    first: Callable[[], str]
    """Gives the HTML of what is seen until Gradio has arrived."""
    framed: str = ""
    """What the head holds besides where the page is in a frame; with `{nonce}` in it."""


class ServedChat:
    """Rewrites Gradio's page."""

    def __init__(self, app: ASGIApp, parts: Parts) -> None:
        """Wrap Gradio's application."""
        self._app = app
        self._parts = parts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or path_inside(scope) != "/":
            await self._app(scope, receive, send)
            return
        # Old browsers do not say where they show the page: they get what a frame needs, unused.
        is_framed = Headers(scope=scope).get("sec-fetch-dest") != "document"
        kept = [(k, v) for k, v in scope["headers"] if k != b"accept-encoding"]
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
                content = rewrite(content.decode(), nonce, self._parts, is_framed).encode()
                headers["Content-Security-Policy"] = _CSP.format(nonce=nonce)
                headers["Cache-Control"] = "no-store"
                headers["Content-Length"] = str(len(content))
            await send(start)
            is_head = scope["method"] == "HEAD"
            await send({"type": "http.response.body", "body": b"" if is_head else content})

        # A query could carry a «deep link» that Gradio would look for in its files.
        await self._app({**scope, "headers": kept, "query_string": b""}, receive, rewritten)


def rewrite(html: str, nonce: str, parts: Parts, is_framed: bool) -> str:
    """Return Gradio's page with our parts in it, each script with its nonce."""
    html = _IFRAME_RESIZER.sub("", _SOCIAL.sub("", html))
    html = html.replace('lang="en"', 'lang="es-CL"', 1)
    html = re.sub(r"<script(?=[ >])", f'<script nonce="{nonce}"', html)
    scripts = "".join(
        f'<script nonce="{nonce}" src="/{name}?v={version_of(name)}" defer></script>\n'
        for name in parts.scripts
    )
    head = (
        f'<script nonce="{nonce}" src="/boot.js?v={version_of("boot.js")}"></script>\n{scripts}'
        f'<link rel="icon" href="/favicon.svg" type="image/svg+xml">\n'
        f'<meta name="description" content="{escape(parts.name)}">\n'
        f"<style>{read('first_screen.css').decode()}</style>\n"
    )
    if is_framed:
        head += parts.framed.format(nonce=nonce)
    sheets = "".join(
        f'<link rel="stylesheet" href="/{name}?v={version_of(name)}">\n' for name in parts.sheets
    )
    if gradios := _STYLE.search(html):
        sheets = f"{gradios[0]}\n{sheets}"
        html = html.replace(gradios[0], "", 1)
    html = html.replace("<base ", f"{head}<base ", 1)
    # After the first screen, which is drawn while they arrive.
    return html.replace("<gradio-app", f"{parts.first()}\n{sheets}<gradio-app", 1)
