"""A provider of OpenID Connect as we talk to it: where its doors are, its keys, its answers."""

from __future__ import annotations

import time
from collections.abc import Mapping
from threading import Lock
from typing import Any
from urllib.parse import quote

import httpx
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from assistant.settings import Settings, is_private_address

TIMEOUT = httpx.Timeout(5.0, connect=3.0)
KNOWN_S = 3600.0
"""Seconds for which what the provider publishes about itself is believed."""


class ProviderUnavailable(Exception):
    """The provider does not answer, or not what it should; raised with what to do."""

    def __init__(self, name: str) -> None:
        """Say it in words."""
        super().__init__(
            f"{name} no responde en este momento. Espera un poco, o entra con tu contraseña."
        )


class Provider:
    """Talks to one provider; safe from several threads."""

    def __init__(
        self,
        *,
        issuer: str,
        client_id: str,
        secret: str,
        scopes: str,
        claim: str,
        name: str,
        discovery_url: str = "",
    ) -> None:
        """Know how to find it and what to ask for; nothing is sent yet."""
        self.issuer, self.client_id, self.secret = issuer, client_id, secret
        self.scopes, self.claim, self.name = scopes, claim, name
        self._discovery = discovery_url or f"{issuer.rstrip('/')}/.well-known/openid-configuration"
        self._published: tuple[float, Mapping[str, Any]] | None = None
        self._keys: tuple[float, KeySet] | None = None
        self._lock = Lock()

    def endpoint(self, name: str) -> str:
        """Return one of its addresses.

        Raises:
            ProviderUnavailable: it does not answer, or publishes no such address.
        """
        address = self._about().get(name)
        if not isinstance(address, str) or not is_private_address(address):
            raise ProviderUnavailable(self.name)
        return address

    def keys(self, *, anew: bool = False) -> KeySet:
        """Return the keys with which it signs.

        Raises:
            ProviderUnavailable: it does not answer.
        """
        known = self._keys
        if known is None or anew or _is_old(known[0]):
            published = self._get(self.endpoint("jwks_uri"))
            try:
                known = (time.monotonic(), KeySet.import_key_set(dict(published)))  # type: ignore[arg-type]
            except (JoseError, ValueError, KeyError, TypeError):
                raise ProviderUnavailable(self.name) from None
            self._keys = known
        return known[1]

    def trade(self, code: str, verifier: str, redirect_uri: str) -> Mapping[str, Any]:
        """Return what it gives for a code: an ID token and an access token.

        Raises:
            ProviderUnavailable: it does not answer.
            ValueError: it does not take the code.
        """
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
            "client_id": self.client_id,
        }
        ways = self._about().get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        is_in_form = "client_secret_post" in ways
        pair = (quote(self.client_id, safe=""), quote(self.secret, safe=""))  # RFC 6749, 2.3.1
        auth = None if is_in_form else httpx.BasicAuth(*pair)
        if is_in_form:
            form["client_secret"] = self.secret
        return self._ask("POST", self.endpoint("token_endpoint"), data=form, auth=auth)

    def userinfo(self, access_token: str) -> Mapping[str, Any]:
        """Return what it says of the person.

        Raises:
            ProviderUnavailable: it does not answer.
            ValueError: it does not take the token.
        """
        headers = {"Authorization": f"Bearer {access_token}"}
        where = self.endpoint("userinfo_endpoint")
        try:
            return self._ask("GET", where, headers=headers)
        except ValueError:  # the guide of ClaveÚnica names only POST; the standard has both
            return self._ask("POST", where, headers=headers)

    def _about(self) -> Mapping[str, Any]:
        with self._lock:
            if self._published is None or _is_old(self._published[0]):
                about = self._get(self._discovery)
                if about.get("issuer") != self.issuer:  # OpenID Connect Discovery, 4.3
                    raise ProviderUnavailable(self.name)
                self._published = (time.monotonic(), about)
            return self._published[1]

    def _get(self, address: str) -> Mapping[str, Any]:
        try:
            return self._ask("GET", address)
        except ValueError:
            raise ProviderUnavailable(self.name) from None

    def _ask(self, method: str, address: str, **what: Any) -> Mapping[str, Any]:
        try:
            with httpx.Client(timeout=TIMEOUT) as client:
                response = client.request(method, address, **what)
        except (httpx.HTTPError, httpx.InvalidURL):
            raise ProviderUnavailable(self.name) from None
        if response.status_code >= 500:
            raise ProviderUnavailable(self.name)
        if response.status_code != 200:
            raise ValueError("the provider refused")
        found = response.json()
        if not isinstance(found, dict):
            raise ValueError("the provider answered something else")
        return found


def build_provider(settings: Settings) -> Provider | None:
    """Return the provider that is configured, if there is one."""
    if not settings.oidc_issuer:
        return None
    return Provider(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        secret=settings.oidc_client_secret.get_secret_value(),
        scopes=settings.oidc_scopes,
        claim=settings.oidc_claim,
        name=settings.oidc_name,
        discovery_url=settings.oidc_discovery_url,
    )


def _is_old(at: float) -> bool:
    return time.monotonic() - at > KNOWN_S
