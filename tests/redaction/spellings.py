"""The ways in which people write an identifier, and the sentences they put it in.

For attacking the recognizers: each function composes at random, from a seeded generator, one
spelling of an invented identifier. No name is looked for here, only what the recognizers of
identifiers find by themselves.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.redaction import Redactor
from assistant.redaction.model import Finding
from assistant.redaction.recognizers import (
    account,
    birth_date,
    card,
    coordinates,
    document,
    email,
    loose,
    mailbox,
    phone,
    plate,
    rut,
    secret,
    web,
)
from assistant.redaction.recognizers.rut import verifier
from assistant.redaction.text import Text

RECOGNIZERS = (
    account, birth_date, card, coordinates, document, email, loose, mailbox, phone, plate, rut,
    secret, web,
)  # fmt: skip
UNITS = "cero uno dos tres cuatro cinco seis siete ocho nueve".split()
TEENS = (
    "diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte "
    "veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete "
    "veintiocho veintinueve"
).split()
TENS = "treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()
HUNDREDS = (
    "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos "
    "novecientos"
).split()
CASINGS = (str, str.lower, str.upper, str.capitalize)
AROUND = (
    "{}", "hola {} gracias", "{}.", "({})", "soy de Pinto, {} y quiero postular", "¿{}?",
    "buenas tardes\n{}\natte.", "{} mil gracias", "en junio postulé: {}", "{}, ¿está en la lista?",
    "pedimos $5 millones y {}", "{} ojalá antes del 12 de marzo de 2026", "«{}»", "{}!!", "- {}",
)  # fmt: skip
RUT_CUES = (
    "mi rut es ", "rut: ", "RUT ", "r.u.t. ", "run ", "mi cédula es ", "carnet ",
    "mi carnet es el ",
    "c.i. ", "ci: ", "cédula de identidad N° ", "rut:", "el rut de mi mamá es ",
    "rol único tributario ",
    "Rut:\n", "mi rut es el ", "rut de la presidenta ", "RUT N° ", "mi run: ", "mi carné es ",
)  # fmt: skip
PHONE_CUES = (
    "mi fono es ", "fono ", "cel ", "celular: ", "mi wsp es ", "wasap ", "whatsapp: ",
    "llámenme al ",
    "mi número es ", "tel. ", "teléfono\n", "mi celu es el ", "contacto: ", "me ubican en el ",
    "escríbanme al ", "fono/", "Fono:", "número de contacto ", "llamar al ", "mi teléfono: ",
)  # fmt: skip
MAIL_CUES = (
    "mi correo es ", "correo: ", "escríbanme a ", "mail ", "mi mail: ", "e-mail ", "mi email es ",
    "mi correo electrónico es ", "me pueden escribir al ", "Correo electrónico:\n",
)  # fmt: skip


class Identifiers:
    """An analyzer without a language model: what the recognizers of identifiers find alone."""

    def find(self, text: Text) -> list[Finding]:
        return [found for recognizer in RECOGNIZERS for found in recognizer.find(text)]


IDENTIFIERS = Redactor(Identifiers())


@dataclass(frozen=True)
class Planted:
    """A message and the digits, or the name of a mailbox, that must not be left of it."""

    message: str
    secret: str


def cardinal(number: int) -> str:
    """Return a number in words, as one says it."""
    if number >= 1_000_000:
        millions, rest = divmod(number, 1_000_000)
        said = "un millón" if millions == 1 else f"{cardinal(millions)} millones"
    elif number >= 1_000:
        thousands, rest = divmod(number, 1_000)
        said = "mil" if thousands == 1 else f"{cardinal(thousands)} mil"
    elif number >= 100:
        hundreds, rest = divmod(number, 100)
        said = "cien" if number == 100 else HUNDREDS[hundreds - 1]
    elif number >= 30:
        tens, unit = divmod(number, 10)
        return TENS[tens - 3] + (f" y {UNITS[unit]}" if unit else "")
    else:
        return (UNITS + TEENS)[number]
    return f"{said} {cardinal(rest)}" if rest else said


def in_pieces(chance: random.Random, digits: str) -> list[str]:
    """Return the digits cut in pieces of one to three, as one dictates them."""
    pieces: list[str] = []
    while digits:
        size = chance.choice((1, 2, 2, 3))
        pieces, digits = [*pieces, digits[:size]], digits[size:]
    return pieces


def dictated(chance: random.Random, digits: str) -> str:
    """Return the digits in words: one by one, or in pieces («noventa y ocho»)."""
    pieces = list(digits) if chance.random() < 0.5 else in_pieces(chance, digits)
    words = [
        cardinal(int(piece)) if piece[0] != "0" else " ".join(UNITS[int(d)] for d in piece)
        for piece in pieces
    ]
    return chance.choice((" ", " ", ", ", " - ")).join(words)


def planted_rut(chance: random.Random) -> Planted:
    """Return a message with a RUT in some spelling; without a cue only where it shows by itself."""
    body = str(
        chance.choice(
            (chance.randint(4_000_000, 26_999_999), chance.randint(50_000_000, 78_999_999))
        )
    )
    dv = verifier(body)
    thousands = f"{int(body):,}"
    is_said = chance.random() < 0.6
    dash = chance.choice(("-", "-", " - ", "–", "−", " guion ", " guión ", " raya ", "‑", "- "))
    shown = [
        thousands.replace(",", ".") + dash + dv,
        thousands + dash + dv,
        thousands.replace(",", " ") + dash + dv,
        thousands.replace(",", "·") + "-" + dv,
        body + dash + dv,
        body + dv,
        " ".join(body) + " - " + dv,
        ".".join(body) + "-" + dv,
        thousands.replace(",", ".") + " con dígito verificador " + dv,
        thousands.replace(",", ".") + ", dígito verificador " + dv,
        "".join(chr(0xFF10 + int(d)) for d in body) + "－" + dv,
        "".join(d + "\ufe0f\u20e3" for d in body) + "-" + dv,
        "\u200b".join(thousands.replace(",", ".") + "-" + dv),
        thousands.replace(",", ".\u00a0") + " - " + dv,
        f"{cardinal(int(body))} guion {UNITS[int(dv)] if dv != 'k' else 'k'}",
    ]
    wrong = "k" if dv != "k" else "3"
    said = [
        body,
        thousands.replace(",", "."),
        thousands.replace(",", " "),
        thousands.replace(",", "") + "-" + wrong,
        body + wrong,
        thousands.replace(",", "/") + "/" + dv,
        " ".join(in_pieces(chance, body)) + " " + dv,
        "-".join(in_pieces(chance, body)) + "-" + dv,
        dictated(chance, body) + " guion " + dv,
        dictated(chance, body),
        cardinal(int(body)),
        thousands.replace(",", ".").replace("0", "O").replace("1", "l") + "-" + dv,
        thousands.replace(",", ".") + "-",
        " punto ".join(dictated(chance, p) for p in thousands.split(",")) + " raya " + dv,
    ]
    spelling = chance.choice(said if is_said and chance.random() < 0.5 else shown)
    cue = chance.choice(RUT_CUES) if is_said else ""
    after = is_said and chance.random() < 0.1
    written = f"{spelling} es mi rut" if after else cue + spelling
    return Planted(_said(chance, written), body)


def planted_phone(chance: random.Random) -> Planted:
    """Return a message with a telephone in some spelling."""
    is_said = chance.random() < 0.6
    is_mobile = chance.random() < 0.75
    eight = (
        str(chance.randint(30_000_000, 99_999_999))
        if is_mobile
        else f"2{chance.randint(200_000, 499_999)}"
    )
    lead = "9" if is_mobile else "42"
    whole = lead + eight
    gap = chance.choice((" ", "-", ".", " - ", "", "  ", "/", "_", "*", "\u00a0", "–"))
    country = chance.choice(
        ("", "", "", "+56", "56", "0056", "(+56)", "+56 ", "56 ", "+ 56 ", "+(56)", "0", "(56) ")
    )
    half = len(eight) // 2
    shown = [
        whole,
        lead + gap + eight,
        lead + gap + eight[:half] + gap + eight[half:],
        f"({lead}){gap}{eight[:half]}{gap}{eight[half:]}",
        f"{lead} {eight[:2]} {eight[2:4]} {eight[4:6]} {eight[6:]}",
        f"{whole[:2]}{gap or ' '}{whole[2:4]}{gap or ' '}{whole[4:6]}{gap or ' '}{whole[6:]}",
        f"{whole[:3]} {whole[3:6]} {whole[6:]}",
    ]
    if is_mobile:
        shown += [
            dictated(chance, whole),
            " ".join(whole),
            "-".join(whole),
            f"nueve {eight[:4]} {eight[4:]}",
        ]
    if is_mobile and is_said:
        shown += [eight, f"{eight[:4]}{gap}{eight[4:]}", f"{lead}, {eight[:4]}, {eight[4:]}",
                  whole.replace("0", "o").replace("1", "l")]  # fmt: skip
    if not is_mobile and is_said:
        shown += [
            eight,
            f"{eight[:3]} {eight[3:]}",
            eight[1:],
            f"{eight[1:3]} {eight[3:5]} {eight[5:]}",
        ]
    spelling = chance.choice(shown)
    prefix = country if spelling[0] in "9(4" and len(spelling) >= 9 else ""
    if "0" == country and not spelling.startswith(lead):
        prefix = ""
    cue = chance.choice(PHONE_CUES) if is_said else ""
    after = is_said and chance.random() < 0.1
    written = f"{prefix}{spelling} ese es mi número" if after else cue + prefix + spelling
    return Planted(_said(chance, written), eight[1:] if not is_mobile else eight)


def planted_mail(chance: random.Random) -> Planted:
    """Return a message with an e-mail address in some spelling."""
    first = chance.choice(("zulemita", "kintral", "xaviera", "brunoquezada", "wenchita", "ñancu"))
    last = chance.choice(("pobletex", "zurita77", "q85", "huilcaman2", "yevenesw", "1979"))
    link = chance.choice((".", "_", "-", ""))
    provider = chance.choice(("gmail", "hotmail", "outlook", "yahoo", "live", "icloud"))
    top = chance.choice(("com", "cl", "es"))
    user = first + link + last
    words = {".": " punto ", "_": " guion bajo ", "-": " guion ", "": ""}[link]
    shown = [
        f"{user}@{provider}.{top}",
        f"{user} @ {provider}.{top}",
        f"{user}@ {provider} . {top}",
        f"{user}@{provider},{top}",
        f"{user} arroba {provider} punto {top}",
        f"{user} arroba {provider}.{top}",
        f"{user}(arroba){provider}(punto){top}",
        f"{user} [at] {provider} [dot] {top}",
        f"{user}(at){provider}.{top}",
        f"{user} (a) {provider}.{top}",
        f"{user} aroba {provider} punto {top}",
        f"{user} arrova {provider} pto {top}",
        f"{first}{words}{last} arroba {provider} punto {top}",
        f"{user} arriba {provider} punto {top}",
        f"{user}@@{provider}.{top}",
        f"{user}@{provider}",
        f"{user} arroba {provider}",
        f"{user}arroba{provider}.{top}",
        f"{user}#{provider}.com",
        f"{user} {provider}.com",
        f"{user} at {provider} dot {top}",
        f"{user}＠{provider}．{top}",
        f"{user}{provider}.com",
    ]
    is_said = chance.random() < 0.5
    if is_said:
        shown += [f"{user}{provider}com", f"{first} {last} arroba {provider} punto {top}",
                  f"{first}.{last} de {provider}", f"{first}_{last}"]  # fmt: skip
    cue = chance.choice(MAIL_CUES) if is_said else ""
    return Planted(_said(chance, cue + chance.choice(shown)), first)


def _said(chance: random.Random, written: str) -> str:
    return chance.choice(AROUND).format(chance.choice(CASINGS)(written))


def many(plant: object, count: int, seed: int) -> Sequence[Planted]:
    """Return `count` messages of one of the functions above, always the same for a seed."""
    chance = random.Random(seed)
    return [plant(chance) for _ in range(count)]  # type: ignore[operator]
