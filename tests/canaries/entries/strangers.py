"""What no user of ours would send, and parts of the program that break."""

from __future__ import annotations

import json
import re

import httpx

from tests.canaries.house import COMMON, House
from tests.canaries.servers import send_raw
from tests.canaries.visitor import API, ASKED, ChatPage, Talk, bearer
from tests.canaries.watched import BREAKS


def malformed(house: House, client: httpx.Client) -> None:
    """Every operation of the API with bodies that it cannot take, by whoever may call it."""
    nest, schema = house.nest, client.get(f"{API}/openapi.json").json()
    headers = {"Authorization": f"Bearer {COMMON}"}
    told = nest.about("cuerpo que no sirve")
    odd: list[bytes] = [
        json.dumps({told: told}).encode(),
        json.dumps([told]).encode(),
        f"{{{told}".encode(),
        f"texto={told}".encode(),
        told.encode("utf-16"),
        (told * 400).encode(),
        json.dumps({"text": {"x": told}, "words": 1, "folio": [told], "kind": told}).encode(),
    ]
    keys = [{}, headers, *(bearer(house, role) for role in house.keys)]
    for n, (path, operations) in enumerate(schema["paths"].items()):
        in_path = nest.value(f"dirección {n}", ("rut", "email", "phone")[n % 3])
        address = API + re.sub(r"\{[^}]+\}", in_path, path)
        for method in operations:
            for kind in ("application/json", "text/plain", "multipart/form-data; boundary=x"):
                for body in odd if kind == "application/json" else odd[:1]:
                    who = {**keys[n % len(keys)], "Content-Type": kind}
                    params = {"wait": in_path, "after": in_path, "format": in_path}
                    if path.endswith("/events"):
                        continue
                    answer = client.request(
                        method, address, content=body, headers=who, params=params
                    )
                    if answer.status_code >= 400:
                        told_back = answer.headers.raw, answer.content
                        house.heard(f"{method} {path}", repr(told_back).encode() + answer.content)


def in_addresses_and_headers(house: House, client: httpx.Client) -> None:
    """What browsers and strangers put where no words belong."""
    nest = house.nest
    for root in (
        "",
        "/api",
        "/api/v1",
        "/panel",
        "/fuentes",
        "/gradio_api",
        "/static",
        "/assets",
        "/health",
        "/transparencia",
        "/manifest.json",
    ):
        told = nest.about(f"dirección desconocida {root}", "rut", "name", "email", "password")
        for method in ("GET", "POST", "DELETE"):
            answer = client.request(method, f"{root}/{told}", params={"rut": told})
            house.heard(f"{method} {root}", answer.content)
    names = (
        "User-Agent",
        "Referer",
        "Cookie",
        "X-Forwarded-For",
        "Accept",
        "Authorization",
        "Accept-Language",
        "Last-Event-ID",
        "Origin",
        "Content-Type",
    )
    for name in names:
        value = nest.about(f"cabecera {name}", "rut", "email", "phone")
        for path in ("/", "/caso", "/panel/", f"{API}/health", f"{API}/cases"):
            client.get(path, headers={name: value})
        client.post(f"{API}/conversations", json={"audience": "x"}, headers={name: value})
    told = nest.about("bytes que no son HTTP", "rut", "name", "email")
    for raw in (
        f"GET /{told}?rut={told} HTTP/9.9\r\n\r\n",
        f"{told}\r\n\r\n",
        f"POST /api/v1/conversations HTTP/1.1\r\nHost: x\r\nContent-Length: {told}\r\n\r\n{told}",
        f"POST /caso HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz{told}\r\n",
        f"GET / HTTP/1.1\r\nHost: {told}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: eA==\r\nSec-WebSocket-Version: 13\r\n\r\n{told}",
    ):
        house.heard("bytes que no son HTTP", send_raw(house.url, raw.encode()))


def breaking(house: House, client: httpx.Client) -> None:
    """Each part of the program fails with an error that quotes what the person wrote."""
    nest = house.nest
    for word in BREAKS:
        talk = Talk.begin(house, client)
        entry = f"quiebre {word}"
        own_case = f"{ASKED} {nest.about(entry)} {entry}"
        answered = f"{ASKED} Mi celular es {nest.value(entry, 'phone')}, {entry}."
        for text in (own_case, answered):
            client.post(f"{API}/conversations/{talk.id}/turns", json={"text": text})
        page = ChatPage.load(client, f"quiebre{word}")
        conversation = page.calls("load")[0]
        text = f"quiebre {word}: {nest.about(f'quiebre {word} en la página')} {ASKED}"
        page.queues("enviar", conversation, text)
        house.heard(f"quiebre {word}", client.get(f"{API}/conversations/{talk.id}"))
    talk = Talk.begin(house, client)
    folio = talk.asks_for_a_person()
    talk.client.post(
        f"{API}/conversations/{talk.id}/turns",
        json={"text": f"quiebre waiting: {nest.about('quiebre mientras espera')}"},
    )
    told = f"quiebre citizen: {nest.about('quiebre de una petición')}"
    house.heard(
        "quiebre de una petición",
        client.post(
            f"{API}/folios/requests", json={"folio": folio, "kind": "review", "text": told}
        ),
    )
    client.post(
        "/caso",
        data={
            "folio": folio,
            "accion": "solicitar",
            "pide": "review",
            "explica": f"quiebre citizen: {nest.about('quiebre en /caso')}",
        },
    )
    who = bearer(house, "atencion")
    found = client.get(f"{API}/cases", headers=who)
    assert found.status_code == 200, found.text
    number = found.json()[0]["case"]["number"]
    text = f"quiebre desk: {nest.about('quiebre de una respuesta')}"
    client.post(f"{API}/cases/{number}/replies", json={"text": text}, headers=who)
