"""`asistente serve`: build everything, show how far it is, serve until Ctrl-C.

The heavy imports happen inside, after the first words are on the screen: nobody should wonder
whether the program started.
"""

from __future__ import annotations

import errno
import gc
import logging
import socket
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from assistant.settings import Settings
    from ui.facade import AssistantFacade

IMPOSSIBLE = 2
GRACE_SECONDS = 5
"""What turns in course are given to end when the server is told to stop."""


def serve(
    host: Annotated[
        str | None,
        typer.Option(help="Dirección donde escuchar; 0.0.0.0 abre el servicio a la red."),
    ] = None,
    port: Annotated[
        int | None, typer.Option(help="Puerto donde escuchar; 0 elige uno libre.")
    ] = None,
) -> None:
    """Abre el asistente en el navegador: chat, API y páginas de fuentes."""
    console = Console(stderr=True)
    console.print("Iniciando el asistente…")
    gc.disable()  # while it starts, nothing is garbage: half a second less
    from assistant.settings import SettingsError, load_settings

    given = {"host": host, "port": port}
    try:
        settings = load_settings(**{k: v for k, v in given.items() if v is not None})
    except SettingsError as error:
        _stop(console, str(error))
    _leave_no_core()
    listening = _listen(settings, console)
    try:
        assistant = _build(settings, console)
        _run(assistant, settings, listening, console)
    except KeyboardInterrupt:
        console.print("Asistente detenido.")
        raise typer.Exit(130) from None
    finally:
        listening.close()


def _build(settings: Settings, console: Console) -> AssistantFacade:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("Preparando el asistente…", total=None)

        tenths = 0

        def advanced(done: int, total: int) -> None:
            nonlocal tenths
            if not console.is_terminal and 10 * done // max(total, 1) > tenths:
                tenths = 10 * done // max(total, 1)  # a log instead of a bar
                console.print(f"Construyendo el índice… {10 * tenths} %")
            progress.update(
                task, description="Construyendo el índice…", completed=done, total=total
            )

        from assistant.bootstrap import build

        try:
            return build(settings, advanced)
        except OSError as error:
            _stop(console, _cannot_use(settings, error))
        except _explained_errors() as error:
            _stop(console, str(error))


def _explained_errors() -> tuple[type[Exception], ...]:
    """Return the errors whose words already say what to do."""
    from assistant.database import DatabaseError
    from assistant.describe.learned import LearnedError
    from assistant.desk.replies import RepliesError
    from assistant.migrations import NewerSchema
    from assistant.route import RoutesError
    from assistant.texts import TextsError
    from governance.interview.definition import DefinitionError
    from governance.policy.load import PolicyError
    from knowledge_base.embeddings import EmbeddingError
    from knowledge_base.figures import FigureError
    from knowledge_base.index import IndexBroken
    from knowledge_base.ingest import IngestError
    from knowledge_base.institution import InstitutionError
    from knowledge_base.markdown import DocumentError
    from knowledge_base.vectors import VectorIndexError

    return (
        DatabaseError,
        DefinitionError,
        LearnedError,
        RepliesError,
        NewerSchema,
        PolicyError,
        RoutesError,
        TextsError,
        EmbeddingError,
        FigureError,
        IndexBroken,
        IngestError,
        InstitutionError,
        DocumentError,
        VectorIndexError,
    )


def _run(
    assistant: AssistantFacade, settings: Settings, listening: socket.socket, console: Console
) -> None:
    import uvicorn

    from assistant.accounts.installation_key import KeyFileError
    from ui.app import create_app
    from ui.cli.nightly import measuring_quality

    logging.getLogger("asistente").setLevel(logging.INFO)
    try:
        app = create_app(assistant, settings)
    except OSError as error:
        _stop(console, _cannot_use(settings, error))
    except _explained_errors() as error:
        _stop(console, str(error))
    except KeyFileError as error:
        _stop(console, str(error))
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,  # it would hold addresses of people and what they ask for
        proxy_headers=False,  # only `trust_forwarded_for` decides whom to believe
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )

    class Server(uvicorn.Server):
        """A server that says where it is once it listens."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                console.print(f"Asistente listo en [bold]{_address(listening)}[/bold]")
                console.print("Para detenerlo, presiona Ctrl-C.")

    gc.enable()
    gc.freeze()
    try:
        with measuring_quality():
            Server(config).run([listening])
    except OSError as error:
        _stop(console, _cannot_listen(settings, error))
    console.print("Asistente detenido.")


def _leave_no_core() -> None:
    """Have a crash of the interpreter write no copy of its memory, where messages are, on disk."""
    try:
        import resource
    except ImportError:  # there are no such files on Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _listen(settings: Settings, console: Console) -> socket.socket:
    """Take the address now: better to know before minutes of building than after."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        _check_nobody_answers(settings)
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError as error:
        _stop(console, _cannot_listen(settings, error))
    return listening


def _check_nobody_answers(settings: Settings) -> None:
    # Binding with SO_REUSEADDR succeeds beside a server that listens on another address of this
    # machine, and both would seem to work.
    if settings.port == 0:
        return
    host = "127.0.0.1" if settings.host in {"", "0.0.0.0"} else settings.host
    try:
        socket.create_connection((host, settings.port), timeout=0.3).close()
    except OSError:
        return
    raise OSError(errno.EADDRINUSE, "")


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}"


def _cannot_listen(settings: Settings, error: OSError) -> str:
    port = settings.port
    if isinstance(error, socket.gaierror):
        return f"La dirección «{settings.host}» no existe. Usa --host 127.0.0.1 o --host 0.0.0.0."
    if error.errno == errno.EADDRINUSE:
        return (
            f"El puerto {port} ya está en uso: quizá el asistente ya está abierto en "
            f"http://{settings.host}:{port}. Usa otro con --port {port + 1 if port < 65535 else 0}."
        )
    if error.errno == errno.EACCES:
        return (
            f"No hay permiso para usar el puerto {port}. Usa uno mayor que 1023, con --port 7860."
        )
    if error.errno == errno.EADDRNOTAVAIL:
        return f"Esta máquina no tiene la dirección «{settings.host}». Usa --host 127.0.0.1."
    return f"No se puede escuchar en {settings.host}:{port} ({error.strerror})."


def _cannot_use(settings: Settings, error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return (
            f"No queda espacio en el disco de «{settings.data_dir}». Libera espacio y vuelve a "
            "ejecutar: lo que ya estaba construido se conserva."
        )
    where = error.filename or settings.data_dir
    return (
        f"No se puede usar «{where}» ({error.strerror}). Da permiso de escritura o elige otra "
        "carpeta con ASISTENTE_DATA_DIR."
    )


def _stop(console: Console, words: str) -> NoReturn:
    console.print(words, style="red", markup=False, highlight=False)
    raise typer.Exit(IMPOSSIBLE)
