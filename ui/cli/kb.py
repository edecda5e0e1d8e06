"""`asistente kb`: look at the knowledge base without asking the assistant.

`check` reads documents and says what is wrong with them; `search` shows what the search finds for
a question, with its scores, for whoever measures it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.turn import Audience
from ui.cli import FOUND, Json, explained, fail, print_json, read_stdin

if TYPE_CHECKING:
    from assistant.settings import Settings
    from knowledge_base.check import CheckReport
    from knowledge_base.model import Evidence
    from knowledge_base.retrieval import Retriever

app = typer.Typer(help="Revisa los documentos y prueba la búsqueda.", no_args_is_help=True)


@app.command()
def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="RUTA", help="Qué revisar; si falta, los documentos de la configuración."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Revisa los documentos: fuente, vigencia, responsable, avisos, cifras e instrucciones."""
    with explained(as_json):
        from datetime import datetime

        from assistant.bootstrap import CHILE
        from assistant.settings import load_settings
        from knowledge_base.check import check_documents
        from knowledge_base.figures import load_figures
        from knowledge_base.ingest import HERE, build_rendering
        from knowledge_base.institution import load_institution

        settings = load_settings()
        own = settings.own_documents
        report = check_documents(
            paths or (*settings.documents, *([own] if own.is_dir() else [])),
            build_rendering(load_institution(settings.institution_file)),
            load_figures(HERE / "data"),
            today=datetime.now(CHILE).date(),
            is_whole=not paths,
        )
    if as_json:
        print_json(_as_dict(report))
    else:
        _show_report(report)
    raise typer.Exit(FOUND if report.errors else 0)


@app.command()
def search(
    question: Annotated[
        str,
        typer.Argument(
            metavar="PREGUNTA",
            help="Qué buscar; con - lee una pregunta por línea y escribe un JSON por cada una.",
            show_default=False,
        ),
    ],
    as_json: Json = False,
    k: Annotated[
        int, typer.Option("-k", min=1, max=100, metavar="N", help="Cuántos fragmentos.")
    ] = 5,
    audience: Annotated[Audience, typer.Option(help="Para quién se busca.")] = "ciudadania",
) -> None:
    """Muestra los fragmentos que encuentra la búsqueda, con sus puntajes."""
    in_batch = question == "-"
    with explained(as_json or in_batch):
        from datetime import datetime

        from assistant.bootstrap import CHILE
        from assistant.limits import clean
        from assistant.settings import load_settings

        asked = [clean(q) for q in (read_stdin().splitlines() if in_batch else [question])]
        if not in_batch and not asked[0]:
            fail("La pregunta está vacía. Escribe qué buscar, entre comillas.", as_json)
        retriever = open_retriever(load_settings())
        today = datetime.now(CHILE).date()
        for one in asked:
            found = retriever.search(retriever.read(one), audience, today, k) if one else ()
            if as_json or in_batch:
                print_json({"version": retriever.index.version, "passages": list(_as_rows(found))})
            else:
                _show_passages(found)


def open_retriever(settings: Settings) -> Retriever:
    """Return the search over the index that is there; nothing is built, migrated or ingested.

    Raises:
        DatabaseError: there is no database.
        IndexBroken: there is no index, or it is not that of the database.
    """
    from assistant.database import build_engine
    from knowledge_base.embeddings import build_embedder
    from knowledge_base.index import Index, IndexBroken, IndexBuilder
    from knowledge_base.query_help import load_glossary, spanish_words
    from knowledge_base.retrieval import Retriever
    from knowledge_base.store import KnowledgeStore, Progress
    from knowledge_base.vectors_chroma import ChromaIndexes

    class Opener(IndexBuilder):
        """Opens the current index, and says what is wrong instead of building another."""

        def build(self, progress: Progress = lambda done, total: None) -> Index:
            raise IndexBroken(
                f"{self.folder}: no hay índice, está dañado o no corresponde a la base de datos. "
                "Ejecuta «asistente ingest» con la carpeta de los documentos para construirlo."
            )

    glossary = load_glossary()
    embedder = build_embedder(settings.embeddings)
    store = KnowledgeStore(build_engine(settings.database, must_exist=True))
    vectors = ChromaIndexes(settings.chroma_url)
    opener = Opener(settings.index_dir, store, embedder, glossary, vectors)
    return Retriever(opener.open(), embedder, glossary, spanish_words())


def _as_dict(report: CheckReport) -> dict[str, object]:
    return {
        "documents": report.documents,
        "sections": report.sections,
        "errors": report.errors,
        "warnings": len(report.findings) - report.errors,
        "findings": [
            {
                "severity": finding.severity,
                "kind": finding.kind,
                "document": finding.document,
                "section": finding.section,
                "message": finding.message,
            }
            for finding in report.findings
        ],
    }


def _show_report(report: CheckReport) -> None:
    from rich.console import Console
    from rich.markup import escape

    console = Console(highlight=False)
    before = ""
    for finding in sorted(report.findings, key=lambda f: (f.document, f.severity)):
        if finding.document != before:
            console.print(f"[bold]{escape(finding.document)}[/bold]", soft_wrap=True)
            before = finding.document
        mark = "[red]error[/red]" if finding.severity == "error" else "[yellow]aviso[/yellow]"
        section = f"«{escape(finding.section)}»: " if finding.section else ""
        console.print(f"  {mark} {section}{escape(finding.message)}", soft_wrap=True)
    console.print(
        f"Documentos: {report.documents}. Secciones: {report.sections}. "
        f"Errores: {report.errors}. Avisos: {len(report.findings) - report.errors}."
    )


def _as_rows(found: Iterable[Evidence]) -> Iterable[dict[str, object]]:
    for rank, evidence in enumerate(found, start=1):
        passage = evidence.passage
        yield {
            "rank": rank,
            "passage_id": passage.id,
            "document_id": passage.document_id,
            "title": passage.title,
            "section": passage.section,
            "score": evidence.score,
            "dense": evidence.dense,
            "best_sentence": evidence.best_sentence,
            "best_question": evidence.best_question,
            "lexical": evidence.lexical,
            "coverage": evidence.coverage,
            "missing": evidence.missing,
            "text": passage.text,
        }


def _show_passages(found: Sequence[Evidence]) -> None:
    from rich.console import Console
    from rich.markup import escape

    console = Console(highlight=False)
    for rank, e in enumerate(found, start=1):
        where = ", ".join(filter(None, (e.passage.title, e.passage.section)))
        console.print(
            f"{rank}. [bold]{escape(e.passage.id)}[/bold] {e.score:.3f}  {escape(where)}\n"
            f"   [dim]sentido {e.dense:.3f} · frase {e.best_sentence:.3f} · "
            f"pregunta {e.best_question:.3f} · palabras {e.lexical:.3f} · "
            f"cobertura {e.coverage:.2f}[/dim]",
            soft_wrap=True,
        )
    if not found:
        console.print("La búsqueda no encontró nada.")
