"""Entering with another service: OpenID Connect, authorization code with PKCE, any provider.

`begin` says where to send the browser, and what it must bring back in a sealed cookie; `finish`
trades the code for an ID token, proves it (signature, issuer, audience, time, nonce) and returns
one claim of it. Authlib and joserfc know the protocol; what they raise leaves here as ours.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
from cryptography.fernet import Fernet, InvalidToken
from joserfc import jwk, jws, jwt
from joserfc.errors import JoseError

from assistant.accounts.identity import Identity
from assistant.accounts.installation_key import InstallationKey
from assistant.accounts.oidc_provider import Provider, ProviderUnavailable

LASTS_S = 600
"""How long somebody has to identify themselves at the other service."""

_LEEWAY_S = 60
_ASYMMETRIC = frozenset(
    "RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519".split()
)
_WITH_SECRET = frozenset({"HS256", "HS384", "HS512"})


class IdentityRefused(Exception):
    """What came back from the other service proves nothing; raised with what to do."""


@dataclass(frozen=True)
class Begun:
    """Where to send the browser, and the sealed cookie that it must bring back."""

    address: str
    sealed: str


@dataclass(frozen=True)
class _Promise:
    """What a browser that left has to match when it returns."""

    state: str
    nonce: str
    verifier: str
    redirect_uri: str


class OpenIdLogin:
    """Identifies people with a provider. It waits for the network: call it from a thread."""

    def __init__(self, provider: Provider, key: InstallationKey) -> None:
        """Trust `provider`; `key` seals what the browser carries."""
        self._provider = provider
        self._sealing = Fernet(key.for_sealing("oidc"))

    @property
    def name(self) -> str:
        """What people call the provider."""
        return self._provider.name

    def begin(self, redirect_uri: str) -> Begun:
        """Return the beginning of an entry that ends at `redirect_uri`.

        Raises:
            ProviderUnavailable: the provider does not answer.
        """
        state, nonce, verifier = (secrets.token_urlsafe(size) for size in (24, 24, 48))
        query = {
            "response_type": "code",
            "client_id": self._provider.client_id,
            "redirect_uri": redirect_uri,
            "scope": self._provider.scopes,
            "state": state,
            "nonce": nonce,
            "code_challenge": create_s256_code_challenge(verifier),
            "code_challenge_method": "S256",
        }
        where = self._provider.endpoint("authorization_endpoint")
        promise = _Promise(state, nonce, verifier, redirect_uri)
        sealed = self._sealing.encrypt(json.dumps(asdict(promise)).encode()).decode()
        return Begun(f"{where}{'&' if '?' in where else '?'}{urlencode(query)}", sealed)

    def finish(self, sealed: str, answer: Mapping[str, str]) -> Identity:
        """Return who the provider says that it is; `answer` is the query that came back.

        Raises:
            IdentityRefused: the answer is not the one to our question, or proves nothing.
            ProviderUnavailable: the provider does not answer.
        """
        promise = self._open(sealed)
        if not secrets.compare_digest(answer.get("state", "").encode(), promise.state.encode()):
            raise IdentityRefused(_EXPIRED)
        if answer.get("iss") not in (None, self._provider.issuer):  # RFC 9207: mixed up providers
            raise IdentityRefused(_UNPROVEN)
        if "error" in answer or not answer.get("code"):
            raise IdentityRefused(
                f"No completaste la entrada con {self.name}. Puedes intentarlo otra vez."
            )
        try:
            token = self._provider.trade(answer["code"], promise.verifier, promise.redirect_uri)
            claims = self._prove(token, promise.nonce)
        except (JoseError, ValueError, KeyError, TypeError):
            raise IdentityRefused(_UNPROVEN) from None
        return Identity(self._provider.issuer, self._provider.claim, self._value(claims, token))

    def _open(self, sealed: str) -> _Promise:
        try:
            text = self._sealing.decrypt(sealed.encode("utf-8", "replace"), ttl=LASTS_S)
            return _Promise(**json.loads(text))
        except (InvalidToken, ValueError, TypeError):
            raise IdentityRefused(_EXPIRED) from None

    def _prove(self, token: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        """Return the claims of an ID token that is the provider's, for us, now, and asked for."""
        given = str(token["id_token"])
        algorithm = jws.extract_compact(given.encode()).headers()["alg"]
        decoded = jwt.decode(given, self._key(algorithm, given), algorithms=[algorithm])
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            options={
                "iss": {"essential": True, "value": self._provider.issuer},
                "aud": {"essential": True, "value": self._provider.client_id},
                "exp": {"essential": True},
            },
            params={
                "nonce": nonce,
                "client_id": self._provider.client_id,
                "access_token": token.get("access_token"),
            },
        )
        claims.validate(leeway=_LEEWAY_S)
        return dict(decoded.claims)

    def _key(self, algorithm: str, given: str) -> jwk.KeySet | jwk.OctKey:
        # The kind of key follows from the algorithm: nobody signs with a public key as if secret.
        if algorithm in _ASYMMETRIC:
            keys = self._provider.keys()
            key_id = jws.extract_compact(given.encode()).headers().get("kid")
            if key_id and all(key.kid != key_id for key in keys.keys):
                keys = self._provider.keys(anew=True)  # the provider changed its keys
            return keys
        if algorithm in _WITH_SECRET and len(self._provider.secret) >= 32:
            return jwk.OctKey.import_key(self._provider.secret)
        raise ValueError("an ID token must be signed with an algorithm that proves who did")

    def _value(self, claims: Mapping[str, Any], token: Mapping[str, Any]) -> str:
        """Return the claim that identifies, from the ID token or else from `userinfo`."""
        name = self._provider.claim
        found, where = _at(claims, name), claims
        if found is None:
            where = self._provider.userinfo(str(token.get("access_token", "")))
            if where.get("sub") != claims["sub"]:  # OpenID Connect Core, 5.3.2: somebody else's
                raise IdentityRefused(_UNPROVEN)
            found = _at(where, name)
        if isinstance(found, bool) or not isinstance(found, str | int) or not str(found).strip():
            raise IdentityRefused(
                f"{self.name} no dijo quién eres como esta instalación lo pide. Avisa a quien "
                "administra el servidor: revise ASISTENTE_OIDC_CLAIM y ASISTENTE_OIDC_SCOPES."
            )
        if name == "email" and where.get("email_verified") is not True:
            raise IdentityRefused(
                f"{self.name} no ha comprobado que ese correo sea tuyo. Compruébalo allí primero."
            )
        return str(found)


def _at(claims: Mapping[str, Any], path: str) -> object:
    """Return what lies at a dotted path, or None.

    >>> _at({"RolUnico": {"numero": 11111111}}, "RolUnico.numero")
    11111111
    """
    found: object = claims
    for part in path.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


__all__ = ["Begun", "IdentityRefused", "OpenIdLogin", "ProviderUnavailable"]

_EXPIRED = (
    "La entrada venció, o tu navegador bloquea las cookies. Vuelve a empezar desde el botón de "
    "esta página."
)
_UNPROVEN = (
    "La respuesta del servicio de identificación no se pudo comprobar. Vuelve a intentar; si "
    "sigue, avisa a quien administra el servidor y entra con tu contraseña."
)
