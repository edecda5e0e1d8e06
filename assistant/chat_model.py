"""The chat model that the settings name, whoever provides it."""

from __future__ import annotations

from typing import Any

from langchain_core.language_models import BaseChatModel

from assistant.settings import Settings, SettingsError


def build_chat_model(settings: Settings) -> BaseChatModel:
    """Return the chat model of `settings`. What it is given must have been redacted.

    LangChain sends a copy of every prompt to LangSmith where the environment asks for it; not here.

    Raises:
        SettingsError: the provider's package is missing or the model cannot be built.
    """
    import langsmith
    from langchain.chat_models import init_chat_model

    langsmith.configure(enabled=False)
    options: dict[str, Any] = {
        key: value
        for key, value in {
            "base_url": settings.chat_model_url,
            "api_key": settings.chat_model_key.get_secret_value(),
        }.items()
        if value
    }
    try:
        model: BaseChatModel = init_chat_model(
            settings.chat_model, temperature=0, timeout=30, **options
        )
    except (ImportError, AttributeError, ValueError, TypeError) as error:
        raise SettingsError(
            f"ASISTENTE_CHAT_MODEL={settings.chat_model}: no se puede usar ({error}). "
            "Instala el paquete del proveedor, por ejemplo: pip install 'asistente-gore[openai]'."
        ) from error
    return model
