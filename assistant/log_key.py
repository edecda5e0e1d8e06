"""The log of this installation: its terms, and the key of the institution that signs it.

The key is one PEM file, made once. Public keys after the private one are those that signed before:
they only check. Without the file a log that is signed is not written: whoever signs with another
key must say so (`asistente log sign`).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Connection, Engine

from assistant.database import writing
from assistant.key_file import write_once
from assistant.settings import Settings, SettingsError
from governance.log.decision_log import DecisionLog
from governance.log.head import read_head
from governance.log.levels import read_level_changes
from governance.log.retention import class_of, days_at, policy_of, shortest
from governance.log.signing import LogKey, NotAKey, PublicKeys, new_private_pem, read_log_key
from governance.moments import Clock, utc_now
from governance.policy.model import Level
from governance.registers.acts import Acts
from governance.registers.days import day_in_chile
from governance.registers.systems import SystemNotFound, Systems
from knowledge_base.institution import load_institution

FILE_NAME = "log.key"


def build_log(settings: Settings, engine: Engine, clock: Clock = utc_now) -> DecisionLog:
    """Return the log of this installation, signed; its key is made the first time.

    Raises:
        SettingsError: the key is missing, is not a key, or is not the one that signed.
        DatabaseError: the database cannot be used.
    """
    days = log_days(settings)
    with writing(engine) as connection:  # of several processes at once, one makes the key
        head = read_head(connection, to_change=True)
        key = find_key(settings)
        if key is not None:
            is_known = head is None or head.key_id is None or head.key_id in key.keys.ids
            if not is_known:
                raise SettingsError(f"{key_file(settings)}: {_OTHER_KEY}")
            return DecisionLog(days, key)
        if head is not None and head.signature is not None:
            raise SettingsError(f"{key_file(settings)}: {_NO_KEY}")
        write_once(key_file(settings), new_private_pem())
        key = find_key(settings)
        log = DecisionLog(days, key)
        if head is not None:
            log.sign_first(connection, clock())
        return log


def key_file(settings: Settings) -> Path:
    """Return where the key is."""
    return Path(settings.log_key) if settings.log_key else settings.data_dir / FILE_NAME


def find_key(settings: Settings) -> LogKey | None:
    """Return the key of this installation, None if it was never made.

    Raises:
        SettingsError: the file holds no key.
    """
    file = key_file(settings)
    try:
        text = file.read_text(encoding="ascii")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        text = ""
    try:
        return read_log_key(text, load_institution(settings.institution_file).institution.nombre)
    except NotAKey:
        raise SettingsError(
            f"{file}: no es una clave para firmar el registro. Debe empezar con una clave privada "
            "Ed25519 en PEM. Restáurala de un respaldo; no la borres: docs/operacion.md."
        ) from None


def find_keys(settings: Settings) -> PublicKeys | None:
    """Return the keys that check what this installation signed, None if it has none."""
    key = find_key(settings)
    return None if key is None else key.keys


def log_days(settings: Settings) -> Mapping[str, int]:
    """Return the days that each class is kept: as the policy says, or longer where so set.

    Raises:
        SettingsError: it was set shorter than the policy allows.
    """
    demanded = days_at(utc_now())
    least = demanded[shortest(demanded)]
    if settings.retention_days < least:
        raise SettingsError(
            f"ASISTENTE_RETENTION_DAYS={settings.retention_days}: la política exige {least} días "
            "(art. 4, registro y trazabilidad). Solo puedes alargar el plazo: pon "
            f"{least} o más, o quita el ajuste."
        )
    return {name: max(days, settings.retention_days) for name, days in demanded.items()}


def keep_level(
    connection: Connection, log: DecisionLog, system_id: str, clock: Clock
) -> Level | None:
    """Return the level of this assistant in the register, which the log now records under.

    It is the one that the Subcomité approved last or, before that, the one declared. None if the
    register does not know the system: what was set stays.

    Raises:
        LogDamaged: the log takes no entries.
    """
    now = clock()
    level = read_level(connection, system_id, clock)
    if level is None:
        return None
    retention = class_of(policy_of(day_in_chile(now)), level)
    changes = read_level_changes(connection)
    current = changes[-1].retention if changes else shortest(log.retention_days)
    if retention != current:
        reason = f"nivel de {system_id} en el registro de sistemas"
        log.set_level(connection, level, retention, by="assistant", reason=reason, at=now)
    return level


def read_level(connection: Connection, system_id: str, clock: Clock = utc_now) -> Level | None:
    """Return the level in force of a system, None if the register does not know it."""
    try:
        system = Systems(clock).get(connection, system_id)
    except SystemNotFound:
        return None
    acts = Acts(clock).history(connection, system_id)
    approved = [act.level for act in acts if act.kind == "aprueba" and act.level is not None]
    return approved[-1] if approved else system.declared_level


_NO_KEY = (
    "no está, y el registro está firmado. Copia aquí la clave desde un respaldo o desde la otra "
    "máquina. Si se perdió, di quién sigue y por qué con «asistente log sign»: docs/operacion.md."
)
_OTHER_KEY = (
    "no es la clave con que se firmó el registro. Copia aquí la que firmó. Si la cambiaste, agrega "
    "al final del archivo la clave pública anterior y ejecuta «asistente log sign»."
)
