"""The page of citizens, with the protocol of its own script and with broken versions of it."""

from __future__ import annotations

import httpx

from tests.canaries.house import House
from tests.canaries.visitor import ASKED, ChatPage, events_of


def at_the_chat_page(house: House, client: httpx.Client) -> None:
    """The page of citizens, with the protocol of its own script and with broken versions of it."""
    nest = house.nest
    query = nest.about("primera carga del chat", "rut", "name", "email")
    client.get("/", params={"q": query, "pregunta": query})
    page = ChatPage.load(client, "canario1")
    conversation = page.calls("load")[0]
    for n in range(2):
        told = page.queues("enviar", conversation, f"{nest.about(f'chat {n}')} {ASKED}")
        assert any(e["msg"] == "process_completed" and e["success"] for e in events_of(told))
    _rates_the_answers(house, client, conversation)
    page.queues("derivar", conversation)
    page.queues("enviar", conversation, nest.about("chat mientras espera"))
    form = {"conversation": conversation, "accion": "contacto"}
    form["nombre"] = nest.value("contacto en el chat", "name")
    form["telefono"] = nest.value("contacto en el chat", "phone")
    form["correo"] = "otrobuzonseguro@correo-inventado.cl"
    client.post("/vivo/contacto", json=form)
    client.post("/vivo/contacto", json={**form, nest.about("contacto con un campo de más"): 1})
    client.post("/vivo", content=nest.about("novedades que no son JSON").encode())
    for n, data in enumerate(([], [nest.about("chat sin datos")])):
        place = page.places["enviar"]
        body = {"fn_index": place, "session_hash": f"roto{n}", "data": data}
        for address in ("run/predict", "queue/join"):
            house.heard("chat roto", client.post(f"/gradio_api/{address}", json=body))
    _broken_calls(house, page)


def _rates_the_answers(house: House, client: httpx.Client, conversation: object) -> None:
    """What somebody comments on answers, as it should be sent and as it should not."""
    nest = house.nest
    told = client.post("/vivo/mensajes", json={"conversation": conversation}).json()["messages"]
    rating = {"conversation": conversation, "useful": False, "reason": "otra"}
    kinds = ("rut", "name", "email", "phone")
    for n, message in enumerate(m for m in told if m["can_rate"]):
        sent = {**rating, "message": message["id"]}
        comment = nest.about(f"opinión {n}", *kinds)
        assert client.post("/vivo/opinion", json={**sent, "comment": comment}).status_code == 200
        for broken in ({"comment": comment * 20}, {"reason": comment}, {comment: 1}):
            house.heard("opinión", client.post("/vivo/opinion", json={**sent, **broken}))


def _broken_calls(house: House, page: ChatPage) -> None:
    """What no page of ours sends, with something personal in every part of it."""
    nest, client = house.nest, page.client
    about = [nest.about(f"chat, llamada rota {n}", "name", "rut", "email") for n in range(9)]
    names = [*page.places]
    bodies: list[object] = [
        {"data": about[0], "fn_index": 0, "session_hash": "roto"},
        {"data": {"x": about[1]}, "fn_index": about[1], "session_hash": "roto"},
        {"data": [about[2]] * 40, "fn_index": 10**6, "session_hash": "roto"},
        {"data": [], "fn_index": 0, "session_hash": about[3]},
        {"data": [{"path": about[4], "meta": {"_type": "gradio.FileData"}}], "fn_index": 0},
        {"data": [], "fn_index": 0, "event_data": {"target": about[5]}, "trigger_id": about[5]},
        [about[6]],
        {"data": [], "api_name": about[7], about[7]: about[7]},
        about[8],
    ]
    for address in ("run/predict", "queue/join"):
        for body in bodies:
            house.heard("chat roto", client.post(f"/gradio_api/{address}", json=body))
    for n, name in enumerate(names):
        kinds = [{"x": nest.value(f"chat, tipo roto {n}", "rut")}, [nest.value("chat", "phone")]]
        body = {"data": kinds, "fn_index": page.places[name], "session_hash": f"tipos{n}"}
        house.heard("chat roto", client.post("/gradio_api/run/predict", json=body))
        page.queues(name, *kinds)
    told = nest.about("dirección de Gradio", "name", "rut", "email")
    for path in ("queue/data?session_hash=", "heartbeat/", "startup-events?x=", "file=", "upload?"):
        with client.stream("GET", f"/gradio_api/{path}{told}", timeout=3) as answer:
            house.heard("dirección de Gradio", str(answer.status_code).encode())
