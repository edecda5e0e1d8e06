"""A small OpenID Connect provider on the loopback, with keys of its own and mistakes on request."""

from __future__ import annotations

import asyncio
import base64
import hmac
import json
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from typing import Any
from urllib.parse import parse_qsl, urlencode

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "asistente", "secreto-de-prueba-de-treinta-y-dos-signos"


@dataclass
class FakeProvider:
    """What the provider says; tests change its fields."""

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    """What the ID token says besides, or instead of, what it must; None takes a claim away."""
    about_person: dict[str, Any] = field(default_factory=dict)
    """What `userinfo` says."""
    algorithm: str = "RS256"
    signs_with: RSAKey | OctKey | bytes | None = None
    """Bytes are a secret that no careful library would take as one."""
    asks_first: bool = False
    """Whether it shows a page, so that the browser comes back from there."""
    takes_userinfo_by: str = "GET"
    wrongs_issuer: bool = False
    is_down: bool = False
    delay_s: float = 0.0
    asked: list[dict[str, str]] = field(default_factory=list)
    """What each browser came to ask."""
    tried: list[dict[str, str]] = field(default_factory=list)
    """What was sent for each code."""

    def __post_init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "uno", "use": "sig"})
        self._codes: dict[str, dict[str, str]] = {}

    def renew_key(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": secrets.token_hex(4), "use": "sig"})

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.middleware("http")
        async def down(request: Request, go_on: Any) -> Response:
            await asyncio.sleep(self.delay_s)
            if self.is_down:
                return Response(status_code=503)
            found: Response = await go_on(request)
            return found

        @app.get("/.well-known/openid-configuration")
        def about() -> dict[str, Any]:
            return {
                "issuer": "https://otro.example" if self.wrongs_issuer else self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
                "jwks_uri": f"{self.issuer}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }

        @app.get("/favicon.ico")
        def icon() -> Response:
            return Response(status_code=204)

        @app.get("/keys")
        def keys() -> dict[str, Any]:
            return {"keys": [self.key.as_dict(private=False)]}

        @app.get("/authorize")
        def authorize(request: Request) -> Response:
            asked = dict(request.query_params)
            self.asked.append(asked)
            code = secrets.token_urlsafe(8)
            self._codes[code] = asked
            back = {"code": code, "state": asked["state"]}
            where = f"{asked['redirect_uri']}?{urlencode(back)}"
            if self.asks_first:
                return HTMLResponse(f'<a href="{escape(where)}">Soy yo</a>')
            return RedirectResponse(where, 302)

        @app.post("/token")
        async def token(request: Request) -> JSONResponse:
            sent = dict(parse_qsl((await request.body()).decode()))
            self.tried.append(sent)
            asked = self._codes.pop(sent.get("code", ""), None)
            if asked is None or not _is_theirs(asked, sent):
                return JSONResponse({"error": "invalid_grant"}, 400)
            access = secrets.token_urlsafe(16)
            given = {"access_token": access, "token_type": "Bearer"}
            return JSONResponse({**given, "id_token": self.id_token(asked["nonce"])})

        @app.api_route("/userinfo", methods=["GET", "POST"])
        def userinfo(request: Request) -> JSONResponse:
            if request.method != self.takes_userinfo_by:
                return JSONResponse({}, 405)
            if not request.headers.get("authorization", "").startswith("Bearer "):
                return JSONResponse({}, 401)
            return JSONResponse(self.about_person)

        return app

    def id_token(self, nonce: str) -> str:
        now = int(time.time())
        said = {
            "iss": self.issuer,
            "sub": "persona-1",
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
        } | self.claims
        kept = {name: value for name, value in said.items() if value is not None}
        key = self.signs_with or self.key
        if self.algorithm == "none":
            return _by_hand(kept, "none", None)
        if isinstance(key, bytes):
            return _by_hand(kept, self.algorithm, key)
        header = {"alg": self.algorithm} | ({"kid": key.kid} if key.kid else {})
        return jwt.encode(header, kept, key, algorithms=[self.algorithm])


@contextmanager
def running() -> Iterator[FakeProvider]:
    """Give a provider that listens on a free port."""
    provider = FakeProvider()
    listening = socket.create_server(("127.0.0.1", 0))
    provider.issuer = f"http://127.0.0.1:{listening.getsockname()[1]}"
    server = uvicorn.Server(uvicorn.Config(provider.app(), log_level="error"))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield provider
    finally:
        server.should_exit = True
        thread.join(10)


def _is_theirs(asked: dict[str, str], sent: dict[str, str]) -> bool:
    challenge = _part(sha256(sent.get("code_verifier", "").encode()).digest())
    return (
        (sent.get("client_id"), sent.get("client_secret")) == (CLIENT, SECRET)
        and sent.get("redirect_uri") == asked["redirect_uri"]
        and asked.get("code_challenge_method") == "S256"
        and asked.get("code_challenge") == challenge
    )


def _by_hand(claims: dict[str, Any], algorithm: str, secret: bytes | None) -> str:
    parts = ({"alg": algorithm}, claims)
    signed = ".".join(_part(json.dumps(part).encode()) for part in parts)
    return f"{signed}.{_part(hmac.digest(secret, signed.encode(), 'sha256')) if secret else ''}"


def _part(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
