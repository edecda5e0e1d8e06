"""Personal data of nobody, in the spellings that people use, and messages to put it in."""

from __future__ import annotations

import random
from collections.abc import Callable

from assistant.redaction import Kind
from assistant.redaction.recognizers.rut import verifier
from assistant.redaction.text import fold

STYLES: dict[str, Callable[[str], str]] = {
    "como se escribe": str,
    "sin tildes": lambda text: "".join(
        f.upper() if c.isupper() else f for c, f in zip(text, fold(text), strict=True)
    ),
    "minúsculas": str.lower,
    "MAYÚSCULAS": str.upper,
}

NAME_TEMPLATES = (
    "Hola, soy {} y quiero saber si puedo postular",
    "Me llamo {}, necesito ayuda con la rendición",
    "{} es la presidenta de nuestra junta de vecinos",
    "Mi vecina {} postuló y no le han contestado",
    "Le escribe {}, de Quillón",
    "¿Puede {} firmar como representante legal?",
    "La tesorera es {} y no tiene correo",
    "hablé con {} la semana pasada y no me ayudó",
    "El proyecto lo presentó {} el año pasado",
    "don {} me dijo que el plazo ya venció",
    "la factura salió a nombre de {}",
    "Quiero reclamar contra {} por el trato",
    "Atte. {}",
    "{}, presidente del club deportivo",
    "necesito cambiar a {} por otra persona en la directiva",
    "{} y yo formamos la agrupación",
    "Mi mamá se llama {} y vive en San Carlos",
    "El monitor del taller sería {}, tiene título",
    "con {} queremos hacer un festival en Bulnes",
    "buenas tardes {} para servirle",
)
MAPUCHE = """
Huenchumilla Catrileo Curihual Millaqueo Antilef Painemal Quilaqueo Llancapán Nahuelpán Colipí
Marileo Lienlaf Ñanculef Calfuqueo Cayupi Huircapán Tripaiñán Loncomilla Manquepillán Reuque Coñuel
Huaiquivil Raiñanco Pilquimán
""".split()
VALUE_TEMPLATES = {
    Kind.RUT: (
        "mi rut es {} gracias",
        "soy de Pinto, {} , puedo postular?",
        "RUT: {}",
        "hola {} aparece inadmisible",
    ),
    Kind.PHONE: (
        "mi fono es {} gracias",
        "llámeme al {}",
        "Contacto: {}.",
        "hola, mi número es {} y soy de Ninhue",
    ),
    Kind.EMAIL: ("mi correo es {} gracias", "escríbanme a {}, por favor", "{} es mi correo"),
    Kind.ADDRESS: (
        "vivo en {}",
        "la sede queda en {}, Chillán",
        "mi dirección es {}, San Carlos",
        "Mandar la carta a {} por favor",
    ),
}


def make_rut(chance: random.Random) -> str:
    """Return a valid RUT in one of its spellings."""
    body = str(chance.randint(4_000_000, 27_000_000))
    dv = verifier(body)
    dotted = f"{int(body):,}".replace(",", ".")
    spellings = (
        f"{dotted}-{dv}",
        f"{dotted}-{dv.upper()}",
        f"{dotted} - {dv}",
        f"{dotted}–{dv}",
        f"{dotted.replace('.', ',')}-{dv}",
        f"{dotted.replace('.', ' ')} {dv}",
        f"{body}-{dv}",
        f"{body}{dv}",
        f"{body} {dv}",
        f"{body} guion {dv}",
    )
    return chance.choice(spellings)


def make_phone(chance: random.Random) -> str:
    """Return a Chilean number in one of its spellings."""
    a, b = f"{chance.randint(3000, 9999)}", f"{chance.randint(0, 9999):04}"
    c, d = f"2{chance.randint(20, 29)}", f"{chance.randint(0, 9999):04}"
    spellings = (
        f"+56 9 {a} {b}",
        f"+569{a}{b}",
        f"56 9 {a} {b}",
        f"569{a}{b}",
        f"(+56) 9 {a}{b}",
        f"9 {a} {b}",
        f"9{a}{b}",
        f"9-{a}-{b}",
        f"9.{a}.{b}",
        f"09-{a}{b}",
        f"(42) {c} {d}",
        f"(42) {c}{d}",
        f"(42) {c[0]} {c[1:]} {d[:2]} {d[2:]}",
        f"42 {c[0]} {c[1:]}{d}",
        f"+56 42 {c} {d}",
        f"+56 2 2{c} {d}",
    )
    return chance.choice(spellings)


def make_email(chance: random.Random) -> str:
    """Return an address, written or spelled out."""
    user = chance.choice(
        ("juana.perez", "marcela_soto", "jjvv.losaromos", "rosa1952", "p.catrileo"),
    )
    host, top = chance.choice(
        (("gmail", "com"), ("hotmail", "com"), ("yahoo", "es"), ("vtr", "net"), ("uchile", "cl")),
    )
    spelled = user.replace(".", " punto ").replace("_", " guion bajo ")
    spellings = (
        f"{user}@{host}.{top}",
        f"{user} @ {host}.{top}",
        f"{spelled} arroba {host} punto {top}",
        f"{user} arroba {host}.{top}",
        f"{user}(at){host}.{top}",
        f"{user} [at] {host} [dot] {top}",
    )
    return chance.choice(spellings)


def make_address(chance: random.Random) -> str:
    """Return an address as people of Ñuble write it."""
    street = chance.choice(
        ("Los Aromos", "5 de Abril", "Libertad", "Arturo Prat", "Las Rosas", "Purén", "El Roble"),
    )
    villa = chance.choice(
        ("Los Copihues", "Doña Francisca", "El Bosque", "Santa Elvira", "Padre Hurtado"),
    )
    place = chance.choice(("Pinto", "Coihueco", "Quinchamalí", "Huape", "Las Mariposas"))
    n, m = chance.randint(10, 2999), chance.randint(1, 60)
    spellings = (
        f"calle {street} {n}",
        f"avenida {street} {n}",
        f"Av. {street} #{n} depto {m}",
        f"Pje. {street} Nº {n}",
        f"pasaje {street} {n}, villa {villa}",
        f"villa {villa} casa {m}",
        f"población {villa}, pasaje {street} {n}",
        f"camino a {place} km {m}",
        f"km {m} camino a {place}",
        f"parcela {m}, sector {place}",
        f"sector {place} s/n",
        f"block {m} depto {n}",
    )
    return chance.choice(spellings)
