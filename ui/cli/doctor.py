"""`asistente doctor`: is this installation able to answer? One line for each thing it needs.

It looks and changes nothing: a missing database is not created and a stale index is not rebuilt.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Literal

import typer

from ui.cli import FOUND, Json, print_json

if TYPE_CHECKING:
    from assistant.settings import Settings

MIN_FREE_BYTES = 500_000_000
"""Below this an ingestion beside the index in use may not fit."""

CANARY = "12.345.678-5"
"""A valid RUT that belongs to the tests of the whole country."""

Severity = Literal["ok", "warning", "error"]


@dataclass(frozen=True)
class Check:
    """One thing that the program needs, how it is, and what to do about it."""

    name: str
    severity: Severity
    message: str
    remedy: str = ""


def doctor(as_json: Json = False) -> None:
    """Revisa si esta instalación puede responder, y dice qué hacer con lo que falle."""
    checks = []
    for check in run_checks():
        checks.append(check)
        if not as_json:
            _show(check)
    worst = max(checks, key=lambda c: ("ok", "warning", "error").index(c.severity)).severity
    if as_json:
        print_json({"status": worst, "checks": [asdict(check) for check in checks]})
    raise typer.Exit(FOUND if worst == "error" else 0)


def run_checks() -> Iterator[Check]:
    """Yield each check as soon as it is done; without settings, only those that need none."""
    from assistant.settings import SettingsError, load_settings

    yield from _guarded("redactor", _check_redactor)
    yield from _guarded("clasificador", _check_classifier)
    yield from _guarded("política", _check_policy)
    try:
        settings = load_settings()
    except SettingsError as error:
        yield Check("configuración", "error", str(error), "Corrige la configuración y repite.")
        return
    yield Check("configuración", "ok", f"Datos en {settings.data_dir.resolve()}.")
    for name, check in (
        ("institución", _check_institution),
        ("atención", _check_attention),
        ("textos", _check_texts),
        ("carpeta de datos", _check_data_folder),
        ("base de datos", _check_database),
        ("registro de decisiones", _check_log),
        ("avisos por correo", _check_mail),
        ("contactos", _check_contact_keys),
        ("entrada al panel", _check_entrance),
        ("embeddings", _check_embeddings),
        ("índice", _check_index),
        ("puerto", _check_port),
    ):
        yield from _guarded(name, partial(check, settings))


def _guarded(name: str, check: Callable[[], Iterator[Check]]) -> Iterator[Check]:
    """Yield what a check finds; one that breaks is an error, and the others go on."""
    try:
        yield from (replace(found, name=found.name or name) for found in check())
    except OSError as error:
        from assistant.database import reason

        yield Check(
            name, "error", f"{error.filename}: {reason(error)}.", "Revisa permisos y espacio."
        )
    except Exception as error:
        from ui.cli import _known_errors

        if isinstance(error, _known_errors()):
            yield Check(name, "error", str(error), "Haz lo que dice el mensaje y repite.")
        else:
            yield Check(
                name,
                "error",
                f"La revisión falló ({type(error).__name__}).",
                "Ejecuta `make setup`; si sigue, avisa a quien mantiene el programa.",
            )


def _ok(message: str) -> Check:
    return Check("", "ok", message)


def _check_redactor() -> Iterator[Check]:
    from assistant.redaction import build_redactor

    found = build_redactor().redact(f"Mi RUT es {CANARY} y quiero postular.")
    if CANARY in found.text or "RUT" not in found.counts:
        yield Check(
            "",
            "error",
            "No enmascara un RUT de prueba: se guardarían datos personales.",
            "No abras el servicio. Ejecuta `make setup` y después `make test`.",
        )
    else:
        yield _ok("Enmascara un RUT de prueba.")


def _check_classifier() -> Iterator[Check]:
    from assistant.route import examples_digest, load_classifier, load_routes

    rules = len(load_routes().rules)
    if load_classifier().examples == examples_digest():
        yield _ok(f"Corresponde a sus ejemplos; reglas: {rules}.")
    else:
        yield Check(
            "",
            "error",
            "No corresponde a los ejemplos de route_examples.yaml: cambiaron después de ajustarlo.",
            "Ejecuta `python -m evals.fitting.router`.",
        )


def _check_policy() -> Iterator[Check]:
    from governance.classification.prove import prove
    from ui.cli.registers import policy_of_today

    proof = prove(policy_of_today())
    if proof.holds:
        yield _ok(
            f"Versión {proof.policy}, huella {proof.digest[:16]}: se cumplen todas sus leyes."
        )
        return
    broken = ", ".join(check.id for check in proof.checks if not check.holds)
    yield Check(
        "",
        "error",
        f"La versión {proof.policy} no cumple sus leyes: {broken}.",
        "No clasifiques con ella. Mira por qué con «asistente policy prove».",
    )


def _check_institution(settings: Settings) -> Iterator[Check]:
    from knowledge_base.attention import Attention
    from knowledge_base.institution import ContactPoint, load_institution

    institution = load_institution(settings.institution_file)
    points: dict[str, ContactPoint | Attention] = {
        f"contacto {name}": point for name, point in institution.contacts.items()
    }
    points["horario de atención"] = institution.attention
    for name, point in points.items():
        if not point.verified:
            yield Check(
                "institución",
                "warning",
                f"Sin verificar, no se muestra: {name}. {point.note}".strip(),
                f"Confírmalo y pon «verified: true» en {settings.institution_file}.",
            )
    for line in institution.emergency:
        if not line.verified:
            yield Check(
                "institución",
                "warning",
                f"Línea de emergencia sin verificar, no se muestra: {line.value}.",
                f"Confírmala y pon «verified: true» en {settings.institution_file}.",
            )
    verified = sum(point.verified for point in points.values())
    if not any(p.verified and p.value for p in institution.contacts.values()):
        yield Check(
            "",
            "error",
            "No hay ningún contacto verificado: quien pida una persona no sabría a dónde ir.",
            f"Verifica al menos uno en {settings.institution_file}.",
        )
    else:
        yield _ok(f"{institution.institution.nombre}; datos verificados: {verified}.")


def _check_attention(settings: Settings) -> Iterator[Check]:
    from assistant.desk.hours import OfficeHours
    from assistant.desk.replies import load_replies
    from governance.moments import utc_now
    from knowledge_base.institution import load_institution

    institution = load_institution(settings.institution_file)
    count = len(load_replies(institution).replies)
    hours, now = OfficeHours(institution.attention), utc_now()
    opening = hours.next_opening(now)
    if opening is None:
        yield Check(
            "",
            "warning",
            "No hay ningún horario de atención en los próximos 60 días.",
            f"Revisa «attention» en {settings.institution_file}.",
        )
        return
    week = institution.attention.words()
    opens = hours.in_words(opening, now)
    yield _ok(f"{week}. Próxima apertura: {opens}. Respuestas preparadas: {count}.")


def _check_texts(settings: Settings) -> Iterator[Check]:
    from assistant.texts import load_texts
    from knowledge_base.institution import load_institution

    texts = load_texts(load_institution(settings.institution_file))
    if empty := [o.value for o, text in texts.outcomes.items() if not text.strip()]:
        yield Check(
            "", "error", f"Textos vacíos: {', '.join(empty)}.", "Complétalos en texts.es.yaml."
        )
    else:
        yield _ok(f"Completos: cada uno de los {len(texts.outcomes)} resultados tiene el suyo.")


def _check_data_folder(settings: Settings) -> Iterator[Check]:
    folder = settings.data_dir.resolve()
    there = next(f for f in (folder, *folder.parents) if f.exists())
    try:
        tempfile.TemporaryFile(dir=there).close()
    except OSError:
        yield Check(
            "",
            "error",
            f"No se puede escribir en {there}.",
            "Da permiso de escritura, o elige otra carpeta con ASISTENTE_DATA_DIR.",
        )
        return
    free = shutil.disk_usage(there).free
    if free < MIN_FREE_BYTES:
        yield Check(
            "",
            "warning",
            f"Quedan {free // 1_000_000} MB libres en {there}.",
            "Libera espacio: sin él, ninguna respuesta se registra ni se muestra.",
        )
    else:
        yield _ok(f"Se puede escribir; quedan {free // 1_000_000} MB libres.")


def _is_new(settings: Settings) -> bool:
    """Whether nothing was ever recorded here: SQLite, and no file."""
    return not settings.database_url and not (settings.data_dir / "asistente.db").exists()


_NEW = Check(
    "",
    "warning",
    "Todavía no existe: este asistente nunca se ha iniciado aquí.",
    "Ejecuta «asistente serve» o «asistente ingest»; o revisa ASISTENTE_DATA_DIR.",
)


def _check_database(settings: Settings) -> Iterator[Check]:
    from assistant.database import build_engine, reading
    from assistant.migrations import FOLDER

    if _is_new(settings):
        yield _NEW
        return
    steps = sorted(f.stem.split("_")[0] for f in (FOLDER / "versions").glob("[0-9]*.py"))
    engine = build_engine(settings.database, must_exist=True)
    with reading(engine) as connection:
        step = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        is_sqlite = connection.dialect.name == "sqlite"
        found = connection.exec_driver_sql("PRAGMA quick_check").scalar() if is_sqlite else "ok"
    if found != "ok":
        yield Check(
            "", "error", "El archivo está dañado (quick_check).", "Restaura el último respaldo."
        )
    elif step == steps[-1]:
        yield _ok(f"Abre, está íntegra y al día (paso {step}).")
    elif step in steps:
        yield Check(
            "",
            "warning",
            f"Está en el paso {step} y el programa en el {steps[-1]}.",
            "Respáldala e inicia el asistente: se actualiza sola.",
        )
    else:
        yield Check(
            "",
            "error",
            f"Es de una versión más nueva del programa (paso {step}).",
            "Actualiza el programa; no borres la base.",
        )


def _check_log(settings: Settings) -> Iterator[Check]:
    from assistant.database import build_engine, reading
    from assistant.log_key import find_key, key_file
    from governance.log.decision_log import DecisionLog, LogDamaged

    if _is_new(settings):
        yield _NEW
        return
    log = DecisionLog(key=find_key(settings))
    try:
        with reading(build_engine(settings.database, must_exist=True)) as connection:
            head, is_ours = log.head(connection), log.is_ours(connection)
    except LogDamaged:
        yield Check(
            "",
            "error",
            "Falta la cabeza del registro: alguien la quitó. Nada se puede registrar.",
            "Guarda la base como evidencia y restaura el último respaldo.",
        )
        return
    if not is_ours:
        yield Check(
            "",
            "error",
            f"La cabeza del registro no tiene la firma de {key_file(settings)}. Nada se registra.",
            "Ejecuta «asistente log verify» y guarda la base como evidencia: docs/operacion.md.",
        )
        return
    if key_file(settings).is_file() and key_file(settings).stat().st_mode & 0o077:
        yield Check(
            "",
            "warning",
            f"{key_file(settings)}: otros usuarios de esta máquina pueden leer la clave que firma.",
            f"Ejecuta «chmod 600 {key_file(settings)}».",
        )
    yield _ok(f"Cabeza {head.sequence}:{head.hash}. Se comprueba con «asistente log verify».")


def _check_mail(settings: Settings) -> Iterator[Check]:
    from assistant.database import build_engine, reading
    from assistant.desk.notices.notifier import build_notices
    from assistant.desk.notices.smtp import build_mailer

    mailer = build_mailer(settings)
    if mailer is None:
        yield Check(
            "",
            "warning",
            "No están configurados: nadie se entera fuera del panel de que alguien espera.",
            "Define ASISTENTE_SMTP_URL, SMTP_FROM y NOTIFY_TO: docs/atencion.md.",
        )
        return
    if not settings.public_url:
        yield Check(
            "",
            "warning",
            "Los avisos no pueden llevar la dirección del panel.",
            "Define ASISTENTE_PUBLIC_URL.",
        )
    if _is_new(settings):
        yield _ok(f"Configurados: {mailer.server}.")
        return
    with reading(build_engine(settings.database, must_exist=True)) as connection:
        found = build_notices(settings).outbox(connection)
    if found.failure is not None:
        yield Check("", "warning", f"No salieron. Intentos: {found.tries}.", found.failure.words)
    else:
        yield _ok(f"Configurados: {mailer.server}. Pendientes: {found.pending}.")


def _check_contact_keys(settings: Settings) -> Iterator[Check]:
    from assistant.desk.contacts.keys import build_keys

    keys = build_keys(settings)
    count = len(keys.read())
    if keys.is_exposed():
        yield Check(
            "",
            "error",
            "Otros usuarios de esta máquina pueden leer la clave que sella los contactos.",
            "Deja el archivo contact.key solo para quien ejecuta el asistente: chmod 600.",
        )
    elif count:
        yield _ok(f"Claves para sellar y abrir contactos: {count}. Respáldalas aparte.")
    else:
        yield _ok("La clave que los sella se creará con el primero.")


def _check_entrance(settings: Settings) -> Iterator[Check]:
    from assistant.accounts.installation_key import NAME, KeyFileError, load_key

    if (settings.data_dir / NAME).exists():
        try:
            load_key(settings.data_dir)
        except KeyFileError as error:
            yield Check("", "error", str(error), "Haz lo que dice el mensaje y repite.")
            return
    if not settings.oidc_issuer:
        yield _ok("Con cargo y contraseña.")
    elif not settings.public_url:
        yield Check(
            "",
            "warning",
            f"También con {settings.oidc_name}, y no se sabe la dirección pública del servicio.",
            "Di cuál es con ASISTENTE_PUBLIC_URL: el proveedor exige que sea siempre la misma.",
        )
    else:
        back = f"{settings.public_url.rstrip('/')}/panel/entrar/oidc/volver"
        yield _ok(f"También con {settings.oidc_name}; dirección de retorno: {back}")


def _check_embeddings(settings: Settings) -> Iterator[Check]:
    from knowledge_base.embeddings import build_embedder

    embedder = build_embedder(settings.embeddings)
    question = embedder.queries(["¿Hasta cuándo se puede postular al concurso?"])[0]
    near, far = embedder.passages(
        [
            "El plazo de postulación al concurso termina el último día a las 23:59.",
            "La receta lleva harina, dos huevos y una taza de leche.",
        ]
    )
    right, wrong = float(near @ question), float(far @ question)
    if right > wrong:
        yield _ok(
            f"{embedder.name}: distingue un texto cercano ({right:.2f}) de otro ({wrong:.2f})."
        )
    else:
        yield Check(
            "",
            "error",
            f"{embedder.name}: no distingue un texto cercano ({right:.2f}) de otro ({wrong:.2f}).",
            "Ejecuta `make setup`, o elige otro modelo con ASISTENTE_EMBEDDINGS.",
        )


def _check_index(settings: Settings) -> Iterator[Check]:
    from ui.cli.kb import open_retriever

    if _is_new(settings):
        yield _NEW
        return
    index = open_retriever(settings).index
    if index.passages:
        yield _ok(
            f"Abre y corresponde a la base de datos: versión {index.version}, "
            f"{len(index.passages)} fragmentos."
        )
    else:
        yield Check(
            "",
            "warning",
            "Está vacío: no hay con qué responder.",
            "Ejecuta «asistente ingest» con la carpeta de los documentos.",
        )


def _check_port(settings: Settings) -> Iterator[Check]:
    import socket

    from ui.cli.serve import _cannot_listen, _check_nobody_answers

    try:
        _check_nobody_answers(settings)
        family, kind, protocol, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as listening:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
    except OSError as error:
        yield Check(
            "",
            "warning",
            _cannot_listen(settings, error),
            "Si el asistente ya está abierto, está bien; si no, elige otro con ASISTENTE_PORT.",
        )
        return
    yield _ok(f"Libre: {settings.host}:{settings.port}.")


def _show(check: Check) -> None:
    from rich.console import Console
    from rich.markup import escape

    marks = {
        "ok": "[green]✓[/green]",
        "warning": "[yellow]![/yellow]",
        "error": "[red]✗[/red]",
    }
    console = Console(highlight=False)
    console.print(
        f"{marks[check.severity]} [bold]{check.name}[/bold]: {escape(check.message)}",
        soft_wrap=True,
    )
    if check.remedy:
        console.print(f"    Qué hacer: {escape(check.remedy)}", soft_wrap=True)
