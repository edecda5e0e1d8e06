"""`asistente backup`: backups made while the service runs, proved, put back, and deleted in time.

Exit codes: 0 all is well, 1 something was found that a person must look at, 2 it could not be done.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli import FOUND, Json, explained, fail, print_json, read_stdin

if TYPE_CHECKING:
    from assistant.backup.manifest import Manifest
    from assistant.backup.restore import Restored

app = typer.Typer(help="Respalda lo que guarda el asistente y lo restaura.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(metavar="ARCHIVO", help="El respaldo.")]
PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        metavar="ARCHIVO",
        help="Archivo con la clave del respaldo, o - para la entrada; si falta, se pregunta.",
        show_default=False,
    ),
]


@app.command()
def create(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="ARCHIVO", help="Respaldo que crear; si es una carpeta, lleva la fecha."
        ),
    ],
    encrypt: Annotated[
        bool, typer.Option("--encrypt", help="Cífralo con una clave, que se pregunta.")
    ] = False,
    passphrase_file: PassphraseFile = None,
    with_keys: Annotated[
        bool,
        typer.Option(
            "--with-keys",
            help="Incluye las claves de la instalación; exige cifrarlo. Sin ellas, respáldalas "
            "aparte: juntas, quien se lleve el archivo lo lee todo.",
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """Crea un respaldo, con el asistente en marcha o detenido."""
    with _explained(as_json):
        from assistant.backup.create import create as make
        from assistant.settings import load_settings
        from governance.moments import utc_now

        now = utc_now()
        if file.is_dir():
            file = file / f"asistente-{now:%Y%m%d-%H%M%S}.respaldo"
        is_sealed = encrypt or passphrase_file is not None
        passphrase = _ask(passphrase_file, as_json, twice=True) if is_sealed else ""
        made = make(load_settings(), file, now, passphrase, with_keys)
    if as_json:
        print_json({"file": str(file), "encrypted": is_sealed, **_as_dict(made)})
        return
    typer.echo(f"Respaldo creado: {file}. {_describe(made)}")
    if not is_sealed:
        typer.echo("No va cifrado: guárdalo donde nadie más lo lea, o usa --encrypt.")
    if not made.has_keys:
        typer.echo(
            "No lleva las claves. Guarda aparte contact.key, accounts.key y log.key de la carpeta "
            "de datos: sin log.key no se puede seguir el registro."
        )


@app.command()
def check(file: File, passphrase_file: PassphraseFile = None, as_json: Json = False) -> None:
    """Comprueba que un respaldo está entero y dice qué trae; no cambia nada."""
    with _explained(as_json):
        from assistant.backup.archive import read_archive

        found = read_archive(file, lambda: _ask(passphrase_file, as_json), None)
    if as_json:
        print_json(_as_dict(found))
    else:
        typer.echo(f"El respaldo está entero. {_describe(found)}")


@app.command()
def restore(
    file: File,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Aparta lo que hay, sin borrarlo, y pone el respaldo."),
    ] = False,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Restaura un respaldo, comprueba el registro y purga lo vencido. Detén antes el asistente."""
    with _explained(as_json):
        from assistant.backup.restore import Restore
        from assistant.settings import load_settings
        from governance.moments import utc_now
        from ui.cli.log import build_purge

        work = Restore(load_settings(), build_purge, replace)
        done = work.run(file, lambda: _ask(passphrase_file, as_json), utc_now())
    if as_json:
        print_json(_restored_as_dict(done))
    else:
        _show_restored(done)
    raise typer.Exit(0 if done.verification.is_intact else FOUND)


@app.command()
def prune(
    folder: Annotated[Path, typer.Argument(metavar="CARPETA", help="Donde están los respaldos.")],
    days: Annotated[
        int, typer.Option("--days", min=1, max=365, help="Días que se guarda un respaldo.")
    ] = 30,
    as_json: Json = False,
) -> None:
    """Borra los respaldos que cumplieron su plazo, y ningún otro archivo."""
    with _explained(as_json):
        from assistant.backup.prune import prune as delete_old
        from governance.moments import utc_now

        done = delete_old(folder, utc_now(), days)
    if as_json:
        print_json({"deleted": [str(f) for f in done.deleted], "left": [str(f) for f in done.left]})
    else:
        typer.echo(f"Respaldos borrados: {len(done.deleted)}. Quedan: {len(done.left)}.")
        if not done.left:
            typer.echo("No queda ninguno. Crea uno ahora con «asistente backup create».")
    raise typer.Exit(0 if done.left else FOUND)


@contextmanager
def _explained(as_json: bool) -> Iterator[None]:
    """Turn what a backup refuses into words and an exit code."""
    from assistant.backup.errors import BackupError
    from assistant.database import DatabaseError
    from governance.log.decision_log import LogDamaged

    with explained(as_json):
        try:
            yield
        except (BackupError, DatabaseError) as error:
            fail(str(error), as_json)
        except LogDamaged:
            fail("El registro del respaldo está alterado: usa otro respaldo.", as_json, FOUND)


def _ask(file: Path | None, as_json: bool, twice: bool = False) -> str:
    """Return the passphrase of the backup, from where it was said."""
    if file is not None:
        text = read_stdin() if str(file) == "-" else file.read_text(encoding="utf-8")
        if not (passphrase := text.strip("\r\n")):
            fail(f"{file}: está vacío. Escribe ahí la clave del respaldo.", as_json)
        return passphrase
    again = "Escríbela otra vez" if twice else False
    return str(typer.prompt("Clave del respaldo", hide_input=True, confirmation_prompt=again))


def _as_dict(made: Manifest) -> dict[str, object]:
    return {
        "at": made.at.isoformat(),
        "program": made.program,
        "database": made.kind,
        "head": made.head._asdict(),
        "keys": made.has_keys,
        "bytes": sum(part.size for part in made.parts),
    }


def _describe(made: Manifest) -> str:
    size = sum(part.size for part in made.parts) / 1e6
    return (
        f"Hecho el {made.at:%d-%m-%Y a las %H:%M} UTC; asientos: {made.head.sequence}; "
        f"archivos: {len(made.parts)}; {size:.1f} MB sin comprimir."
    )


def _restored_as_dict(done: Restored) -> dict[str, object]:
    return {
        **_as_dict(done.manifest),
        "intact": done.verification.is_intact,
        "entries": done.verification.entries,
        "purged": done.purged.entries if done.purged else None,
        "aside": list(done.aside),
        "missing_keys": list(done.missing_keys),
    }


def _show_restored(done: Restored) -> None:
    typer.echo(f"Respaldo restaurado. {_describe(done.manifest)}")
    if done.purged is not None:
        typer.echo(f"El registro está íntegro. Asientos purgados ahora: {done.purged.entries}.")
    else:
        typer.echo(
            "EL REGISTRO FUE ALTERADO antes de respaldarlo, y no se purgó. Ejecuta «asistente log "
            "verify» para ver dónde. Es un incidente: conserva este respaldo."
        )
    for place in done.aside:
        typer.echo(f"Lo que había quedó en {place}. Bórralo cuando compruebes que todo está bien.")
    for name in done.missing_keys:
        typer.echo(f"Falta {name}: {_WITHOUT[name]}")
    typer.echo("Inicia el asistente: el índice de búsqueda se construye de nuevo.")


_WITHOUT = {
    "contact.key": "cópiala desde donde la guardaste; sin ella los contactos no se pueden leer.",
    "accounts.key": "cópiala desde donde la guardaste; sin ella hay que vincular otra vez las "
    "identidades con que se entra al panel.",
    "log.key": "cópiala desde donde la guardaste; con ella se firma el registro.",
}
