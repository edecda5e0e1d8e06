"""`asistente log hold`: legal holds, which keep from the purge what somebody will have to look at.

They are placed at the console of the machine, by whoever answers for it, and each is an entry of
the log that stays for good.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from assistant.conversations import ConversationNotFound, Conversations
from assistant.database import reading, writing
from assistant.log_key import build_log
from assistant.settings import CHILE, load_settings
from governance.log.holds import MATTERS, Holds, Matter
from governance.log.protection import Between, Everything, Hold, OfConversation, Scope, read_holds
from governance.moments import stamp, utc_now
from governance.registers.days import day_in_chile, written
from ui.cli.log_base import By, Json, explained, fail, open_database, print_json
from ui.cli.registers import redacted

app = typer.Typer(
    help="Retenciones legales: lo que no se purga mientras dura un incidente, una auditoría o un "
    "reclamo.",
    no_args_is_help=True,
)


@app.command()
def place(
    matter: Annotated[str, typer.Argument(help="Qué se abrió: incidente, auditoria o reclamo.")],
    reference: Annotated[str, typer.Option("--ref", help="Expediente o número del asunto.")],
    why: Annotated[str, typer.Option("--why", help="Por qué hay que guardarlo.")],
    by: By,
    conversation: Annotated[
        str, typer.Option(help="Solo esta conversación (su identificador).")
    ] = "",
    since: Annotated[str, typer.Option(help="Solo desde este día (AAAA-MM-DD).")] = "",
    until: Annotated[str, typer.Option(help="Solo hasta este día, incluido (AAAA-MM-DD).")] = "",
    as_json: Json = False,
) -> None:
    """Abre una retención; sin conversación ni período, se guarda todo.

    Los contactos no se guardan por más tiempo: se borran en su fecha.
    """
    known: dict[str, Matter] = {name: name for name in MATTERS}
    if matter not in known:
        raise typer.BadParameter(f"{matter!r} no sirve. Usa {', '.join(MATTERS)}.")
    scope = _scope(conversation, since, until)
    with explained(as_json):
        settings = load_settings()
        engine = open_database(settings)
        holds = Holds(build_log(settings, engine))
        texts = [redacted(text) for text in (reference, why, by)]
        with writing(engine) as connection:
            began = None
            if isinstance(scope, OfConversation):
                try:
                    began = Conversations().get(connection, conversation).opened_at
                except ConversationNotFound:
                    fail(f"No hay una conversación «{conversation}», o ya se purgó.", as_json)
            hold = holds.place(
                connection,
                matter=known[matter],
                reference=texts[0],
                justification=texts[1],
                by=texts[2],
                scope=scope,
                at=utc_now(),
                since=began,
            )
    _say(hold, f"Retención [bold]{hold.id}[/bold] abierta: {_covers(hold)}.", as_json)


@app.command()
def release(
    hold_id: Annotated[str, typer.Argument(help="La retención, por ejemplo R-001.")],
    why: Annotated[str, typer.Option("--why", help="Por qué ya no hace falta.")],
    by: By,
    as_json: Json = False,
) -> None:
    """Levanta una retención: lo que ya cumplió su plazo se borra en la próxima purga."""
    with explained(as_json):
        settings = load_settings()
        engine = open_database(settings)
        holds = Holds(build_log(settings, engine))
        reason = redacted(why)
        with writing(engine) as connection:
            hold = holds.release(connection, hold_id, by=by, reason=reason, at=utc_now())
    _say(hold, f"Retención [bold]{hold.id}[/bold] levantada.", as_json)


@app.command("list")
def list_holds(
    everything: Annotated[
        bool, typer.Option("--all", help="También las que ya se levantaron.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Muestra las retenciones abiertas."""
    with explained(as_json), reading(open_database(load_settings())) as connection:
        found = [hold for hold in read_holds(connection) if hold.is_open or everything]
    if as_json:
        print_json([_plain(hold) for hold in found])
        return
    if not found:
        Console().print("No hay retenciones abiertas.")
        return
    table = Table("Retención", "Asunto", "Expediente", "Desde", "Qué guarda", "Por", "Estado")
    for hold in found:
        state = "abierta" if hold.released_at is None else f"levantada {_day(hold.released_at)}"
        table.add_row(
            hold.id, hold.matter, hold.reference, _day(hold.at), _covers(hold), hold.by, state
        )
    Console().print(table)


def _scope(conversation: str, since: str, until: str) -> Scope:
    if conversation and (since or until):
        raise typer.BadParameter("Elige una conversación o un período, no los dos.")
    if conversation:
        return OfConversation(conversation)
    if not (since or until):
        return Everything()
    if not (since and until):
        raise typer.BadParameter("Un período tiene --since y --until.")
    first, last = _read_day(since), _read_day(until)
    end = datetime.combine(last + timedelta(days=1), time(), CHILE) - timedelta(microseconds=1)
    return Between(datetime.combine(first, time(), CHILE), end)


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} no es un día. Escribe AAAA-MM-DD.") from None


def _covers(hold: Hold) -> str:
    if isinstance(hold.scope, Everything):
        return "todo"
    if isinstance(hold.scope, OfConversation):
        return f"la conversación {hold.scope.conversation_id}"
    return f"del {_day(hold.scope.since)} al {_day(hold.scope.until)}"


def _day(moment: datetime) -> str:
    return written(day_in_chile(moment))


def _say(hold: Hold, words: str, as_json: bool) -> None:
    if as_json:
        print_json(_plain(hold))
    else:
        Console().print(words)


def _plain(hold: Hold) -> dict[str, object]:
    released = None if hold.released_at is None else stamp(hold.released_at)
    return {
        **hold.content(),
        "at": stamp(hold.at),
        "released_at": released,
        "released_by": hold.released_by,
        "release_reason": hold.release_reason,
    }
