"""A PostgreSQL server of our own, to be killed: its processes, or the whole of it at once."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

_START_S = 60.0


class NoServer(Exception):
    """There is no PostgreSQL to start here; raised with what is missing."""


class OwnServer:
    """A server in a folder of its own, with the settings that PostgreSQL comes with."""

    def __init__(self, folder: Path) -> None:
        """Make its files, and start it.

        Raises:
            NoServer: the programs are not installed, or the files could not be made.
        """
        self._programs = _programs()
        self._data = folder / "data"
        self._user = "postgres" if os.geteuid() == 0 else None  # it refuses to run as root
        if self._user:
            shutil.chown(folder, self._user)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        made = subprocess.run(
            [self._programs / "initdb", "-D", self._data, "-A", "trust", "-U", "postgres"],
            capture_output=True,
            user=self._user,
            cwd=folder,
        )
        if made.returncode:
            raise NoServer("initdb no pudo crear los archivos")
        self._folder = folder
        self.start()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        """Start it, and wait until it answers.

        Raises:
            NoServer: it does not.
        """
        self._process = subprocess.Popen(
            [
                self._programs / "postgres", "-D", self._data, "-p", str(self._port),
                "-k", self._folder, "-c", "listen_addresses=127.0.0.1",
            ],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, user=self._user, cwd=self._folder,
        )  # fmt: skip
        self.wait()

    def wait(self) -> None:
        """Return once it answers.

        Raises:
            NoServer: it does not.
        """
        engine = create_engine(self.url)
        until = time.monotonic() + _START_S
        while time.monotonic() < until:
            try:
                with engine.connect():
                    return
            except SQLAlchemyError:
                time.sleep(0.05)
            finally:
                engine.dispose()
        raise NoServer("el servidor no parte")

    def kill_a_backend(self) -> None:
        """Kill with SIGKILL a process that serves one client; the server recovers by itself."""
        engine = create_engine(self.url)
        with engine.connect() as connection:
            backends = connection.execute(
                text(
                    "SELECT pid FROM pg_stat_activity "
                    "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
                )
            ).scalars()
            victim = next(iter(backends), None)
        engine.dispose()
        if victim is not None:
            os.kill(victim, signal.SIGKILL)
        time.sleep(0.05)
        self.wait()

    def cut(self) -> None:
        """Stop it as a power cut would, with nothing written out, and start it again."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait()
        self.start()

    def stop(self) -> None:
        """Stop it for good."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait()


@contextmanager
def own_server() -> Iterator[OwnServer]:
    """Give a server that is gone afterwards, with its files.

    Raises:
        NoServer: none can be started here.
    """
    with tempfile.TemporaryDirectory() as folder:
        server = OwnServer(Path(folder))
        try:
            yield server
        finally:
            server.stop()


def _programs() -> Path:
    config = shutil.which("pg_config")
    if config:
        told = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=True)
        folder = Path(told.stdout.strip())
        if (folder / "initdb").exists():
            return folder
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    raise NoServer("no están initdb y postgres")
