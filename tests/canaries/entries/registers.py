"""The interview of an official, the registers, and the commands of the terminal."""

from __future__ import annotations

import httpx

from tests.canaries.house import House
from tests.canaries.visitor import API, ASKED, ChatPage, Talk, bearer, enter


def in_the_registers(house: House, client: httpx.Client) -> None:
    """The interview of an official, its description, and the acts on systems."""
    nest, who = house.nest, bearer(house, "subcomite")
    talk = Talk.begin(house, client, **who)
    said = [
        "quiero clasificar un sistema nuevo",
        f"Sistema de {nest.about('nombre de un sistema', 'name', 'rut')}",
        f"Es un chatbot que responde consultas. {nest.about('descripción')}",
        nest.about("respuesta de la entrevista"),
        "ver lo que llevo",
    ]
    for text in said:
        talk.says(text, **who)
    house.heard("entrevista", client.get(f"{API}/conversations/{talk.id}", headers=who))
    for kind in ("observe", "reject", "withdraw"):
        act = {"kind": kind, "motivo": nest.about(f"acto {kind}, motivo")}
        act["observaciones"] = nest.about(f"acto {kind}, observaciones")
        act["acta"] = nest.value(f"acto {kind}, acta", "rut")
        client.post(f"{API}/systems/SDA-001/acts", json=act, headers=who)
    facts = {nest.value("hechos", "email"): nest.value("hechos", "rut")}
    house.heard("hechos", client.post(f"{API}/classify", json=facts, headers=who))
    for path in ("/systems", "/systems/SDA-001", "/catalogue/audit", "/agenda"):
        house.heard(path, client.get(API + path, headers=who))
    staff = enter(house, "subcomite")
    page = ChatPage.load(staff.client, "canario2", "/panel")
    conversation = page.calls("load")[0]
    page.queues("enviar", conversation, nest.about("chat del panel") + ASKED)
    staff.posts(
        "/panel/sistemas/SDA-001/actos",
        kind="observe",
        version="1",
        observaciones=nest.about("panel, observaciones"),
    )
    staff.reads("/panel/sistemas", "/panel/sistemas/SDA-001", "/panel/sistemas/tabla")


def on_the_terminal(house: House) -> None:
    """The commands, as few processes as they can be: nothing that they write may hold a trace."""
    nest = house.nest
    question = f"{nest.about('asistente ask')} {ASKED}"
    broken = f"quiebre reply: {nest.about('asistente ask roto')} {ASKED}"
    post = nest.about("asistente staff add", "name", "rut")
    commands = (
        ["ask", "--json", question],
        ["ask", "-"],
        ["ask", broken],
        ["staff", "add", post, "--rol", "auditor"],
        ["staff", "list"],
        ["systems", "list", "--json"],
        ["desk", "measures", "--json"],
        ["log", "export", "-"],
    )
    arguments = [word for command in commands for word in ("+", *command)][1:]
    asked = f"{nest.about('asistente ask -')} {ASKED}"
    house.heard("las órdenes", house.command(*arguments, given=asked))
    lines = f"{nest.about('redact')}\nquiebre analyzer {nest.about('redact roto')}\n"
    house.heard("asistente redact", house.command("redact", given=lines))
    told = f"Un chatbot para consultas. {nest.about('asistente classify --describe')}"
    house.heard("asistente classify", house.command("classify", "--describe", given=told))
