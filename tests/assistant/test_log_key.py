"""The key of the log in its file, the terms, and the level that the register says."""

from __future__ import annotations

import stat
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from assistant.database import reading, writing
from assistant.log_key import build_log, find_keys, keep_level, key_file, log_days
from assistant.settings import Settings, SettingsError
from governance.log.decision_log import DecisionLog
from governance.log.levels import read_level_changes
from governance.log.retention import days_by_class, shortest
from governance.log.signing import new_private_pem
from governance.moments import utc_now
from governance.policy.load import policies
from governance.registers import journal
from governance.registers.systems import Systems
from tests.governance import stores
from tests.governance.stores import a_decision

engine = stores.engine
migrated_file = stores.migrated_file
sqlite_engine = stores.sqlite_engine
postgres_engine = stores.postgres_engine
postgres_template = stores.postgres_template


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


def test_the_key_is_made_once_for_its_owner_and_signs_what_there_was(
    engine: Engine, settings: Settings
) -> None:
    with writing(engine) as connection:
        DecisionLog().append(connection, a_decision())  # from before there was a key
    assert find_keys(settings) is None
    log, again = build_log(settings, engine), build_log(settings, engine)
    assert log.key is not None and again.key is not None
    assert log.key.key_id == again.key.key_id
    assert stat.S_IMODE(key_file(settings).stat().st_mode) == 0o600
    with reading(engine) as connection:
        found = log.verify(connection, keys=find_keys(settings))
    assert (found.is_intact, found.entries, found.signed_days) == (True, 1, 1)


def test_a_signed_log_without_its_key_is_not_started_over(
    engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    build_log(settings, engine)
    key_file(settings).unlink()
    with pytest.raises(SettingsError, match=r"log\.key: no está"):
        build_log(settings, engine)
    assert not key_file(settings).exists()
    key_file(settings).write_text(new_private_pem())
    with pytest.raises(SettingsError, match="no es la clave con que se firmó"):
        build_log(settings, engine)
    key_file(settings).write_text("secreto")
    with pytest.raises(SettingsError, match="PEM") as error:
        build_log(settings, engine)
    assert "secreto" not in str(error.value)


def test_the_key_may_be_elsewhere(engine: Engine, tmp_path: Path) -> None:
    elsewhere = tmp_path / "llaves" / "registro.pem"
    build_log(Settings(data_dir=tmp_path, log_key=str(elsewhere)), engine)
    assert elsewhere.exists() and not (tmp_path / "log.key").exists()


def test_the_setting_only_lengthens_what_the_policy_demands() -> None:
    demanded = days_by_class(policies()[-1])
    assert Settings().retention_days == demanded[shortest(demanded)], "the default is the policy's"
    assert log_days(Settings()) == demanded
    assert log_days(Settings(retention_days=500)) == {"limitado": 500, "alto": 1095}
    with pytest.raises(SettingsError, match="la política exige 365 días"):
        log_days(Settings(retention_days=364))


def test_the_log_follows_the_level_of_the_register(engine: Engine, settings: Settings) -> None:
    log = build_log(settings, engine)
    with writing(engine) as connection:
        assert keep_level(connection, log, "SDA-006", utc_now) is None, "not registered yet"
        Systems().seed(connection, policies()[-1])
        assert keep_level(connection, log, "SDA-006", utc_now) == "limitado"
        assert read_level_changes(connection) == (), "it is what was recorded under already"
        approve(connection, "alto")
        assert keep_level(connection, log, "SDA-006", utc_now) == "alto"
        keep_level(connection, log, "SDA-006", utc_now)
        [change] = read_level_changes(connection)
        assert (change.level, change.days, change.by) == ("alto", 1095, "assistant")
        decision_id = log.append(connection, a_decision())
        assert log.get(connection, decision_id).retention == "alto"
    with reading(engine) as connection:
        assert log.verify(connection, keys=find_keys(settings)).is_intact


def approve(connection, level: str) -> None:  # type: ignore[no-untyped-def]
    """What the Subcomité writes in the journal, without its rules (tests/governance/registers)."""
    body = {
        "version": 0,
        "kind": "aprueba",
        "level": level,
        "acta": {"number": "1", "day": date(2026, 1, 5).isoformat()},
        "reason": "",
        "departs": False,
        "by": "F-1",
        "by_name": "Subcomité",
    }
    journal.append(connection, "act", "SDA-006", body, utc_now())
