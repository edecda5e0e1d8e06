"""Vectors that come with the package: those of its own documents, so that a first start is short.

The bundled model takes minutes to read the bundled documents, and says the same on every machine.
A vector is named by a digest of the model, of whether the text is asked or said, and of the text
itself: an edited section, another institution's name or another model finds none here and is
computed as always. `python -m evals.fitting.vectors` writes the file.
"""

from __future__ import annotations

import hashlib
import logging
import struct
import zlib
from collections.abc import Iterable, Mapping
from operator import itemgetter
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from knowledge_base.embeddings import Vectors

logger = logging.getLogger(__name__)

SHIPPED_FILE = Path(__file__).with_name("document_vectors.npz")

_DAMAGE = (
    *(OSError, EOFError, MemoryError, BadZipFile, struct.error, zlib.error),
    *(KeyError, RuntimeError, TypeError, ValueError),
)
"""What reading a file that is missing, cut or altered raises."""


def find_shipped(
    model: str, text_hashes: Iterable[str], file: Path = SHIPPED_FILE
) -> dict[str, Vectors]:
    """Return the vectors of `file` for these texts and this model, by hash of the text.

    What is not there is left out, and so is everything when the file is missing or damaged (said
    in the log): it is then computed, which costs minutes and changes nothing else.
    """
    wanted = {_key(model, text_hash): text_hash for text_hash in text_hashes}
    try:
        with np.load(file, allow_pickle=False) as data:
            rows = {bytes(key): row for row, key in enumerate(data["keys"])}
            found = [(wanted[key], rows[key]) for key in wanted.keys() & rows.keys()]
            if not found:
                return {}
            vectors = data["vectors"]
            return {text_hash: vectors[row].astype(np.float32) for text_hash, row in found}
    except _DAMAGE as error:
        logger.warning(
            "%s cannot be read, vectors are computed: %s", file.name, type(error).__name__
        )
        return {}


def save_shipped(vectors: Mapping[tuple[str, str], Vectors], file: Path = SHIPPED_FILE) -> None:
    """Write the vectors of each (model, hash of the text): the same bytes for the same vectors.

    Not compressed, and in the order of their keys: git keeps only what an edit changed.
    """
    rows = sorted(((_key(*name), v) for name, v in vectors.items()), key=itemgetter(0))
    np.savez(
        file,
        keys=np.array([list(key) for key, _ in rows], np.uint8).reshape(-1, 32),
        vectors=np.array([v for _, v in rows], np.float16),
    )


def _key(model: str, text_hash: str) -> bytes:
    return hashlib.sha256(f"{model}\x1f{text_hash}".encode()).digest()
