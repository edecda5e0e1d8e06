"""Comprueba un registro exportado: que nadie cambió, quitó, insertó ni reordenó asientos.

Solo necesita Python 3.9 o posterior, sin instalar nada ni conectarse a nada. Uso:

    python3 verificar.py                          la carpeta de la exportación, ya descomprimida
    python3 verificar.py registro.jsonl           solo el registro
    python3 verificar.py --cabeza 120:5f0c…       además, que contenga esa cabeza publicada
    python3 verificar.py --cabezas cabezas.jsonl  además, que contenga esas cabezas firmadas
    python3 verificar.py --clave clave.pem        además, que las firmas sean de esa clave

Termina con 0 si está íntegro, con 1 si no lo está y con 2 si no se pudo comprobar.

(Code in English, as the rest of the program. It is a second implementation, on purpose: it shares
no line with the one that wrote the log, and our tests hold the verdicts of both together.)
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import sys
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

Json = dict[str, Any]
GENESIS = "0" * 64
FIELDS = (
    "at content content_hash decision_id hash kind previous_hash retention schema sequence"
).split()
HEADER = [name for name in FIELDS if name not in ("content", "hash")]
CONTENT, AFTER = '"content":', ',"content_hash":"'
SIGNED_HEAD = "hash key_id retention sequence signature signed_day".split()
MOST = 100
TERMS = {"limitado": 365, "alto": 1095}
"""Days that the policy demands of each class (art. 4)."""
HASH = re.compile("[0-9a-f]{64}")


def canonical(value: object) -> str:
    """Return JSON as RFC 8785 writes it; here there are only texts and integers."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def sha256(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


class Findings:
    """What is wrong, in order; the first hundred with words, the rest counted."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.told: list[tuple[int, str]] = []
        self.count = 0

    def add(self, sequence: int, words: str) -> None:
        """Note that something is wrong with an entry."""
        self.count += 1
        if len(self.told) < MOST:
            self.told.append((sequence, words))


class Ranges:
    """Entries one after the other, kept as first and last."""

    def __init__(self) -> None:
        """Begin with none."""
        self.pairs: list[list[int]] = []

    def add(self, first: int, last: int) -> None:
        """Put these in."""
        if self.pairs and first == self.pairs[-1][1] + 1:
            self.pairs[-1][1] = last
        else:
            self.pairs.append([first, last])

    def touches(self, first: int, last: int) -> bool:
        """Return whether some of these are in here."""
        return any(start <= last and first <= end for start, end in self.pairs)

    def without(self, others: Ranges) -> list[tuple[int, int]]:
        """Return the first and last of each stretch that is here and not in the others."""
        left = []
        cuts = sorted(others.pairs)
        for first, last in sorted(self.pairs):
            for start, end in cuts:
                if end < first:
                    continue
                if start > last:
                    break
                if start > first:
                    left.append((first, start - 1))
                first = max(first, end + 1)
            if first <= last:
                left.append((first, last))
        return left


def read_entry(line: str) -> Json | None:
    """Return the entry of a line as a dictionary, or None unless it is written as it must be."""
    start, found, rest = line.partition(CONTENT)
    content, found_end, end = rest.rpartition(AFTER)
    if not (found and found_end):
        return None
    try:
        entry: Json = json.loads(start + CONTENT + "null" + AFTER + end)
        if sorted(entry) != FIELDS or canonical(entry) != start + CONTENT + "null" + AFTER + end:
            return None
        if not all(type(entry[n]) is int for n in ("sequence", "schema")):
            return None
        if not all(isinstance(entry[n], str) for n in HEADER if n not in ("sequence", "schema")):
            return None
        line.encode("utf-8")
    except (ValueError, TypeError, AttributeError):
        return None
    entry["content"] = None if content == "null" else content
    return entry


def read_moment(text: str) -> datetime:
    """Return the moment that the log wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ")


def write_moment(moment: datetime) -> str:
    """Return a moment as the log writes it."""
    return moment.isoformat(timespec="microseconds") + "Z"


class Purges:
    """What was erased, and whether the rules of that moment let it be: terms, levels and holds."""

    def __init__(self, findings: Findings) -> None:
        """Begin with nothing erased, no level set and no hold placed."""
        self.findings = findings
        self.erased, self.proved = Ranges(), Ranges()
        self.of_class: dict[str, Ranges] = {}
        self.hours: dict[str, list[list[Any]]] = {}
        self.levels: list[Json] = []
        self.holds: dict[str, Json] = {}
        self.retention = ""

    def note_erased(self, sequence: int, retention: str, at: str) -> None:
        """Note an entry without content; of each hour, only its ends are remembered."""
        self.erased.add(sequence, sequence)
        self.of_class.setdefault(retention, Ranges()).add(sequence, sequence)
        hours = self.hours.setdefault(retention, [])
        if hours and hours[-1][3][:13] == at[:13]:
            hour = hours[-1]
            hour[1:] = [sequence, min(hour[2], at), max(hour[3], at)]
        else:
            hours.append([sequence, sequence, at, at])

    def note_rule(self, entry: Json) -> None:
        """Note an entry that says what may be purged, or what was."""
        try:
            said: Json = json.loads(entry["content"])
            if entry["kind"] == "level_set":
                self.levels.append({"days": int(said["days"]), "until": said["until"]})
                self.retention = said["retention"]
            elif entry["kind"] == "hold_placed":
                self.holds[said["hold"]] = {"scope": said["scope"], "sequences": said["sequences"]}
            elif entry["kind"] == "hold_released":
                del self.holds[said["hold"]]
            elif entry["kind"] == "purge_proof":
                self._note_proof(entry, said["classes"])
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
            self.findings.add(entry["sequence"], "no es una regla o prueba que se entienda")

    def finish(self) -> None:
        """Note what was erased without a proof, and what was to be erased and is there."""
        for first, last in self.erased.without(self.proved):
            words = f"perdió su contenido sin prueba de purga (hasta el {last})"
            self.findings.add(first, words)
        for first, last in self.proved.without(self.erased):
            words = f"según una prueba debió purgarse y tiene contenido (hasta el {last})"
            self.findings.add(first, words)

    def _note_proof(self, entry: Json, classes: Json) -> None:
        wrong: set[str] = set()
        for retention, purge in classes.items():
            for first, last in purge["ranges"]:
                self.proved.add(first, last)
            wrong |= self._check_class(read_moment(entry["at"]), retention, purge)
        for words in sorted(wrong):
            self.findings.add(entry["sequence"], words)

    def _check_class(self, at: datetime, retention: str, purge: Json) -> set[str]:
        before, days, wrong = read_moment(purge["before"]), int(purge["days"]), set()
        if before > at - timedelta(days=days):
            wrong.add("borra más allá de su fecha")
        if days < TERMS.get(retention, days + 1):
            wrong.add("borra con un plazo menor que el de la política")
        cuts = [(purge["before"], "")]
        for level in self.levels:
            if level["days"] > days:
                longer = before - timedelta(days=level["days"] - days)
                cuts.append((write_moment(longer), level["until"]))
        kept = Ranges()
        for hold in self.holds.values():
            kept.pairs += hold["sequences"]
        for first, last in purge["ranges"]:
            others = (r for name, r in self.of_class.items() if name != retention)
            if any(other.touches(first, last) for other in others):
                wrong.add("borra asientos de otra clase")
            if kept.touches(first, last):
                wrong.add("borra asientos que una retención legal protegía")
            for moment in self._moments(retention, first, last):
                if any(moment >= cut and (not end or moment <= end) for cut, end in cuts):
                    wrong.add("borra asientos cuyo plazo no había vencido")
                if any(is_held(hold["scope"], moment) for hold in self.holds.values()):
                    wrong.add("borra asientos que una retención legal protegía")
        return wrong

    def _moments(self, retention: str, first: int, last: int) -> Iterable[str]:
        for start, end, earliest, latest in self.hours.get(retention, []):
            if start <= last and first <= end:
                yield earliest
                if first <= start and end <= last:
                    yield latest


def is_held(scope: Json, moment: str) -> bool:
    """Return whether a hold covers everything, or the period of a moment."""
    if scope["of"] == "period":
        return bool(scope["since"] <= moment <= scope["until"])
    return bool(scope["of"] == "everything")


class Walk:
    """Looks at every line once, in order, and keeps little of each."""

    def __init__(self, published: Iterable[tuple[int, str]]) -> None:
        """Begin; `published` are (sequence, hash) that the log must contain."""
        self.findings = Findings()
        self.published: dict[int, set[str]] = {}
        for sequence, fingerprint in published:
            self.published.setdefault(sequence, set()).add(fingerprint)
        self.entries = self.sequence = 0
        self.hash = GENESIS
        self.is_sound = True
        self.purges = Purges(self.findings)
        self.head: Json | None = None
        self.days: list[Json] = []
        self.keys: list[str] = []

    def step(self, number: int, line: str) -> None:
        """Look at a line of entries, or at the last one, the head."""
        if self.head is not None:
            self.findings.add(self.sequence, f"la línea {number} sobra: va después de la cabeza")
            return
        if line.startswith('{"head":'):
            self._read_head(number, line)
            return
        if line.startswith('{"signed_day":'):
            self._read_day(number, line)
            return
        self.entries += 1
        entry = read_entry(line)
        if entry is None:
            self.sequence += 1
            self.is_sound = False
            words = f"no es un asiento bien escrito (línea {number})"
            self.findings.add(self.sequence, words)
            return
        self._check(entry)

    def finish(self) -> None:
        """Look at what can only be known at the end."""
        for sequence in sorted(s for s in self.published if s > self.sequence):
            self.findings.add(sequence, "se publicó como cabeza y no está: cortaron el final")
        if self.head is None:
            self.findings.add(self.sequence, "falta la cabeza: el registro puede estar cortado")
        elif self.head["sequence"] > self.sequence:
            self.findings.add(self.sequence + 1, "falta: cortaron el final del registro")
        elif self.head["sequence"] < self.sequence:
            words = "sobra: la cabeza no lo conoce"
            self.findings.add(self.head["sequence"] + 1, words)
        elif self.head["hash"] != self.hash:
            self.findings.add(self.sequence, "no es el que recuerda la cabeza")
        self.purges.finish()
        if self.head is not None and self.head.get("retention", "") != self.purges.retention:
            self.findings.add(self.sequence, "la cabeza recuerda otro nivel que el que se fijó")

    def _check(self, entry: Json) -> None:
        sequence, say = entry["sequence"], self.findings.add
        before, was_sound = self.hash, self.is_sound
        is_next = sequence == self.sequence + 1
        header = sha256(canonical({name: entry[name] for name in HEADER}))
        content_holds = (
            entry["content"] is None or sha256(entry["content"]) == entry["content_hash"]
        )
        self.is_sound = content_holds and header == entry["hash"]
        if not content_holds:
            say(sequence, "su contenido no es el que se escribió")
        elif not self.is_sound:
            say(sequence, "sus datos no son los que se escribieron")
        if sequence > self.sequence + 1:
            say(self.sequence + 1, f"falta (hasta el {sequence - 1}): quitaron asientos")
        elif not is_next:
            say(sequence, "está repetido o fuera de su lugar")
        elif self.is_sound and was_sound and entry["previous_hash"] != before:
            who = self.sequence or sequence
            say(who, "fue reescrito: el asiento siguiente guarda otra huella de él")
        if self.published.get(sequence, {entry["hash"]}) != {entry["hash"]}:
            say(sequence, "no es el que se publicó como cabeza")
        if entry["content"] is None:
            self.purges.note_erased(sequence, entry["retention"], entry["at"])
        elif self.is_sound:
            self.purges.note_rule(entry)
        self.sequence, self.hash = max(sequence, self.sequence), entry["hash"]

    def _read_day(self, number: int, line: str) -> None:
        try:
            day: Json = json.loads(line)
            if canonical(day) != line or list(day) != ["signed_day"] or self.entries:
                raise ValueError
            self.days.append(day["signed_day"])
        except (ValueError, TypeError, KeyError, AttributeError):
            self.findings.add(self.sequence, f"la firma de la línea {number} está mal escrita")

    def _read_head(self, number: int, line: str) -> None:
        try:
            said: Json = json.loads(line)
            head, keys = said["head"], said.get("keys", [])
            is_signed_head = sorted(head) == SIGNED_HEAD and sorted(said) == ["head", "keys"]
            is_plain = sorted(head) == ["hash", "sequence"] and list(said) == ["head"]
            if canonical(said) != line or not (is_plain or is_signed_head):
                raise ValueError
            if type(head["sequence"]) is not int or not HASH.fullmatch(head["hash"]):
                raise ValueError
            self.head, self.keys = head, keys
        except (ValueError, TypeError, KeyError, AttributeError):
            self.findings.add(self.sequence, f"la cabeza (línea {number}) está mal escrita")


# --- Signatures: Ed25519 as RFC 8032 writes it, slow and plain. It only ever verifies.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]
PEM_PREFIX = bytes.fromhex("302a300506032b6570032100")


def plus(a: Point, b: Point) -> Point:
    """Return the sum of two points of the curve, in extended coordinates."""
    one, two = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    three, four = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = two - one, four - three, four + three, two + one
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number: int, point: Point) -> Point:
    """Return a point added to itself so many times."""
    total: Point = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = plus(total, point)
        point, number = plus(point, point), number >> 1
    return total


def find_x(y: int, sign: int) -> int | None:
    """Return the x of a point of the curve, or None if it is none."""
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def unpack(data: bytes) -> Point | None:
    """Return the point that 32 bytes say, or None."""
    number = int.from_bytes(data, "little")
    y, sign = number & (2**255 - 1), number >> 255
    x = find_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = find_x(BASE_Y, 0) or 0
BASE: Point = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def is_signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Return whether the signature of a message is of that public key."""
    if len(key) != 32 or len(signature) != 64:
        return False
    a, r = unpack(key), unpack(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    left, right = times(s, BASE), plus(r, times(int.from_bytes(digest, "little") % ORDER, a))
    same_x = (left[0] * right[2] - right[0] * left[2]) % P == 0
    return same_x and (left[1] * right[2] - right[1] * left[2]) % P == 0


def read_keys(file: Path) -> list[bytes]:
    """Return the public keys of a PEM file."""
    blocks = re.findall("-----BEGIN PUBLIC KEY-----(.*?)-----END", file.read_text(), re.DOTALL)
    found = [base64.b64decode("".join(block.split()), validate=True) for block in blocks]
    if not found or not all(len(k) == 44 and k.startswith(PEM_PREFIX) for k in found):
        raise ValueError(f"{file}: no trae una clave pública Ed25519 en PEM")
    return [key[12:] for key in found]


def unhex(text: str) -> bytes:
    """Return the bytes of a text in lower-case hexadecimal, which is the only way that counts."""
    data = bytes.fromhex(text)
    if data.hex() != text:
        raise ValueError("no está en hexadecimal")
    return data


def holds(signed: Json, purpose: str, keys: dict[str, bytes]) -> bool:
    """Return whether what is signed is signed by one of the keys."""
    said = {name: value for name, value in signed.items() if name != "signature"}
    try:
        message = canonical({**said, "purpose": purpose}).encode("utf-8")
        return is_signed(keys[signed["key_id"]], message, unhex(signed["signature"]))
    except (KeyError, TypeError, ValueError):
        return False


def check_signatures(walk: Walk, outside: list[Json], given: list[bytes]) -> str:
    """Note every signature that does not hold, and return in words whose they are."""
    head = walk.head or {}
    if "signature" not in head:
        if given or outside or walk.days:
            walk.findings.add(walk.sequence, "la cabeza no está firmada")
        return "El registro no está firmado."
    try:
        brought = [unhex(key) for key in walk.keys]
    except (TypeError, ValueError):
        brought = []
    keys = {hashlib.sha256(key).hexdigest(): key for key in given or brought}
    names = {hashlib.sha256(key).hexdigest() for key in brought}
    used = {head.get("key_id")} | {day.get("key_id") for day in walk.days}
    if brought and names != used:
        walk.findings.add(walk.sequence, "las claves que trae no son las que firmaron")
    if not keys:
        return "Firmas sin comprobar: el archivo no trae la clave. Indícala con --clave."
    if not holds({**head, "schema": 1}, "head", keys):
        walk.findings.add(walk.sequence, "la firma de la cabeza no vale")
    before = ""
    for number, day in enumerate(walk.days, start=1):
        if not holds(day, "day", keys):
            walk.findings.add(number_of(day), "la firma del día no vale")
        if day.get("previous") != before or day.get("number") != number:
            walk.findings.add(number_of(day), "falta la firma de un día anterior")
        before = day.get("day", "")
    if head.get("signed_day") != before:
        walk.findings.add(walk.sequence, "falta la firma del último día")
    for day in outside:
        if not holds(day, "day", keys):
            walk.findings.add(number_of(day), "la firma de la cabeza publicada no vale")
    shown = ", ".join(sorted(keys))
    if given:
        return f"Firmas comprobadas con la clave que indicaste: {shown}."
    return (
        f"Firmas comprobadas solo con la clave que trae el archivo: {shown}. Compárala con la "
        "que publicó la institución, o indícala con --clave."
    )


def read_days(file: Path, prefix: str) -> list[Json]:
    """Return the signed days that a file holds, one in each line that begins so."""
    found = []
    with file.open(encoding="utf-8", errors="surrogateescape", newline="\n") as lines:
        for line in lines:
            if line.startswith(prefix):
                try:
                    day = json.loads(line)
                    found.append(day.get("signed_day", day))
                except (ValueError, AttributeError):
                    continue
    return [day for day in found if isinstance(day, dict)]


def number_of(day: Json) -> int:
    """Return the entry that a signed day is about, or 0 if it says none."""
    sequence = day.get("sequence")
    return sequence if type(sequence) is int and sequence > 0 else 0


def places(days: list[Json]) -> list[tuple[int, str]]:
    """Return the entry and the hash that each signed day is about."""
    return [
        (day["sequence"], day["hash"])
        for day in days
        if number_of(day) and isinstance(day.get("hash"), str)
    ]


def check_log(
    file: Path, published: list[tuple[int, str]], outside: list[Json], keys: list[bytes]
) -> tuple[Walk, str]:
    """Return what was found in a log, and whose its signatures are."""
    inside = read_days(file, '{"signed_day":')
    walk = Walk([*published, *places(inside), *places(outside)])
    with file.open(encoding="utf-8", errors="surrogateescape", newline="\n") as lines:
        for number, line in enumerate(lines, start=1):
            walk.step(number, line[:-1] if line.endswith("\n") else line)
    walk.finish()
    return walk, check_signatures(walk, outside, keys)


def check_files(folder: Path) -> list[str]:
    """Return the files of an export that are not the ones of its manifest."""
    manifest = json.loads((folder / "manifiesto.json").read_text(encoding="utf-8"))
    wrong = []
    for name, expected in manifest["archivos"].items():
        digest = hashlib.sha256()
        try:
            with (folder / name).open("rb") as data:
                for piece in iter(lambda: data.read(1 << 20), b""):
                    digest.update(piece)
        except OSError:
            wrong.append(f"{name}: falta")
            continue
        if digest.hexdigest() != expected["sha256"]:
            wrong.append(f"{name}: no es el que se exportó")
    return wrong


def read_head(text: str) -> tuple[int, str]:
    """Return the head that a person wrote as NÚMERO:HUELLA."""
    sequence, _, fingerprint = text.partition(":")
    if not sequence.isdigit() or not HASH.fullmatch(fingerprint.lower()):
        raise argparse.ArgumentTypeError(f"{text} no es una cabeza: escribe NÚMERO:HUELLA")
    return int(sequence), fingerprint.lower()


def main() -> int:
    """Return 0 if everything is as it was written, 1 if not."""
    parser = argparse.ArgumentParser(description="Comprueba un registro exportado.")
    parser.add_argument(
        "registro", nargs="?", type=Path, help="registro.jsonl; si falta, la carpeta"
    )
    parser.add_argument("--cabeza", type=read_head, action="append", default=[])
    parser.add_argument("--cabezas", type=Path, help="archivo con cabezas firmadas")
    parser.add_argument("--clave", type=Path, action="append", default=[], help="clave pública PEM")
    parser.add_argument("--json", action="store_true", help="resultado para programas")
    asked = parser.parse_args()
    here = Path(__file__).resolve().parent
    wrong = check_files(here) if asked.registro is None else []
    outside = read_days(asked.cabezas, "{") if asked.cabezas else []
    keys = [key for file in asked.clave for key in read_keys(file)]
    log = asked.registro or here / "registro.jsonl"
    walk, signatures = check_log(log, asked.cabeza, outside, keys)
    told, count = sorted(walk.findings.told), walk.findings.count
    is_whole = not count and not wrong
    if asked.json:
        report = {"integro": is_whole, "asientos": walk.entries, "archivos": wrong}
        report["hallazgos"] = [{"asiento": n, "que": words} for n, words in told]
        print(json.dumps(report, ensure_ascii=False))
        return 0 if is_whole else 1
    for words in wrong:
        print(f"ARCHIVO {words}.")
    for sequence, words in told:
        print(f"ASIENTO n.º {sequence}: {words}.")
    if count > len(told):
        print(f"… y {count - len(told)} hallazgos más.")
    print(signatures)
    print(f"Asientos: {walk.entries}. Último: {walk.sequence}:{walk.hash}")
    print("ÍNTEGRO: nada cambió." if is_whole else "ALTERADO: mira los hallazgos.")
    return 0 if is_whole else 1


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    try:
        sys.exit(main())
    except (OSError, ValueError, KeyError) as error:
        print(f"No se pudo comprobar: {error}", file=sys.stderr)
        sys.exit(2)
