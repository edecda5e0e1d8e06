"""A house with every sink in sight: the watched program, its folders, and the servers it speaks to.

Everything that it could write to lies under one folder: data, temporary files, home, the folder
where it was started, and its two outputs. Mail, the chat model, the traces of LangSmith and the
other login go to servers of the tests, which keep what they are given.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from assistant.database import build_engine, writing
from governance.registers.officials import Officials
from governance.registers.roles import ROLES
from tests.assistant.desk.mail_server import Box, free_port, serve
from tests.canaries.canary import Canary, Nest
from tests.canaries.hunt import traces, traces_in_files
from tests.canaries.servers import recording
from tests.canaries.watched import NOTES, PROVIDER
from tests.tiny_knowledge import write_tiny_documents
from tests.ui.entering import give_password
from tests.ui.oidc_provider import CLIENT, SECRET, FakeProvider
from tests.ui.oidc_provider import running as provider_running

REPOSITORY = Path(__file__).resolve().parents[2]
STARTS_S = 240.0
_TITLE = re.compile(rb"<title>(.*?)</title>", re.S)
_HERE = re.compile(r"127\.0\.0\.1|'::1'|localhost|^connect /|\(None, |\('', ")
RELIEF = "relevo"
"""Somebody else who attends."""
COMMON = "clave-comun-de-prueba"


@dataclass
class House:
    """The program and all that it can leave something in."""

    folder: Path
    database_url: str = ""
    nest: Nest = field(default_factory=Nest)
    mail: Box = field(default_factory=Box)
    model: list[bytes] = field(default_factory=list)
    """What the chat model was given."""
    tracer: list[bytes] = field(default_factory=list)
    """What LangSmith was given."""
    provider: FakeProvider = field(default_factory=FakeProvider)
    answers: list[tuple[str, bytes]] = field(default_factory=list)
    """What was answered to others than whoever wrote it, and every refusal, by entry."""
    environment: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    """The personal key of an official of each role."""
    accounts: dict[str, str] = field(default_factory=dict)
    url: str = ""
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._process = self._run("serve", "--port", str(port))
        until = time.monotonic() + STARTS_S
        while True:
            try:
                httpx.get(f"{self.url}/api/v1/health", timeout=30).raise_for_status()
                return
            except httpx.TransportError:
                if self._process.poll() is not None or time.monotonic() > until:
                    raise AssertionError(self.said[-3000:].decode("utf-8", "replace")) from None
                time.sleep(0.1)

    def stop(self) -> None:
        """Stop the server as an operator would."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(30)

    def command(self, *arguments: str, given: str = "") -> bytes:
        """Return what a command wrote on its standard output, which is its answer and no sink."""
        out = self.folder / "respuesta.tmp"
        with out.open("wb") as answer:
            process = self._run(*arguments, stdout=answer.fileno())
            process.communicate(given.encode(), 120)
        return out.read_bytes()

    def hire(self) -> None:
        """Have an official of each role, each with a key and a password."""
        engine = build_engine(self.database, must_exist=True)
        with writing(engine) as connection:
            for post, role in [*((role, role) for role in ROLES), (RELIEF, "atencion")]:
                who, key = Officials().create(connection, f"Cargo de {post}", [role])
                self.keys[post], self.accounts[post] = key, who.id
                give_password(connection, who.id)
        engine.dispose()

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the database."""
        return (
            self.database_url or f"sqlite:///{self.folder / 'sumideros' / 'datos' / 'asistente.db'}"
        )

    @property
    def said(self) -> bytes:
        """What every process wrote on its outputs."""
        return b"".join(file.read_bytes() for file in (self.folder / "sumideros").glob("*.txt"))

    def browser(self) -> httpx.Client:
        """Return somebody's browser: nothing typed may come back in an address or a title."""

        def look(answer: httpx.Response) -> None:
            self.heard("dirección a la que se va", answer.headers.get("location", "").encode())
            if answer.headers.get("content-type", "").startswith("text/html"):
                titles = _TITLE.findall(answer.read())
                self.heard("título de una página", b"\n".join(titles))

        return httpx.Client(base_url=self.url, timeout=60, event_hooks={"response": [look]})

    def heard(self, entry: str, answer: httpx.Response | bytes) -> None:
        """Keep an answer that must hold nothing of anybody."""
        if isinstance(answer, httpx.Response):
            told = f"{answer.url}\n{answer.headers}\n".encode()
            answer = told.replace(self.url.encode(), b"") + answer.content
        self.answers.append((entry, answer))

    def leaks(self) -> dict[str, list[Canary]]:
        """Return every trace, by the sink where it was found."""
        planted = self.nest.planted
        sinks = {
            "correo": b"\n".join(m.as_bytes() for m in self.mail.messages),
            "modelo": b"\n".join(self.model),
            "trazas": b"\n".join(self.tracer),
            "otro servicio": repr((self.provider.asked, self.provider.tried)).encode(),
            "base de datos": self.dump(),
        }
        found = {sink: traces(content, planted) for sink, content in sinks.items()}
        for entry, answer in self.answers:
            found.setdefault(f"respuesta a {entry}", []).extend(traces(answer, planted))
        found |= traces_in_files([self.folder / "sumideros"], planted)
        return {sink: there for sink, there in found.items() if there}

    def dump(self) -> bytes:
        """Return every row of a PostgreSQL database as text; that of SQLite is a file."""
        if not self.database_url:
            return b""
        engine = build_engine(self.database_url)
        with engine.connect() as connection:
            names = connection.exec_driver_sql(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
            ).scalars()
            rows = [
                str(row[0])
                for name in names.all()
                for row in connection.exec_driver_sql(f'SELECT t::text FROM "{name}" t')
            ]
        engine.dispose()
        return "\n".join(rows).encode()

    def limits(self) -> str:
        """Return what the system lets the server do, where the system tells."""
        assert self._process is not None
        return Path(f"/proc/{self._process.pid}/limits").read_text(encoding="ascii")

    def noted(self, what: str) -> list[str]:
        """Return what the processes noted: places that they connected to, parts that broke."""
        lines = (self.folder / "notas.txt").read_text(encoding="utf-8").splitlines()
        return [line.removeprefix(what).strip() for line in lines if line.startswith(what)]

    def outside(self) -> list[str]:
        """Return the connections to other machines."""
        return [place for place in self.noted("socket.") if not _HERE.search(place)]

    def _run(self, *arguments: str, stdout: int | None = None) -> subprocess.Popen[bytes]:
        sinks = self.folder / "sumideros"
        with ExitStack() as files:
            out = stdout or files.enter_context((sinks / "salida.txt").open("ab")).fileno()
            error = files.enter_context((sinks / "errores.txt").open("ab"))
            return subprocess.Popen(
                [sys.executable, "-m", "tests.canaries.watched", *arguments],
                cwd=sinks / "carpeta",
                env=self.environment,
                stdin=subprocess.PIPE if stdout else subprocess.DEVNULL,
                stdout=out,
                stderr=error,
            )


@contextmanager
def open_house(folder: Path, database_url: str = "") -> Iterator[House]:
    """Give a house with nothing running in it but the servers of the tests."""
    sinks = folder / "sumideros"
    for name in ("datos", "temporales", "casa", "carpeta"):
        (sinks / name).mkdir(parents=True)
    documents = folder / "documentos"
    documents.mkdir()
    write_tiny_documents(documents)
    mail, port = Box(), free_port()
    with ExitStack() as open_:
        server = serve(mail, port)
        open_.callback(server.stop)
        model_url, model = open_.enter_context(recording())
        tracer_url, tracer = open_.enter_context(recording())
        provider = open_.enter_context(provider_running())
        house = House(folder, database_url, Nest(), mail, model, tracer, provider)
        house.environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(REPOSITORY),
            "PYTHONDONTWRITEBYTECODE": "1",
            "LANG": "C.UTF-8",
            "HOME": str(sinks / "casa"),
            "TMPDIR": str(sinks / "temporales"),
            "XDG_CACHE_HOME": str(sinks / "casa" / "cache"),
            NOTES: str(folder / "notas.txt"),
            PROVIDER: model_url,
            "LANGCHAIN_TRACING_V2": "true",
            "LANGSMITH_TRACING": "true",
            "LANGSMITH_TRACING_V2": "true",
            "LANGCHAIN_ENDPOINT": tracer_url,
            "LANGSMITH_ENDPOINT": tracer_url,
            "LANGCHAIN_API_KEY": "clave-de-prueba",
            "LANGSMITH_API_KEY": "clave-de-prueba",
            "ASISTENTE_DATA_DIR": str(sinks / "datos"),
            "ASISTENTE_DATABASE_URL": database_url,
            "ASISTENTE_DOCUMENTS": f'["{documents}"]',
            "ASISTENTE_RATE_LIMIT": "0",
            "ASISTENTE_STAFF_TOKEN": COMMON,
            "ASISTENTE_CHAT_MODEL": "canarios:uno",
            "ASISTENTE_CHAT_MODEL_URL": model_url,
            "ASISTENTE_SMTP_URL": f"smtp://127.0.0.1:{port}",
            "ASISTENTE_SMTP_FROM": "asistente@prueba.example",
            "ASISTENTE_NOTIFY_TO": "oficina@prueba.example",
            "ASISTENTE_NOTIFY_MINUTES": "0",
            "ASISTENTE_OIDC_ISSUER": provider.issuer,
            "ASISTENTE_OIDC_CLIENT_ID": CLIENT,
            "ASISTENTE_OIDC_CLIENT_SECRET": SECRET,
        }
        try:
            yield house
        finally:
            house.stop()
