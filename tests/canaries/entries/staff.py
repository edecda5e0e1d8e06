"""How staff come in: the door of the panel, and every form behind it."""

from __future__ import annotations

import re
from datetime import timedelta

import httpx

from assistant.settings import day_in_chile
from governance.moments import utc_now
from tests.assistant.desk.gap_desks import QUESTION
from tests.canaries.house import RELIEF, House
from tests.canaries.visitor import API, Talk, bearer, enter


def at_the_door(house: House, client: httpx.Client) -> None:
    """The ways into the panel, by who has no business there."""
    nest = house.nest

    def token(path: str) -> str:
        found = re.search(r'name="formulario" value="([^"]+)"', client.get(path).text)
        assert found
        return found[1]

    for n in range(2):
        wrong = {"cargo": nest.value(f"entrada {n}", "rut")}
        wrong["contrasena"] = nest.value(f"entrada {n}", "password")
        client.post("/panel/entrar", data={"formulario": token("/panel/entrar"), **wrong})
    known = {"cargo": house.accounts["auditor"]}
    known["contrasena"] = nest.value("contraseña equivocada", "password")
    client.post("/panel/entrar", data={"formulario": token("/panel/entrar"), **known})
    client.post("/panel/entrar", data={"formulario": nest.about("formulario ajeno", "rut")})
    chosen = nest.value("contraseña elegida", "password")
    with_key = {"cargo": known["cargo"], "clave": nest.value("clave equivocada", "password")}
    with_key |= {"contrasena": chosen, "otra_vez": chosen}
    made = {"formulario": token("/panel/entrar/crear"), **with_key}
    client.post("/panel/entrar/crear", data=made)
    renewed = {**made, "formulario": token("/panel/entrar/crear")}
    client.post("/panel/entrar/crear", data={**renewed, "clave": house.keys["auditor"]})
    rubbish = {
        name: nest.value(f"vuelta de OIDC, {name}", kind)
        for name, kind in (("code", "rut"), ("state", "email"), ("error_description", "name"))
    }
    client.get("/panel/entrar/oidc/volver", params=rubbish)
    client.get("/panel/entrar/oidc", params=rubbish)
    client.get("/panel/entrar/oidc/volver", params=rubbish)
    client.get("/panel/entrar", params={"motivo": nest.about("motivo de la entrada", "name")})


def at_the_desk(house: House, client: httpx.Client) -> None:
    """Every form of the panel, as officials fill them in carelessly."""
    nest, talk = house.nest, Talk.begin(house, client)
    talk.says(f"{QUESTION} {nest.about('vacío', 'name', 'rut')}")
    folio = talk.asks_for_a_person()
    office = enter(house, "atencion")
    found = office.posts("/panel/casos/buscar", buscar=folio).text
    number = re.findall(r"/panel/casos/(\d+)", found)[0]
    case = f"/panel/casos/{number}"
    for act, fields in (
        ("tomar", ()),
        ("responder", ("respuesta",)),
        ("nota", ("nota",)),
        ("soltar", ()),
        ("tomar", ()),
    ):
        told = {field: nest.about(f"panel, {field}") for field in fields}
        answer = office.posts(f"{case}/{act}", **told)
        assert answer.status_code == 303, (act, answer.text)
        house.heard(f"panel, {act}", answer)
    office.posts("/panel/casos/buscar", buscar=nest.about("búsqueda", "name", "rut"))
    office.reads(case, "/panel/casos")
    client.post("/caso", data={"folio": folio, "accion": "solicitar", "pide": "review"})
    note = nest.about("panel, nota de cierre")
    office.posts(f"{case}/cerrar", cierre="resolved", nota_cierre=note)
    office.posts(f"{case}/leer", motivo_leer=nest.about("panel, por qué leer"))
    office.posts(f"{case}/reabrir", motivo_reabrir=nest.about("panel, por qué reabrir"))
    office.posts(f"{case}/tomar")
    for who in (RELIEF, "atencion"):
        why = nest.about(f"panel, motivo del pase a {who}")
        office.posts(f"{case}/pasar", a=house.accounts[who], motivo_pase=why)
    office.reads(case)
    office.posts(f"{case}/cerrar", cierre="resolved")
    dpo = enter(house, "dpo")
    asked = re.findall(
        r'name="solicitud" value="([^"]+)"', dpo.client.get("/panel/solicitudes").text
    )
    said = {"decision": "rechazar", "respuesta": nest.about("panel, respuesta a la solicitud")}
    for request in asked[:2]:
        dpo.posts("/panel/solicitudes", solicitud=request, **said)
    dpo.reads("/panel/solicitudes", "/panel/actividad", "/panel/actividad.csv")
    _gaps(house)
    _accounts(house)


def _gaps(house: House) -> None:
    """Publish, dismiss and withdraw what only a person could answer."""
    nest, office = house.nest, enter(house, "responsable")
    (first, *_) = re.findall(r"/panel/vacios/([^/\"?]+)\"", office.client.get("/panel/vacios").text)
    until = (day_in_chile(utc_now()) + timedelta(days=90)).isoformat()
    draft = {"casos": "1 2 3", "hasta": until, "revisado": "si"}
    written = {name: nest.about(f"vacío, {name}") for name in ("titulo", "respuesta", "preguntas")}
    answer = office.posts(f"/panel/vacios/{first}/aprobar", **draft, **written)
    assert answer.status_code != 303, "something personal was published"
    told = nest.about("vacío, motivo")
    office.posts(f"/panel/vacios/{first}/descartar", casos="1 2 3", motivo=told)
    told = nest.about("retiro, motivo", "name", "rut")
    office.posts("/panel/vacios/retirar", documento="no-existe", motivo=told)
    office.reads("/panel/vacios")
    checked = {
        "title": nest.about("API, título", "name", "rut"),
        "text": nest.about("API, texto"),
        "questions": [nest.about("API, pregunta", "phone", "email")],
        "valid_until": until,
    }
    headers = bearer(house, "responsable")
    office.client.post(f"{API}/gaps/check", json=checked, headers=headers)


def _accounts(house: House) -> None:
    """Somebody writes a person where a post goes."""
    nest, office = house.nest, enter(house, "administracion")
    post = nest.about("cargo por el panel", "name", "rut")
    office.posts("/panel/cuentas", nombre=post, rol_auditor="si")
    for n, kinds in enumerate((("name",), ("rut", "phone"), ("email",))):
        body = {"post": nest.about(f"cargo por API {n}", *kinds), "roles": ["auditor"]}
        made = office.client.post(
            f"{API}/accounts", json=body, headers=bearer(house, "administracion")
        )
        assert made.status_code in (201, 409, 422), made.text
    office.reads("/panel/cuentas")
