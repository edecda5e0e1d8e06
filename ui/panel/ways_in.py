"""The ways into the panel and the page of its accounts, put together."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from fastapi import FastAPI

from assistant.accounts.accounts import Accounts
from assistant.accounts.administration import Administration
from assistant.accounts.entrance import Entrance
from assistant.accounts.oidc import OpenIdLogin
from assistant.accounts.oidc_provider import build_provider
from assistant.registry import Registry
from assistant.settings import Settings
from ui.panel.accounts import AccountPages
from ui.panel.choice import PasswordPage
from ui.panel.door import Door
from ui.panel.entry import EntryDesk
from ui.panel.oidc import OtherServicePages
from ui.panel.sessions import Sessions
from ui.rate_limit import Gate
from ui.workers import Workers


@dataclass(frozen=True)
class SlowThreads:
    """Few threads for what is slow, so that whoever enters takes none from those who converse."""

    passwords: Workers = field(default_factory=lambda: Workers(2, most_waiting=20))
    network: Workers = field(default_factory=lambda: Workers(2, most_waiting=20))

    def close(self) -> None:
        """Let what is in course end, and take no more."""
        self.passwords.close()
        self.network.close()


def add_ways_in(
    panel: FastAPI,
    accounts: Accounts,
    registry: Registry,
    sessions: Sessions,
    gate: Gate,
    workers: Workers,
    slow: SlowThreads,
    settings: Settings,
) -> None:
    """Serve the login, the choice of a password, the other service if any, and the accounts."""
    provider = build_provider(settings)
    trusts_proxy = settings.trust_forwarded_for
    desk = EntryDesk(Entrance(accounts), sessions, gate, workers, slow.passwords, trusts_proxy)
    name = provider.name if provider else ""
    door = Door(desk, registry.has_officials, name, settings.oidc_logout_url)
    door.add_to(panel)
    PasswordPage(desk).add_to(panel)
    if provider is not None:
        login = OpenIdLogin(provider, accounts.key)
        waiting = replace(desk, slow=slow.network)
        OtherServicePages(login, waiting, door, settings.public_url).add_to(panel)
    AccountPages(Administration(accounts, registry.redact), sessions, workers).add_to(panel)
