"""`asistente catalogue`: the catalogue of systems (policy, C.4), audited and ready to publish.

It needs no database: where there is none, it is the catalogue as the policy declares it.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ui.cli import FOUND, Json, fail, print_json
from ui.cli.registers import known_dossiers, policy_of_today, register_errors

app = typer.Typer(
    help="Muestra, audita y exporta el catálogo de sistemas de IA.", no_args_is_help=True
)
Csv = Annotated[bool, typer.Option("--csv", help="Salida como planilla (CSV).")]


@app.command("list")
def list_(as_json: Json = False) -> None:
    """Muestra el catálogo: lo declarado, y lo que un Acta ya fijó."""
    from ui.cli.catalogue_show import rows, show_rows

    with register_errors(as_json):
        found = rows(policy_of_today(), known_dossiers())
    if as_json:
        print_json(found)
    else:
        show_rows(found)


@app.command()
def audit(as_json: Json = False) -> None:
    """Compara el nivel declarado de cada sistema con el que resulta de sus hechos.

    Termina con 1 si hay discrepancias.
    """
    from ui.cli.catalogue_show import audited_as_dict, show_audit

    with register_errors(as_json):
        from governance.registers.catalogue_audit import audit as audit_systems
        from governance.registers.catalogue_audit import discrepancies

        audited = audit_systems(policy_of_today(), known_dossiers())
    found = discrepancies(audited)
    if as_json:
        print_json(
            {
                "systems": len(audited),
                "discrepancies": [audited_as_dict(one) for one in found],
                "audited": [audited_as_dict(one) for one in audited],
            }
        )
    else:
        show_audit(audited)
    raise typer.Exit(FOUND if found else 0)


@app.command()
def export(as_json: Json = False, as_csv: Csv = False) -> None:
    """Escribe el catálogo en la salida para publicarlo, como CSV si no pides otra cosa."""
    from ui.cli.catalogue_show import as_spreadsheet, rows

    with register_errors(as_json):
        if as_json and as_csv:
            fail("Elige --json o --csv, no los dos.", as_json)
        found = rows(policy_of_today(), known_dossiers())
    if as_json:
        print_json(found)
    else:
        sys.stdout.write(as_spreadsheet(found))
