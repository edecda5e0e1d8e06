"""`asistente staff`: the posts that may act in the registers and enter the panel, and their keys.

The first one with the role «administracion» needs nobody's leave; from then on, whoever changes
this list says who they are with their own key. A key is shown once and never again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from governance.registers.roles import ROLES
from ui.cli import Json, fail, print_json
from ui.cli.registers import (
    KeyFile,
    ask_key,
    open_registers,
    redacted,
    register_errors,
    sign_in,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from assistant.accounts.accounts import Accounts
    from governance.registers.officials import Official

app = typer.Typer(
    help="Administra los cargos, sus claves, sus contraseñas y cómo entran al panel.",
    no_args_is_help=True,
)
Id = Annotated[str, typer.Argument(metavar="ID", help="El cargo, por ejemplo F-002.")]


@app.command()
def add(
    name: Annotated[
        str, typer.Argument(metavar="CARGO", help="El cargo, sin el nombre de la persona.")
    ],
    roles: Annotated[
        list[str],
        typer.Option(
            "--rol", metavar="ROL", help=f"Qué puede hacer; se repite. Roles: {', '.join(ROLES)}."
        ),
    ],
    key_file: KeyFile = None,
    as_json: Json = False,
) -> None:
    """Agrega un cargo y muestra su clave, por única vez."""
    with register_errors(as_json):
        from assistant.database import writing
        from governance.registers.officials import Officials

        if redacted(name) != name.strip():
            fail("Escribe solo el cargo, sin nombre, RUT ni contacto de una persona.", as_json)
        engine = open_registers()
        is_first = not _has_administrator(engine)
        if is_first and "administracion" not in roles:
            fail(
                "El primer cargo debe tener «--rol administracion»: agregará a los demás.",
                as_json,
            )
        key = "" if is_first else ask_key(key_file)
        with writing(engine) as connection:
            by = "consola" if is_first else _administrator(connection, key, as_json).id
            official, new_key = Officials().create(connection, name, roles, by)
    _show_key(official, new_key, as_json)


@app.command("list")
def list_(as_json: Json = False) -> None:
    """Muestra los cargos, también los desactivados."""
    with register_errors(as_json):
        from assistant.database import reading
        from governance.registers.officials import Officials

        with reading(open_registers()) as connection:
            officials = Officials().list(connection)
    if as_json:
        print_json([_as_dict(official) for official in officials])
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table("ID", "Cargo", "Roles", "Estado")
    for official in officials:
        state = "activo" if official.active else "[dim]desactivado[/dim]"
        table.add_row(official.id, escape(official.name), ", ".join(sorted(official.roles)), state)
    empty = "No hay cargos. Agrega el primero con «asistente staff add»."
    Console().print(table if officials else empty)


@app.command()
def renew(
    official_id: Id,
    recover: Annotated[
        bool,
        typer.Option(
            "--recuperar",
            help="Sin clave, solo para quien administra y perdió la suya; queda registrado.",
        ),
    ] = False,
    key_file: KeyFile = None,
    as_json: Json = False,
) -> None:
    """Cambia la clave de un cargo: la anterior y la contraseña dejan de servir."""
    with register_errors(as_json):
        from assistant.database import writing
        from governance.registers.officials import Officials

        engine = open_registers()
        key = "" if recover else ask_key(key_file)
        with writing(engine) as connection:
            official = Officials().get(connection, official_id)
            if recover:
                by = _recovered(official, as_json)
            else:
                who = sign_in(connection, key, as_json)
                is_own = who.id == official_id  # anybody may renew their own key
                by = who.id if is_own else _administrator(connection, key, as_json).id
            new_key = Officials().renew_key(connection, official_id, by)
    _show_key(official, new_key, as_json)


@app.command()
def deactivate(official_id: Id, key_file: KeyFile = None, as_json: Json = False) -> None:
    """Quita a un cargo la posibilidad de entrar y actuar. Lo que hizo queda registrado."""
    with register_errors(as_json):
        from assistant.database import writing
        from governance.registers.officials import Officials

        engine, key = open_registers(), ask_key(key_file)
        with writing(engine) as connection:
            who = _administrator(connection, key, as_json)
            official = Officials().deactivate(connection, official_id, who.id)
    if as_json:
        print_json(_as_dict(official))
    else:
        typer.echo(f"{official.id} ({official.name}) ya no puede actuar.")


@app.command()
def roles(
    official_id: Id,
    given: Annotated[
        list[str],
        typer.Option(
            "--rol", metavar="ROL", help=f"Qué podrá hacer; se repite. Roles: {', '.join(ROLES)}."
        ),
    ],
    key_file: KeyFile = None,
    as_json: Json = False,
) -> None:
    """Cambia los roles de un cargo por estos."""
    with register_errors(as_json):
        from assistant.database import writing
        from governance.registers.officials import Officials

        engine, key = open_registers(), ask_key(key_file)
        with writing(engine) as connection:
            who = _administrator(connection, key, as_json)
            official = Officials().change_roles(connection, official_id, given, who.id)
    if as_json:
        print_json(_as_dict(official))
    else:
        typer.echo(f"{official.id} · {official.name} · {', '.join(sorted(official.roles))}")


@app.command()
def password(official_id: Id, key_file: KeyFile = None, as_json: Json = False) -> None:
    """Guarda tu contraseña del panel, con tu clave personal; sirve también si la olvidaste."""
    with register_errors(as_json), _account_errors(as_json):
        from assistant.accounts.entrance import check_new_password, keep_password
        from assistant.database import reading, writing

        accounts, key = _open_accounts(), ask_key(key_file)
        with reading(accounts.engine) as connection:
            official = sign_in(connection, key, as_json)
        if official.id != official_id:
            fail(f"Esa clave no es la de {official_id}: cada cargo elige la suya.", as_json)
        chosen = _ask_hidden("Contraseña nueva")
        check_new_password(official, chosen, _ask_hidden("La misma, otra vez"))
        hashed = accounts.passwords.hash(chosen)
        with writing(accounts.engine) as connection:
            sign_in(connection, key, as_json)  # it may have been renewed meanwhile
            keep_password(accounts, connection, official, hashed)
    _say_done(official, "Contraseña guardada. Entra con ella en /panel/entrar.", as_json)


@app.command()
def link(official_id: Id, key_file: KeyFile = None, as_json: Json = False) -> None:
    """Vincula a un cargo la identidad con que entrará por OpenID Connect; se pregunta oculta."""
    with register_errors(as_json), _account_errors(as_json):
        from assistant.accounts.identity import Identity
        from assistant.database import writing
        from assistant.settings import load_settings

        settings, accounts = load_settings(), _open_accounts()
        if not settings.oidc_issuer:
            fail("Falta configurar ASISTENTE_OIDC_ISSUER. Mira docs/cuentas.md.", as_json)
        key = ask_key(key_file)
        value = _ask_hidden(f"Valor de «{settings.oidc_claim}» en {settings.oidc_name}")
        if not value.strip():
            fail("Falta el valor que identifica a la persona en ese servicio.", as_json)
        identity = Identity(settings.oidc_issuer, settings.oidc_claim, value)
        with writing(accounts.engine) as connection:
            who = _administrator(connection, key, as_json)
            mark = identity.mark(accounts.key)
            official = accounts.identities.link(connection, official_id, mark, who.id)
            accounts.tell(connection, "account_changed", who.id, to=official_id, reason="linked")
    _say_done(official, f"Ya puede entrar con {settings.oidc_name}.", as_json)


@app.command()
def unlink(official_id: Id, key_file: KeyFile = None, as_json: Json = False) -> None:
    """Quita a un cargo la identidad vinculada."""
    with register_errors(as_json), _account_errors(as_json):
        from assistant.database import writing

        accounts, key = _open_accounts(), ask_key(key_file)
        with writing(accounts.engine) as connection:
            who = _administrator(connection, key, as_json)
            official = accounts.identities.unlink(connection, official_id, who.id)
            accounts.tell(connection, "account_changed", who.id, to=official_id, reason="unlinked")
    _say_done(official, "Ya no entra con otra identidad.", as_json)


@contextmanager
def _account_errors(as_json: bool) -> Iterator[None]:
    """Turn what accounts refuse into words and an exit code."""
    from assistant.accounts.installation_key import KeyFileError
    from governance.registers.passwords import PasswordRefused

    try:
        yield
    except (KeyFileError, PasswordRefused) as error:
        fail(str(error), as_json)


def _open_accounts() -> Accounts:
    from assistant.accounts.accounts import build_accounts
    from assistant.log_key import build_log
    from assistant.settings import load_settings
    from governance.registers.officials import Officials

    engine, settings = open_registers(), load_settings()
    return build_accounts(engine, Officials(), settings, build_log(settings, engine))


def _ask_hidden(what: str) -> str:
    typed: str = typer.prompt(what, hide_input=True, err=True, default="", show_default=False)
    return typed


def _say_done(official: Official, words: str, as_json: bool) -> None:
    if as_json:
        print_json(_as_dict(official))
    else:
        typer.echo(f"{official.id} · {official.name}. {words}")


def _has_administrator(engine: Engine) -> bool:
    from assistant.database import reading
    from governance.registers.officials import Officials

    with reading(engine) as connection:
        return bool(Officials().administrators(connection))


def _administrator(connection: Connection, key: str, as_json: bool) -> Official:
    official = sign_in(connection, key, as_json)
    if "administracion" not in official.roles:
        fail("Solo puede hacerlo un cargo con rol «administracion».", as_json)
    return official


def _recovered(official: Official, as_json: bool) -> str:
    # Whoever operates the machine can reach the database anyway: what matters is that it shows.
    if "administracion" not in official.roles:
        fail(
            "Con «--recuperar» solo se renueva la clave de quien administra; las demás las "
            "renueva esa persona.",
            as_json,
        )
    return "consola (recuperación)"


def _as_dict(official: Official) -> dict[str, object]:
    return {
        "id": official.id,
        "name": official.name,
        "roles": sorted(official.roles),
        "active": official.active,
    }


def _show_key(official: Official, key: str, as_json: bool) -> None:
    if as_json:
        print_json({**_as_dict(official), "key": key})
        return
    typer.echo(f"{official.id} · {official.name} · {', '.join(sorted(official.roles))}")
    typer.echo(f"Clave: {key}")
    typer.echo("Guárdala ahora: no se puede volver a ver. Quien la tiene actúa como este cargo.")
    typer.echo(
        f"Con ella se elige la contraseña del panel: «asistente staff password {official.id}»."
    )
