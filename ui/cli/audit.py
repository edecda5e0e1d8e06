"""`asistente audit`: the whole log for whoever audits, with who took it and why on record."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, cast

import typer

from ui.cli import FOUND, Json, fail, print_json
from ui.cli.registers import KeyFile, ask_key, read_day, register_errors, sign_in

if TYPE_CHECKING:
    from assistant.desk.audit.desk import AuditDesk
    from governance.log.chain import Verification

app = typer.Typer(
    help="Exporta el registro para una auditoría, con cargo y justificación.", no_args_is_help=True
)


@app.callback()
def audit() -> None:
    """Exporta el registro para una auditoría, con cargo y justificación."""


@app.command()
def export(
    file: Annotated[Path, typer.Argument(metavar="ARCHIVO", help="El ZIP que escribir.")],
    by: Annotated[str, typer.Option("--by", metavar="CARGO", help="Tu cargo, por ejemplo F-003.")],
    why: Annotated[
        str, typer.Option("--why", metavar="TEXTO", help="Para qué lo necesitas; queda registrado.")
    ],
    since: Annotated[
        date | None,
        typer.Option("--desde", metavar="FECHA", help="Primer día de las tablas.", parser=read_day),
    ] = None,
    until: Annotated[
        date | None,
        typer.Option("--hasta", metavar="FECHA", help="Último día de las tablas.", parser=read_day),
    ] = None,
    key_file: KeyFile = None,
    as_json: Json = False,
) -> None:
    """Escribe el registro, dos tablas, su guía y su comprobador en un ZIP, entero o nada."""
    with register_errors(as_json), _refusals(as_json):
        from assistant.database import reading
        from assistant.desk.audit.period import Period

        period = Period(since, until)
        desk, key = _open_audit(), ask_key(key_file)
        with reading(desk.engine) as connection:
            official = sign_in(connection, key, as_json)
        if official.id != by:
            fail(f"Esa clave no es la de {by}: cada cargo exporta con la suya.", as_json)
        with _whole(file) as out:
            found = desk.write(out, official, why, period)
    _say(file, found, as_json)
    if not found.is_intact:
        raise typer.Exit(FOUND)


@contextmanager
def _refusals(as_json: bool) -> Iterator[None]:
    """Turn what the audit refuses into words and an exit code."""
    from assistant.desk.audit.justification import WhyRefused
    from assistant.desk.audit.period import PeriodRefused
    from assistant.desk.permissions import NotAllowed
    from assistant.limits import InputError
    from governance.log.decision_log import LogDamaged

    try:
        yield
    except (NotAllowed, PeriodRefused, WhyRefused) as error:
        fail(str(error), as_json)
    except InputError as error:
        fail(error.detail or "Falta escribir para qué lo necesitas (--why).", as_json)
    except LogDamaged:
        fail("El registro fue alterado. Mira qué pasó con «asistente log verify».", as_json, FOUND)


def _open_audit() -> AuditDesk:
    from assistant.database import build_engine, migrate
    from assistant.desk.audit.desk import AuditDesk
    from assistant.log_key import build_log
    from assistant.settings import load_settings
    from governance.moments import utc_now
    from governance.registers.officials import Officials
    from knowledge_base.institution import load_institution
    from ui.cli.registers import redacted

    settings = load_settings()
    names = load_institution(settings.institution_file).institution
    engine = build_engine(settings.database, must_exist=True)
    migrate(engine)
    return AuditDesk(
        engine=engine,
        log=build_log(settings, engine),
        officials=Officials(),
        redact=redacted,
        clock=utc_now,
        institution=names.nombre,
        prefix=names.folio,
        folder=settings.data_dir,
    )


@contextmanager
def _whole(file: Path) -> Iterator[BinaryIO]:
    """Give a file to write to, that is there whole at the end or not at all, for its owner only."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "w+b") as out:
            yield cast(BinaryIO, out)
            out.flush()
            os.fsync(out.fileno())
        os.replace(name, file)
    except BaseException:
        os.unlink(name)
        raise


def _say(file: Path, found: Verification, as_json: bool) -> None:
    if as_json:
        print_json({"file": str(file), "entries": found.entries, "intact": found.is_intact})
        return
    typer.echo(f"Exportación en {file}. Asientos: {found.entries}, purgados: {found.purged}.")
    if found.is_intact:
        typer.echo("El registro está íntegro. Quedó registrado que lo exportaste y para qué.")
    else:
        typer.echo("EL REGISTRO FUE ALTERADO: los hallazgos van en manifiesto.json.")
