"""The files that the pages load, read once and served with the version in their address."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from fastapi import FastAPI, Response

_FOLDER = Path(__file__).parent / "static"
_TYPES = {
    "a11y.js": "text/javascript",
    "answers.css": "text/css",
    "answers.js": "text/javascript",
    "boot.js": "text/javascript",
    "case.js": "text/javascript",
    "chat.css": "text/css",
    "contact.js": "text/javascript",
    "live_chat.js": "text/javascript",
    "live.js": "text/javascript",
    "panel.js": "text/javascript",
    "tools.css": "text/css",
    "tools.js": "text/javascript",
    "sources.js": "text/javascript",
    "page.css": "text/css",
    "embedded.css": "text/css",
    "embedded.js": "text/javascript",
    "first_screen.js": "text/javascript",
    "favicon.svg": "image/svg+xml",
    "favicon.ico": "image/x-icon",
}


@cache
def read(name: str) -> bytes:
    """Return the content of one of the files."""
    return (_FOLDER / name).read_bytes()


@cache
def version_of(name: str) -> str:
    """Return what changes when the file does."""
    return hashlib.sha256(read(name)).hexdigest()[:12]


def add_assets(app: FastAPI) -> None:
    """Serve every file at the root of the site."""
    for name, media_type in _TYPES.items():
        app.add_api_route(
            f"/{name}", _serve(name, media_type), methods=["GET", "HEAD"], include_in_schema=False
        )


def _serve(name: str, media_type: str) -> Callable[[], Response]:
    def asset() -> Response:
        headers = {"Cache-Control": "public, max-age=86400", "ETag": f'"{version_of(name)}"'}
        return Response(read(name), headers=headers, media_type=media_type)

    return asset
