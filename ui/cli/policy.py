"""`asistente policy`: see the policy that rules, prove it, and compare two versions of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.cli import FOUND, Json, explained, fail, print_json

if TYPE_CHECKING:
    from governance.classification.diff import KnownSystem, LevelChange, PolicyDiff
    from governance.classification.prove import Proof
    from governance.policy.model import Level, Policy, Requirement

app = typer.Typer(
    help="Muestra, demuestra y compara las versiones de la política.", no_args_is_help=True
)

Which = Annotated[
    str,
    typer.Option(
        "--version",
        metavar="FECHA|CARPETA",
        help="Versión: fecha desde la que rige o carpeta con sus archivos. Si falta, la de hoy.",
    ),
]


@app.command()
def prove(as_json: Json = False, version: Which = "") -> None:
    """Recorre todas las combinaciones de respuestas y dice qué se cumple en todas."""
    with explained(as_json):
        from governance.classification.prove import prove as run

        proof = run(_load(version, as_json))
    if as_json:
        print_json(_proof_as_dict(proof))
    else:
        _show_proof(proof)
    raise typer.Exit(0 if proof.holds else FOUND)


@app.command()
def diff(
    before: Annotated[str, typer.Argument(metavar="ANTES", help="Fecha o carpeta.")],
    after: Annotated[str, typer.Argument(metavar="DESPUÉS", help="Fecha o carpeta.")],
    as_json: Json = False,
) -> None:
    """Compara dos versiones: combinaciones y sistemas que cambian de nivel, y deberes."""
    with explained(as_json):
        from governance.classification.diff import diff as run

        first, second = _load(before, as_json), _load(after, as_json)
        found = run(first, second, _systems(first))
    if as_json:
        print_json(_diff_as_dict(found))
    else:
        _show_diff(found)


@app.command()
def duties(
    level: Annotated[str, typer.Argument(metavar="NIVEL", help="bajo, limitado, alto o prohibido")],
    as_json: Json = False,
    version: Which = "",
) -> None:
    """Muestra las obligaciones y la lista de chequeo que exige un nivel, con sus artículos."""
    with explained(as_json):
        from governance.classification.duties import checklist, obligations
        from governance.policy.model import LEVELS

        policy = _load(version, as_json)
        chosen = next((known for known in LEVELS if known == level), None)
        if chosen is None:
            fail(f"«{level}» no es un nivel. Usa {', '.join(LEVELS)}.", as_json)
        owed, criteria = obligations(policy, chosen), checklist(policy, chosen)
    if as_json:
        print_json(
            {
                "nivel": chosen,
                "obligaciones": [
                    {
                        "id": d.obligation.id,
                        "titulo": d.obligation.title,
                        "articulos": list(d.obligation.articles),
                        "fuente": d.obligation.source,
                        "exigencia": d.requirement.model_dump(exclude_none=True),
                    }
                    for d in owed
                ],
                "lista_de_chequeo": [
                    {
                        "numero": c.item.number,
                        "criterio": c.item.text,
                        "verificacion": c.item.verification,
                        "exigencia": c.requirement.model_dump(exclude_none=True),
                    }
                    for c in criteria
                ],
            }
        )
        return
    _show_rows(
        f"Obligaciones de riesgo {chosen}",
        [(d.obligation.title, say(d.requirement), ", ".join(d.obligation.articles)) for d in owed],
    )
    _show_rows(
        "Lista de chequeo previa al despliegue (C.6)",
        [(f"{c.item.number}. {c.item.text}", say(c.requirement), c.item.verification)
         for c in criteria],
    )  # fmt: skip


@app.command()
def readings(as_json: Json = False, version: Which = "") -> None:
    """Muestra las lecturas: qué no resuelve el texto, cómo se lee hoy y quién lo decide."""
    with explained(as_json):
        policy = _load(version, as_json)
    if as_json:
        print_json([reading.model_dump(mode="json") for reading in policy.readings])
        return
    rows = [
        (
            f"{r.id} {r.topic}",
            next(o.text for o in r.options if o.id == r.in_force),
            f"{r.status}; resuelve: {r.settled_by}",
        )
        for r in policy.readings
    ]
    _show_rows("Lecturas de la política", rows)


def say(requirement: Requirement) -> str:
    """Return a requirement in words."""
    kinds = {
        "obligatoria": "obligatoria",
        "recomendada": "recomendada",
        "segun_dpo": "según el DPO",
        "segun_diseno": "según diseño",
        "no_exigida": "no se exige",
        "no_aplica": "no aplica",
    }
    extra = (requirement.condition, requirement.detail, requirement.except_)
    return "; ".join([kinds[requirement.kind], *(text for text in extra if text)])


def _load(version: str, as_json: bool) -> Policy:
    from governance.policy.load import PolicyError, load_policy, policy_on
    from ui.cli.registers import policy_of_today

    try:
        if not version:
            return policy_of_today()
        if Path(version).is_dir():
            return load_policy(Path(version))
        return policy_on(date.fromisoformat(version))
    except PolicyError as error:
        fail(str(error), as_json)
    except ValueError:
        fail(f"«{version}» no es una fecha (AAAA-MM-DD) ni una carpeta que exista.", as_json)


def _systems(policy: Policy) -> list[KnownSystem]:
    """Return every registered system with the facts of its last classification.

    One of the catalogue that nobody has classified yet counts with what its purpose settles.
    """
    from governance.classification.diff import KnownSystem, catalogue_systems
    from ui.cli.registers import known_dossiers

    known = {system.id: system for system in catalogue_systems(policy)}
    for dossier in known_dossiers():
        if (latest := dossier.latest) is not None:
            system = dossier.system
            known[system.id] = KnownSystem(system.id, system.name, latest.values, latest.examples)
    return list(known.values())


def _proof_as_dict(proof: Proof) -> dict[str, Any]:
    return {
        "politica": proof.policy,
        "huella": proof.digest,
        "se_cumple": proof.holds,
        "leyes": [
            {
                "id": check.id,
                "ley": check.law,
                "se_cumple": check.holds,
                "casos": check.cases,
                "detalle": check.detail,
            }
            for check in proof.checks
        ],
        "cifras": proof.figures,
    }


def _show_proof(proof: Proof) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    table = Table(
        "ley", "casos", "resultado", title=f"Política {proof.policy} · huella {proof.digest[:16]}"
    )
    for check in proof.checks:
        result = "se cumple" if check.holds else f"NO se cumple: {check.detail}"
        table.add_row(check.law, str(check.cases), result)
    console.print(table)
    figures = Table("cifra", "cantidad", title="Para contar a mano")
    for name, number in proof.figures.items():
        figures.add_row(name, str(number))
    console.print(figures)
    console.print("Todo se cumple." if proof.holds else "Hay leyes que no se cumplen.")


def _diff_as_dict(found: PolicyDiff) -> dict[str, Any]:
    return {
        "antes": found.before,
        "despues": found.after,
        "combinaciones_comparadas": found.combined,
        "combinaciones": [_change_as_dict(change) for change in found.combinations],
        "sistemas": [_change_as_dict(change) for change in found.systems],
        "deberes": list(found.duties),
        "textos": list(found.texts),
    }


def _change_as_dict(change: LevelChange) -> dict[str, Any]:
    return {
        "que": change.what,
        "literal": [list(levels) for levels in change.literal],
        "propuesta": [list(levels) for levels in change.prudente],
    }


def _show_diff(found: PolicyDiff) -> None:
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True)
    console.print(f"De la política {found.before} a la {found.after}")
    if found.is_empty:
        console.print("Nada cambia para nadie.")
        return
    console.print(f"\nSistemas que cambian de nivel: {len(found.systems)}")
    for change in found.systems:
        console.print(f"- {_say_change(change)}", markup=False)
    console.print(
        f"\nCombinaciones que cambian: {len(found.combinations)} de {found.combined} comparadas"
    )
    for change in found.combinations:
        console.print(f"- {_say_change(change)}", markup=False)
    for title, lines in (("Deberes que cambian", found.duties), ("Textos", found.texts)):
        console.print(f"\n{title}: {len(lines)}")
        for line in lines:
            console.print(f"- {line}", markup=False)


def _say_change(change: LevelChange) -> str:
    def both(levels: tuple[tuple[Level, ...], tuple[Level, ...]]) -> str:
        return " → ".join(" o ".join(side) for side in levels)

    return f"{change.what}: literal {both(change.literal)}; propuesta {both(change.prudente)}"


def _show_rows(title: str, rows: list[tuple[str, str, str]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("qué", "exigencia", "fuente o verificación", title=title, show_lines=True)
    for row in rows:
        table.add_row(*row)
    Console(highlight=False).print(table)
