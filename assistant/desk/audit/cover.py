"""What an export says of itself: whose it is, who took it and why, and what it holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from assistant.desk.audit.period import Period
from assistant.desk.audit.schema import CONTENTS
from governance.log.chain import Signatures, Verification
from governance.moments import stamp

_SIGNATURES: Mapping[Signatures, str] = {
    "absent": "el registro no se firma",
    "unchecked": "sin comprobar",
    "own": "comprobadas con la clave que trae el archivo",
    "key": "comprobadas con la clave de la institución",
}

VERSION = 1
"""Version of the export as a whole: its files and what they are called."""


@dataclass(frozen=True)
class Cover:
    """Who took an export, when, why, and of which days its tables are."""

    institution: str
    at: datetime
    official_id: str
    post: str
    why: str
    period: Period


@dataclass(frozen=True)
class Written:
    """A file of an export, as it was written."""

    sha256: str
    bytes: int


def manifest_text(cover: Cover, files: Mapping[str, Written], found: Verification) -> str:
    """Return the manifest: everything there is to check the files against."""
    period = cover.period
    whole = {
        "version": VERSION,
        "institucion": cover.institution,
        "exportado": stamp(cover.at),
        "por": {"cargo": cover.official_id, "nombre_del_cargo": cover.post},
        "justificacion": cover.why,
        "periodo_de_las_tablas": {
            "desde": period.since.isoformat() if period.since else None,
            "hasta": period.until.isoformat() if period.until else None,
        },
        "registro": {
            "asientos": found.entries,
            "purgados": found.purged,
            "cabeza": found.head._asdict() if found.head else None,
            "integro": found.is_intact,
            "firmas": _SIGNATURES[found.signatures],
            "dias_firmados": found.signed_days,
            "hallazgos": [asdict(problem) for problem in found.problems],
            "hallazgos_sin_detalle": found.omitted,
        },
        "versiones_de_contenido": sorted(f"{kind}/{version}" for kind, version in CONTENTS),
        "archivos": {name: asdict(one) for name, one in files.items()},
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
