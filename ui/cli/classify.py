"""`asistente classify`: classify an AI system, in conversation, from facts or from a description.

Without options it holds the same interview as the staff page. `--batch` reads facts, a JSON object
a line, and `--describe` a description on the standard input; neither records anything.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.cli import FOUND, Json, explained, fail, print_json, progress_bar, read_stdin

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.turn import Reply
    from governance.classification.engine import Assessment

OPENING = "quiero clasificar un sistema nuevo"
KEPT = "Lo que respondiste quedó guardado. Para seguir: asistente classify --resume {code}"


def classify(
    batch: Annotated[
        Path | None,
        typer.Option(
            "--batch",
            metavar="ARCHIVO",
            help="Hechos, un objeto JSON por línea; con - se leen de la entrada.",
        ),
    ] = None,
    describe: Annotated[
        bool,
        typer.Option("--describe", help="Lee una descripción de la entrada y propone hechos."),
    ] = False,
    resume: Annotated[
        str | None,
        typer.Option("--resume", metavar="CÓDIGO", help="Retoma una entrevista en pausa."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Clasifica un sistema de IA: entrevista, hechos ya conocidos o descripción libre."""
    if sum((batch is not None, describe, resume is not None)) > 1:
        fail("Usa solo una de estas opciones: --batch, --describe o --resume.", as_json)
    with explained(as_json):
        if batch is not None:
            _classify_batch(batch, as_json)
        elif describe:
            _describe()
        else:
            _interview(resume, as_json)


def summarise(result: Assessment) -> dict[str, list[str]]:
    """Return the result of known facts as `--batch` writes it."""
    return {
        "literal": list(result.literal),
        "prudente": list(result.prudente),
        "reglas": [rule.id for rule in result.fired],
        "condiciones": [condition.id for condition in result.conditions],
    }


def _classify_batch(file: Path, as_json: bool) -> None:
    from governance.classification.engine import assess
    from governance.classification.facts import FactsError, read_facts
    from ui.cli.registers import policy_of_today

    policy = policy_of_today()
    wrong = 0
    rows: list[tuple[str, ...]] = []
    for number, line in _lines(file):
        try:
            facts = json.loads(line)
            if not isinstance(facts, dict):
                raise FactsError('se esperaba un objeto, como {"P1": "si"}.')
            name = {"id": facts.pop("id")} if "id" in facts else {}
            result = summarise(assess(read_facts(facts, policy), policy))
            report: dict[str, Any] = {**name, **result}
        except json.JSONDecodeError:
            report = {"linea": number, "error": "no es JSON."}
        except FactsError as error:
            report = {"linea": number, "error": str(error)}
        wrong += "error" in report
        if as_json:
            print_json(report)
        else:
            rows.append((str(number), *_row(report)))
    if not as_json:
        _show_table(rows)
    if wrong:
        raise typer.Exit(FOUND)


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    if str(file) == "-":
        text = read_stdin()
    else:
        text = file.read_text(encoding="utf-8-sig", errors="replace")
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            yield number, line


def _row(report: dict[str, Any]) -> tuple[str, ...]:
    if "error" in report:
        return ("", "", report["error"], "")
    return (
        " o ".join(report["literal"]),
        " o ".join(report["prudente"]),
        ", ".join(report["reglas"]),
        ", ".join(report["condiciones"]),
    )


def _show_table(rows: list[tuple[str, ...]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("línea", "literal", "prudente", "reglas", "condiciones")
    for row in rows:
        table.add_row(*row)
    Console().print(table)


def _describe() -> None:
    from assistant.bootstrap import build_describer
    from assistant.limits import InputError, check_text
    from assistant.redaction import build_redactor
    from assistant.settings import load_settings
    from knowledge_base.embeddings import build_embedder

    settings = load_settings()
    try:
        text = check_text(read_stdin(), settings.max_question_chars)
    except InputError as error:
        fail(error.detail, as_json=True)
    if settings.chat_model:  # it would leave this process
        text = build_redactor().redact(text).text
    describer = build_describer(settings, build_embedder(settings.embeddings))
    print_json(describer.describe(text).to_json())


def _interview(code: str | None, as_json: bool) -> None:
    from assistant.bootstrap import build
    from assistant.settings import load_settings

    with progress_bar("Preparando el asistente…") as progress:
        assistant = build(load_settings(), progress)
    conversation = assistant.start("funcionarios", "cli")
    reply = _say(assistant, conversation.id, f"retomar {code}" if code else OPENING, as_json)
    for text in _typed():
        if text.strip():
            reply = _say(assistant, conversation.id, text, as_json)
        if reply.interview is None or reply.interview.status != "en_curso":
            return
    if reply.interview is not None and not as_json:
        typer.echo("\n" + KEPT.format(code=reply.interview.code))


def _typed() -> Iterator[str]:
    """Yield what is typed, line by line, until its end or Ctrl-C."""
    while True:
        if sys.stdin.isatty():
            sys.stdout.write("\n> ")
            sys.stdout.flush()
        try:
            line = sys.stdin.readline()
        except KeyboardInterrupt:
            return
        if not line:
            return
        yield line


def _say(assistant: Assistant, conversation_id: str, text: str, as_json: bool) -> Reply:
    from assistant.limits import InputError
    from ui.api.models import TurnOut

    try:
        reply = assistant.reply(conversation_id, text, "cli")
    except InputError as error:
        fail(error.detail, as_json)
    if as_json:
        print_json(TurnOut.of(reply).model_dump(mode="json"))
    else:
        _show(reply)
    return reply


def _show(reply: Reply) -> None:
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console(highlight=False)
    if console.is_terminal:
        console.print(Markdown(reply.text))
    else:
        console.print(reply.text, markup=False, soft_wrap=True)
