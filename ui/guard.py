"""The outer walls of the web server: size of what arrives, and what leaves when something breaks.

An unexpected error is logged by type and place only. Its message could carry what a person wrote
(a database error repeats its parameters), so neither the log nor the response ever holds it.
"""

from __future__ import annotations

import logging
import traceback

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.pages import words_page
from ui.problems import KINDS, problem

logger = logging.getLogger("asistente.web")

MAX_BODY = 64 * 1024


class BodyLimit:
    """Refuses bodies over `most` bytes, without reading further than that."""

    def __init__(self, app: ASGIApp, most: int = MAX_BODY) -> None:
        """Wrap `app`."""
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "0")
        if not declared.isdecimal() or int(declared[:20]) > self._most:
            await explain(scope, "cuerpo-grande")(scope, receive, send)
            return
        read, is_too_big, has_answered = 0, False, False

        async def counted() -> Message:
            nonlocal read, is_too_big
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._most:
                is_too_big = True
                return {"type": "http.disconnect"}
            return message

        async def answered(message: Message) -> None:
            nonlocal has_answered
            if not is_too_big:
                has_answered = True
                await send(message)

        try:
            await self._app(scope, counted, answered)
        finally:
            if is_too_big and not has_answered:
                await explain(scope, "cuerpo-grande")(scope, receive, send)


class CrashGuard:
    """Turns whatever nobody expected into words, and logs where it happened."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_answered = False

        async def answered(message: Message) -> None:
            nonlocal has_answered
            has_answered = True
            await send(message)

        try:
            await self._app(scope, receive, answered)
        except Exception as error:  # the edge of the process: see the module's docstring
            log_failure("solicitud", error)
            if not has_answered:
                await explain(scope, "error-interno")(scope, receive, send)


def log_failure(what: str, error: BaseException) -> None:
    """Log that `what` failed, with the type and the place of the error and nothing of its text."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = " < ".join(f"{f.filename.rpartition('/')[2]}:{f.lineno}" for f in reversed(frames))
    logger.error("%s: %s en %s", what, type(error).__name__, places)


def explain(scope: Scope, kind: str) -> Response:
    """Return the problem for programs (under /api) or the page for people."""
    if scope["path"].startswith("/api/"):
        return problem(kind)
    described = KINDS[kind]
    return words_page(described.status, described.title, described.remedy)


def path_inside(scope: Scope) -> str:
    """Return the path as the application that is mounted there sees it.

    >>> path_inside({"path": "/panel/config", "root_path": "/panel"})
    '/config'
    """
    path: str = scope.get("path", "")
    return path.removeprefix(scope.get("root_path", "")) or "/"
