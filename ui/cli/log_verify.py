"""`asistente log verify`: what is given to check a log with, and how the result is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from governance.log.chain import Head, Signatures, Verification
from governance.log.head import SignedDay
from governance.log.signing import NotAKey, PublicKeys, join_keys, read_public_keys
from ui.cli.log_base import print_json

_SIGNATURES: dict[Signatures, str] = {
    "absent": "Firmas: este registro no está firmado.",
    "unchecked": "Firmas: [yellow]NO se comprobaron[/yellow], porque no se dio la clave pública.",
    "own": "Firmas: [yellow]NO se comprobó quién firmó[/yellow]. Calzan con la clave que trae el "
    "propio archivo, que cualquiera pudo poner. Pide la clave pública a la institución y "
    "repite con --key.",
    "key": "Firmas: válidas con la clave dada. Días firmados: {days}.",
}


def read_keys(files: Iterable[Path]) -> PublicKeys | None:
    """Return the public keys of some PEM files, None if there are none."""
    found = []
    for file in files:
        try:
            found.append(read_public_keys(file.read_text(encoding="ascii")))
        except (NotAKey, UnicodeDecodeError):
            raise typer.BadParameter(
                f"{file} no es una clave pública Ed25519 en PEM: la da «asistente log key»."
            ) from None
    return join_keys(found) if found else None


def read_head(text: str) -> Head:
    """Return the head that somebody wrote down."""
    sequence, _, fingerprint = text.partition(":")
    if not sequence.isdecimal() or len(fingerprint) != 64:
        raise typer.BadParameter(f"{text!r} no es una cabeza. Escribe NÚMERO:HUELLA.")
    return Head(int(sequence), fingerprint.lower())


def read_heads(file: Path, keys: PublicKeys | None) -> list[Head]:
    """Return the daily heads of a file; one that is not as it was signed is refused."""
    heads = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        day = SignedDay.read(line.strip())
        if day is None:
            raise typer.BadParameter(f"{file}, línea {number}: no es una cabeza publicada.")
        if keys is not None and not keys.signed(day.key_id, day.message(), day.signature):
            raise typer.BadParameter(
                f"{file}, línea {number}: la firma de la cabeza del {day.day} no es válida con la "
                "clave dada."
            )
        heads.append(day.end)
    return heads


def show(found: Verification, as_json: bool) -> None:
    """Tell what the walk along the log found."""
    if as_json:
        print_json(
            {
                "intact": found.is_intact,
                "entries": found.entries,
                "purged": found.purged,
                "head": found.head._asdict() if found.head else None,
                "signatures": found.signatures,
                "signed_days": found.signed_days,
                "problems": [asdict(problem) for problem in found.problems],
                "omitted": found.omitted,
            }
        )
        return
    console = Console()
    count = f"asientos: {found.entries}, de ellos purgados: {found.purged}"
    if found.is_intact:
        console.print(f"[green]El registro está íntegro:[/green] {count}.")
    else:
        console.print(f"[red]El registro fue alterado:[/red] {count}.")
        table = Table("Asiento", "Hallazgo")
        for problem in found.problems:
            table.add_row(str(problem.sequence), problem.message)
        console.print(table)
        if found.omitted:
            console.print(f"… y {found.omitted} hallazgos más.")
    if found.is_intact or found.signatures != "key":
        words = _SIGNATURES[found.signatures].format(days=found.signed_days)
        console.print(words, soft_wrap=True)
    if found.head:
        console.print(f"Cabeza: {found.head.sequence}:{found.head.hash}", soft_wrap=True)
