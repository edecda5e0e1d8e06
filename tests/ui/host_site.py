"""A site of somebody else for the tests of the widget: another origin, its own rules and styles.

It is reached as `localhost` while ours is `127.0.0.1`, so that for a browser they are not the same
site: what our page may keep inside it is what it may keep inside any other.
"""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOSTILE = """
* { all: unset !important; display: block !important; color: red !important }
html { font-size: 62.5% !important } body { transform: rotate(1deg) }
button, iframe, section, a { display: none !important }
#tapa { position: fixed !important; inset: 0 !important; z-index: 2147483647 !important;
  pointer-events: none !important }
"""
"""What the worst page could do to what is put in it."""
_PAGE = """<!doctype html><html lang="es-CL"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Municipalidad de ejemplo</title><link rel="stylesheet" href="/estilo.css"></head><body>
<main><h1>Municipalidad de ejemplo</h1><p><a id="antes" href="#antes">Un enlace</a></p></main>
<div id="tapa"></div>{tags}</body></html>"""


class HostSite:
    """A running site whose only page loads the widget of `ours`."""

    def __init__(self, css: str = "") -> None:
        """Serve on a free port, with `css` as the style of the page."""
        self._css = css
        self._page = ""
        self._policy = ""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.origin = f"http://localhost:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def shows(self, ours: str, attributes: str = "", tags: int = 1, frames: bool = True) -> None:
        """Load the widget from `ours`, and let nothing else in; not even frames, if so told."""
        tag = f'<script src="{ours}widget.js" {attributes} async></script>'
        self._page = _PAGE.format(tags=tag * tags)
        allowed = f"frame-src {ours}; " if frames else ""
        self._policy = (
            f"default-src 'none'; script-src {ours}; {allowed}style-src 'self'; "
            "require-trusted-types-for 'script'; trusted-types 'none'; base-uri 'none'"
        )

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:  # the name is http.server's
                is_css = self.path == "/estilo.css"
                is_icon = self.path == "/favicon.ico"
                body = site._css if is_css else "" if is_icon else site._page
                self.send_response(204 if is_icon else 200)
                kind = "text/css" if is_css else "text/html; charset=utf-8"
                self.send_header("Content-Type", kind)
                self.send_header("Content-Security-Policy", site._policy)
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        return Handler
