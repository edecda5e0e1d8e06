"""`asistente ask`: one question, one answer, recorded like any other turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.turn import Audience
from ui.cli import FOUND, Json, explained, fail, print_json, progress_bar, read_stdin

if TYPE_CHECKING:
    from assistant.turn import Reply

OUTCOMES = {
    "answered": "respondida",
    "answered_partially": "respondida en parte",
    "clarified": "pide precisar la pregunta",
    "small_talk": "conversación",
    "about_assistant": "sobre el asistente",
    "interview": "entrevista",
    "abstained_no_evidence": "sin respuesta: no está en los documentos",
    "abstained_unsupported": "sin respuesta: no se pudo comprobar",
    "declined_out_of_scope": "declinada: fuera de tema",
    "declined_unsafe": "declinada: petición no permitida",
    "handed_off_requested": "derivada a una persona",
    "handed_off_personal_case": "derivada a una persona: caso personal",
    "handed_off_crisis": "derivada a una persona: crisis",
    "attended": "entregada a la persona que atiende",
    "suspended": "asistente suspendido",
    "failed": "falló",
}
"""How each outcome is named for people; a test holds that none is missing."""


def ask(
    question: Annotated[
        str,
        typer.Argument(
            metavar="PREGUNTA",
            help="La pregunta, entre comillas; con - se lee de la entrada.",
            show_default=False,
        ),
    ],
    as_json: Json = False,
    audience: Annotated[Audience, typer.Option(help="Para quién es la respuesta.")] = "ciudadania",
) -> None:
    """Responde una pregunta en una conversación nueva, y la registra."""
    with explained(as_json):
        from assistant.bootstrap import build
        from assistant.limits import InputError, check_text
        from assistant.settings import load_settings
        from assistant.turn import Outcome
        from ui.api.models import TurnOut

        settings = load_settings()
        text = read_stdin() if question == "-" else question
        try:
            check_text(text, settings.max_question_chars)
        except InputError as error:
            fail(error.detail, as_json)
        with progress_bar("Preparando el asistente…") as progress:
            assistant = build(settings, progress)
        conversation = assistant.start(audience, "cli")
        reply = assistant.reply(conversation.id, text, "cli")
        if as_json:
            answer = TurnOut.of(reply).model_dump(mode="json")
            print_json({**answer, "conversation_id": conversation.id})
        else:
            _show(reply)
        if reply.outcome is Outcome.FAILED:
            raise typer.Exit(FOUND)


def _show(reply: Reply) -> None:
    from rich.console import Console
    from rich.markup import escape

    console = Console(highlight=False)
    soft = not console.is_terminal  # a file keeps the lines of the answer
    console.print(reply.text, markup=False, soft_wrap=soft)
    sources = dict.fromkeys((c.title, c.section, c.source, c.passage_id) for c in reply.citations)
    if sources:
        console.print("\n[bold]Fuentes[/bold]")
    for number, (title, section, source, passage_id) in enumerate(sources, start=1):
        label = title if section in ("", title) else f"{title}, {section}"
        shown = f"{number}. {escape(f'{label}. {source}')} [dim]{escape(passage_id)}[/dim]"
        console.print(shown, soft_wrap=soft)
    sure = "" if reply.confidence is None else f" · confianza {reply.confidence:.0%}"
    folio = f" · folio {reply.handoff.folio}" if reply.handoff else ""
    record = f" · asiento {reply.decision_id}" if reply.decision_id else " · sin registrar"
    console.print(f"\n[dim]Resultado: {OUTCOMES[reply.outcome.value]}{sure}{folio}{record}[/dim]")
