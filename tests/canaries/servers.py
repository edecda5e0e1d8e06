"""Servers of the tests that keep what they are sent, and bytes sent to one by hand."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class _Recorder(BaseHTTPRequestHandler):
    """Answers everything with nothing, and keeps what it was sent."""

    kept: list[bytes]

    def do_POST(self) -> None:
        """Keep what was sent."""
        length = int(self.headers.get("content-length", "0"))
        self.kept.append(f"{self.path}\n{self.headers}".encode() + self.rfile.read(length))
        self.send_response(200)
        self.end_headers()

    do_GET = do_PATCH = do_PUT = do_POST

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def recording() -> Iterator[tuple[str, list[bytes]]]:
    """Give the address of a server and what it was sent."""
    kept: list[bytes] = []
    handler = type("Handler", (_Recorder,), {"kept": kept})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", kept
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


def send_raw(url: str, content: bytes) -> bytes:
    """Return what the server answers to bytes that may be no request at all."""
    host, _, port = url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), 5) as connection:
        connection.settimeout(2)
        connection.sendall(content)
        try:
            return connection.recv(65536)
        except TimeoutError:
            return b""
