"""The page of another site, which embeds our widget and lets nothing else in."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_PAGE = """<!doctype html>
<html lang="es-CL"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Municipalidad de ejemplo</title></head>
<body><header><p>Municipalidad de ejemplo</p></header>
<main><h1>Otro sitio</h1><p>Una página que no es nuestra y que ofrece el asistente.</p></main>
<script src="{ours}/widget.js" async></script></body></html>
"""


@contextmanager
def foreign_site(port: int) -> Iterator[str]:
    """Give the origin of a site that serves, once `allow` names it, a page with our widget.

    It is `localhost` where we are 127.0.0.1: another site for the browser, not only another port.
    The address of our server goes in the path, because it is not known yet.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            ours = f"http:/{self.path}"
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header(
                "Content-Security-Policy",
                f"default-src 'none'; script-src {ours}; frame-src {ours}",
            )
            self.end_headers()
            self.wfile.write(_PAGE.format(ours=ours).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://localhost:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def page_for(foreign: str, base: str) -> str:
    """Return the address of the foreign page that embeds the widget of `base`.

    >>> page_for("http://localhost:1", "http://127.0.0.1:2")
    'http://localhost:1/127.0.0.1:2'
    """
    return f"{foreign}/{base.removeprefix('http://')}"
