"""`asistente ingest`: bring the knowledge base to what files and folders hold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli import Json, explained, print_json, progress_bar

if TYPE_CHECKING:
    from knowledge_base.check import Planted
    from knowledge_base.ingest import Report


def ingest(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="RUTA",
            help="Archivos o carpetas: Markdown, PDF, DOCX, HTML o TXT.",
            show_default=False,
        ),
    ],
    as_json: Json = False,
) -> None:
    """Ingiere documentos: agrega, cambia y retira hasta que la base diga lo que dicen ellos."""
    with explained(as_json):
        from assistant.bootstrap import build_knowledge_base
        from assistant.settings import load_settings
        from knowledge_base.check import find_planted
        from knowledge_base.ingest import find_files

        settings = load_settings()
        find_files(paths)  # a wrong path is told before anything is created
        with progress_bar("Ingiriendo documentos…") as progress:
            base = build_knowledge_base(settings)
            report = base.ingest(paths, settings, progress)
        roots = {path.resolve() for path in paths}
        given = {
            stored.id
            for stored in base.store.stored().values()
            if roots & {Path(stored.path), *Path(stored.path).parents}
        }
        planted = list(find_planted(p for p in base.store.passages() if p.document_id in given))
    if as_json:
        print_json(
            {
                "added": report.added,
                "changed": report.changed,
                "withdrawn": report.withdrawn,
                "unchanged": report.unchanged,
                "version": report.version,
                "planted": [
                    {"document": p.document_id, "section": p.section, "passage_id": p.passage_id}
                    for p in planted
                ],
            }
        )
    else:
        _show(report, planted)


def _show(report: Report, planted: list[Planted]) -> None:
    from rich.console import Console
    from rich.markup import escape

    console = Console(highlight=False)
    for name, ids in (
        ("Agregados", report.added),
        ("Cambiados", report.changed),
        ("Retirados", report.withdrawn),
    ):
        shown = f": {escape(', '.join(ids))}" if ids else ""
        console.print(f"[bold]{name}[/bold] {len(ids)}{shown}")
    console.print(f"[bold]Sin cambios[/bold] {report.unchanged}")
    console.print(f"Versión de la base de conocimiento: [bold]{report.version}[/bold]")
    for found in planted:
        section = f", sección «{found.section}»," if found.section else ""
        console.print(
            f"[yellow]Aviso:[/yellow] el documento «{escape(found.document_id)}»{escape(section)} "
            "da órdenes a una máquina. Esa frase no se mostrará; "
            "revisa de dónde viene el documento.",
            soft_wrap=True,
        )
