"""`asistente`: everything that can be done from a terminal, and how every command speaks and ends.

A command is one small module. Whatever is heavy is imported inside the command, so that `--help`
answers at once; modules that are heavy as a whole (`log`, `eval`) are imported when they are used.
Exit codes: 0 all is well, 1 a problem was found, 2 it could not be done. Typer speaks English; the
two classes at the end make its help and its complaints Spanish.
"""

from __future__ import annotations

import errno
import importlib
import importlib.util
import json
import logging
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import extract_tb
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

FOUND, IMPOSSIBLE = 1, 2
Json = Annotated[bool, typer.Option("--json", help="Salida para programas.")]


def print_json(report: object) -> None:
    """Write `report` as one line of JSON, at once."""
    sys.stdout.write(json.dumps(report, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def fail(message: str, as_json: bool, code: int = IMPOSSIBLE) -> NoReturn:
    """End the command with one message: what, where, what to do."""
    if as_json:
        print_json({"error": message})
    else:
        _complain(message)
    raise typer.Exit(code)


@contextmanager
def explained(as_json: bool) -> Iterator[None]:
    """Turn what is broken into words and an exit code; the technical log stays quiet."""
    logging.getLogger("knowledge_base").addHandler(logging.NullHandler())
    try:
        yield
    except typer.Exit:
        raise
    except OSError as error:
        if error.errno == errno.EPIPE:  # whoever reads the output closed it: nothing to explain
            raise
        fail(_explain_refusal(error, "Archivo o carpeta"), as_json)
    except _known_errors() as error:
        fail(str(error), as_json)


@contextmanager
def progress_bar(task: str) -> Iterator[Callable[[int, int], None]]:
    """Show how far `task` is on the error output, so that the output stays for the result."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        number = progress.add_task(task, total=None)
        yield lambda done, total: progress.update(number, completed=done, total=total)


def read_stdin() -> str:
    """Return the standard input whole; a byte that is not UTF-8 costs one sign, not the rest."""
    return sys.stdin.buffer.read().decode("utf-8", errors="replace")


def _known_errors() -> tuple[type[Exception], ...]:
    """Return the errors whose words already say what to do."""
    from assistant.settings import SettingsError
    from ui.cli.serve import _explained_errors

    return (*_explained_errors(), SettingsError)


def _explain_refusal(error: OSError, where: str) -> str:
    from assistant.database import reason

    named = error.filename or where
    return f"{named}: {reason(error)}. Revisa permisos, espacio y ASISTENTE_DATA_DIR."


def _complain(message: str) -> None:
    from rich.console import Console

    Console(stderr=True).print(message, style="red", markup=False, highlight=False, soft_wrap=True)


_USAGE_ERROR: Any = typer.BadParameter.__mro__[1]
"""Typer carries a copy of Click under a private name; this is its class of wrong uses."""

_VALUE = r"Invalid value for '?([^:']*)'?: (?:Value error, )?"
_COMPLAINTS = {
    r"No such command '(.*?)'\.(?: Did you mean '(.*)'\?)": r"«\1» no es una orden. ¿Querías «\2»?",
    r"No such command '(.*?)'\..*": r"«\1» no es una orden.",
    r"Missing command\.": "Falta la orden.",
    r"No such option: (\S+).*": r"La opción «\1» no existe.",
    r"Missing argument '?([^']*?)'?\..*": r"Falta \1.",
    r"Missing option '?([^']*?)'?\..*": r"Falta la opción \1.",
    r"Got unexpected extra argument.*? \((.*)\)": r"Sobra «\1»: escribe el texto entre comillas.",
    r"Option '(.*)' requires .*": r"La opción «\1» necesita un valor.",
    _VALUE + r"'(.*)' is not one of (.*)\.": r"\1: «\2» no sirve. Usa \3.",
    _VALUE + r"Input should be a valid integer.*": r"\1: escribe un número entero.",
    _VALUE + r"Input should be greater than or equal to (.*)": r"\1: el mínimo es \2.",
    _VALUE + r"Input should be less than or equal to (.*)": r"\1: el máximo es \2.",
    _VALUE + r"(.*)": r"\1: \2",
    r"Invalid value: (.*)": r"\1",
}
"""What Typer says of a wrong use, and what we say; anything else is shown as it comes."""


def _in_words(complaint: str) -> str:
    """Return in Spanish what Typer complains about.

    >>> _in_words("No such option: --jsom Did you mean --json?")
    'La opción «--jsom» no existe.'
    """
    for pattern, words in _COMPLAINTS.items():
        if match := re.fullmatch(pattern, complaint, re.DOTALL):
            return match.expand(words)
    return complaint


def _explain_defect(error: Exception) -> str:
    """Return where the program broke, and nothing that the error says: it may quote a person."""
    frame = extract_tb(error.__traceback__)[-1]
    return (
        f"Fallo inesperado: {type(error).__name__} en {Path(frame.filename).name}:{frame.lineno}. "
        "Es un defecto del programa: envía esta línea a quien lo mantiene."
    )


class _Spanish:
    """What a command needs in order to show its help in Spanish."""

    def get_usage(self, ctx: Any) -> str:
        usage: str = super().get_usage(ctx)  # type: ignore[misc]
        for english, spanish in (
            ("Usage:", "Uso:"),
            ("[OPTIONS]", "[OPCIONES]"),
            ("COMMAND [ARGS]...", "ORDEN [ARGUMENTOS]…"),
        ):
            usage = usage.replace(english, spanish)
        return usage

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "Muestra esta ayuda y termina."
        return option

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from typer import rich_utils

        rich_utils.ARGUMENTS_PANEL_TITLE = "Argumentos"
        rich_utils.OPTIONS_PANEL_TITLE = "Opciones"
        rich_utils.COMMANDS_PANEL_TITLE = "Órdenes"
        rich_utils.DEFAULT_STRING = "[por defecto: {}]"
        rich_utils.REQUIRED_LONG_STRING = "[obligatorio]"
        super().format_help(ctx, formatter)  # type: ignore[misc]


class _Command(_Spanish, TyperCommand):
    """A command with Spanish help."""


class _Group(_Spanish, TyperGroup):
    """A group of commands with Spanish help."""


def _in_spanish(app: typer.Typer) -> typer.Typer:
    """Give every command under `app` Spanish help."""
    app.info.cls = app.info.cls if isinstance(app.info.cls, type) else _Group
    for command in app.registered_commands:
        command.cls = _Command
    for group in app.registered_groups:
        group.cls = _Group
        if group.typer_instance is not None:
            _in_spanish(group.typer_instance)
    return app


class _Later(_Group):
    """Commands whose module is imported when they are used and not before."""

    def __init__(self, name: str, help: str, module: str) -> None:
        super().__init__(name=name, help=help)
        self.module = module

    def make_context(
        self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any
    ) -> Any:
        try:
            module = importlib.import_module(self.module)
        except ModuleNotFoundError as error:
            fail(
                f"Falta la biblioteca «{error.name}». Instala lo que usa esta orden: "
                "pip install 'asistente-gore[evals]' (con `make setup` ya viene).",
                as_json=False,
            )
        app: typer.Typer | None = getattr(module, "app", None)
        command: Any
        if app is not None:
            command = typer.main.get_group(_in_spanish(app))
        else:
            app = typer.Typer(add_completion=False)
            app.command()(module.evaluate)
            command = typer.main.get_command(_in_spanish(app))
        return command.make_context(info_name, args, parent, **extra)


class _Root(_Group):
    """The program: where every command ends, well or badly."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.add_command(
            _Later("log", "Comprueba, purga y exporta el registro de decisiones.", "ui.cli.log")
        )
        if importlib.util.find_spec("evals.command"):
            self.add_command(_Later("eval", "Mide al asistente con sus casos.", "evals.command"))

    def main(self, *args: Any, **options: Any) -> NoReturn:
        try:
            code = super().main(*args, **options | {"standalone_mode": False})
        except _USAGE_ERROR as error:
            if type(error).__name__ != "NoArgsIsHelpError":  # that one has shown the help
                _complain(_in_words(error.format_message()))
                if error.ctx is not None:
                    _complain(f"La ayuda está en: {error.ctx.command_path} --help")
            sys.exit(IMPOSSIBLE)
        except typer.Abort:
            sys.exit(130)
        except OSError as error:
            _complain(_explain_refusal(error, "La salida"))
            sys.exit(IMPOSSIBLE)
        except Exception as error:
            is_known = isinstance(error, _known_errors())
            _complain(str(error) if is_known else _explain_defect(error))
            sys.exit(IMPOSSIBLE)
        sys.exit(code or 0)


def _build_app() -> typer.Typer:
    """Return the program with every command mounted."""
    from ui.cli import (
        ask,
        audit,
        backup,
        catalogue,
        classify,
        desk,
        doctor,
        ingest,
        kb,
        policy,
        redact,
        serve,
        staff,
        systems,
    )

    root = typer.Typer(
        cls=_Root,
        help="Asistente ciudadano del gobierno regional: responde con citas y deja registro.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
    )
    root.command()(serve.serve)
    root.command()(ask.ask)
    root.command()(redact.redact)
    root.command()(ingest.ingest)
    root.add_typer(kb.app, name="kb")
    root.command()(classify.classify)
    root.add_typer(policy.app, name="policy")
    root.add_typer(catalogue.app, name="catalogue")
    root.add_typer(systems.app, name="systems")
    root.add_typer(staff.app, name="staff")
    root.add_typer(desk.app, name="desk")
    root.add_typer(audit.app, name="audit")
    root.add_typer(backup.app, name="backup")
    root.command()(doctor.doctor)
    return _in_spanish(root)


app = _build_app()
