"""Pages and files, compressed on the way out: on a slow network bytes are seconds.

Only what is read with GET and is the same for everybody: what answers a form may hold the id of a
conversation beside words of whoever sent it, and compressing both together tells of one by the
other (BREACH, Gluck, Harris and Prado 2013).
"""

from __future__ import annotations

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

_NOT_OURS = ("/panel", "/api/", "/gradio_api/", "/assets/", "/static/", "/vivo")
"""Pages of staff, programs, and what Gradio compresses by itself."""


class PackedPages:
    """Compresses what is public."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app
        self._packed = GZipMiddleware(app, minimum_size=500)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        is_public = (
            scope["type"] == "http"
            and scope["method"] == "GET"
            and not scope["path"].startswith(_NOT_OURS)
        )
        await (self._packed if is_public else self._app)(scope, receive, send)
