"""How citizens come in: the API, and /caso without JavaScript."""

from __future__ import annotations

import httpx

from tests.canaries.canary import KINDS
from tests.canaries.house import RELIEF, House
from tests.canaries.visitor import API, ASKED, Talk, bearer

SPLIT = ("rut", "phone")


def at_the_api(house: House, client: httpx.Client) -> None:
    """Turns as JSON and as events, in one message and split over two."""
    nest, talk = house.nest, Talk.begin(house, client)
    for n in range(3):
        talk.says(f"{nest.about(f'turno JSON {n}')} {ASKED}")
        talk.says(
            f"{ASKED} {nest.about(f'turno JSON {n}, un renglón por dato')}".replace(",", "\n")
        )
    for n in range(3):
        text = nest.about(f"turno SSE {n}") + ASKED
        address = f"{API}/conversations/{talk.id}/turns"
        client.post(address, json={"text": text}, headers={"Accept": "text/event-stream"})
    for kind in KINDS:
        asking = Talk.begin(house, client)
        asking.says(f"{ASKED} {nest.about(f'pregunta con {kind}', kind)}")
        asking.says(f"Y {nest.about(f'después de {kind}', kind)} {ASKED}")
    for n, (before, after) in enumerate((("mi rut es {}", "{}"), ("llámame al {}", "{}"))):
        value = nest.value(f"dato en dos turnos {n}", SPLIT[n])
        middle = len(value) // 2
        halves = Talk.begin(house, client)
        halves.says(f"{ASKED} {before.format(value[:middle])}")
        halves.says(after.format(value[middle:]))
    house.heard("lectura de la conversación", client.get(f"{API}/conversations/{talk.id}"))


def while_waiting_and_attended(house: House, client: httpx.Client) -> None:
    """A case from beginning to end, at the API: both sides, the contact and the requests."""
    nest, attends = house.nest, bearer(house, "atencion")
    talk = Talk.begin(house, client)
    talk.says(nest.about("antes de derivar") + ASKED)
    folio = talk.asks_for_a_person()
    talk.says(nest.about("mientras espera"))
    contact = {k: nest.value("contacto por API", k) for k in ("name", "email")}
    contact["phone"] = nest.value("contacto por API", "phone")
    sent = client.put(f"{API}/conversations/{talk.id}/contact", json=contact)
    assert sent.status_code in (204, 422), sent.text
    contact = {"name": contact["name"], "phone": "", "email": "buzonseguro@correo-inventado.cl"}
    assert client.put(f"{API}/conversations/{talk.id}/contact", json=contact).status_code == 204
    number = client.get(f"{API}/cases", headers=attends).json()[0]["case"]["number"]

    def act(what: str, **body: str) -> httpx.Response:
        address = f"{API}/cases/{number}/{what}"
        answer = client.post(address, json=body or None, headers=attends)
        assert answer.status_code < 300, (what, answer.text)
        return answer

    house.heard("caso en espera", client.get(f"{API}/cases/{number}", headers=attends))
    act("take")
    talk.says(nest.about("mientras lo atienden"))
    house.heard("respuesta de un funcionario", act("replies", text=nest.about("respuesta por API")))
    house.heard("nota", act("notes", text=nest.about("nota por API")))
    act("release")
    act("take")
    written = {"folio": folio, "text": nest.about("mensaje con folio")}
    assert client.post(f"{API}/folios/messages", json=written).status_code == 200
    act("transfer", to=house.accounts[RELIEF], why=nest.about("traspaso por API"))
    act("transfer", to=house.accounts["atencion"], why=nest.about("vuelta del traspaso por API"))
    words = {"words": nest.about("búsqueda por API", "name", "rut")}
    house.heard("búsqueda", client.post(f"{API}/cases/search", json=words, headers=attends))
    act("close", reason="resolved", note=nest.about("nota de cierre por API"))
    why = {"why": nest.about("justificación por API")}
    reads = client.post(f"{API}/cases/{number}/closed-reading", json=why, headers=attends)
    house.heard("lectura de un caso cerrado", reads)
    act("reopen", why=nest.about("reapertura por API"))
    for kind in ("review", "deletion"):
        told = {"folio": folio, "kind": kind, "text": nest.about(f"petición {kind}")}
        assert client.post(f"{API}/folios/requests", json=told).status_code == 201
    dpo = bearer(house, "dpo")
    asked = client.get(f"{API}/requests", headers=dpo)
    house.heard("peticiones", asked)
    (review,) = (r for r in asked.json() if r["kind"] == "review")
    answer = {"accepted": True, "answer": nest.about("respuesta a una petición")}
    resolved = f"{API}/requests/{review['id']}/resolve"
    assert client.post(resolved, json=answer, headers=dpo).status_code == 200
    for path in ("/folios", "/folios/record"):
        house.heard(f"{path}", client.post(API + path, json={"folio": folio}))


def at_the_case_page(house: House, client: httpx.Client) -> None:
    """/caso, without JavaScript: write, the contact, the requests, a wrong folio."""
    nest, talk = house.nest, Talk.begin(house, client)
    folio = talk.asks_for_a_person()

    def sends(**fields: str) -> httpx.Response:
        return client.post("/caso", data={"folio": folio, **fields})

    assert "Enviamos" in sends(accion="escribir", texto=nest.about("página del caso")).text
    contact = {"nombre": nest.value("contacto en /caso", "name")}
    contact["telefono"] = nest.value("contacto en /caso", "phone")
    sends(accion="contacto", correo="tercerbuzon@correo-inventado.cl", **contact)
    sends(accion="contacto", correo=nest.about("contacto que no sirve"), **contact)
    for kind in ("deletion", "review"):
        sends(accion="solicitar", pide=kind, explica=nest.about(f"/caso pide {kind}"))
    client.post("/caso", data={"folio": nest.about("folio equivocado", "rut", "name")})
    client.get("/caso", params={"folio": nest.about("/caso?folio=", "rut", "name")})
    house.heard("/caso", sends(accion="ver"))
