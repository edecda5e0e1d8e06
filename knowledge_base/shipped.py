"""Vectors that come with the package: those of its own documents, so that a first start is short.

The bundled model takes minutes to read the bundled documents, and says the same every time. A
vector is named by a digest of the model, of whether the text is asked or said, and of the text
itself: an edited section, another institution's name or another model finds none here and is
computed as always. `python -m evals.fitting.vectors` writes the file.

Vectors are kept in 16 bits. `rounded` is what remains of one, and the store keeps no other: with
this file or without it, a search gives the same.
"""

from __future__ import annotations

import hashlib
import logging
import struct
import zlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from knowledge_base.embeddings import Vectors

logger = logging.getLogger(__name__)

SHIPPED_FILE = Path(__file__).with_name("document_vectors.npz")

_BITS = 15
"""Of each number, beside its sign. A half float has 10: it changed the order of the five best in 11
of 1,284 questions; this, in one, between two whose scores differ by a millionth."""

_DAMAGE = (
    *(OSError, EOFError, MemoryError, BadZipFile, struct.error, zlib.error),
    *(KeyError, RuntimeError, TypeError, ValueError),
)
"""What reading a file that is missing, cut or altered raises."""


def rounded(vectors: Vectors) -> Vectors:
    """Return the vectors as they are after being shipped; rounding twice changes nothing.

    >>> rounded(np.array([[0.6, -0.8]], np.float32)).tolist()
    [[0.600006103515625, -0.79998779296875]]
    """
    return _unpack(*_pack(vectors))


def find_shipped(
    model: str, text_hashes: Iterable[str], file: Path = SHIPPED_FILE
) -> dict[str, Vectors]:
    """Return the vectors of `file` for these texts and this model, by hash of the text.

    What is not there is left out, and so is everything when the file is missing or damaged (said
    in the log): it is then computed, which costs minutes and changes nothing else.
    """
    wanted = {_key(model, text_hash): text_hash for text_hash in text_hashes}
    try:
        there = _rows(file, file.stat().st_mtime_ns)
        found = {wanted[key]: there[key] for key in wanted if key in there}
        if not found:
            return {}
        with np.load(file, allow_pickle=False) as data:
            rows = list(found.values())
            vectors = _unpack(data["steps"][rows], data["exponents"][rows])
            return dict(zip(found, vectors, strict=True))
    except _DAMAGE as error:
        logger.warning("%s not read, vectors are computed: %s", file.name, type(error).__name__)
        return {}


@lru_cache(maxsize=2)
def _rows(file: Path, changed_ns: int) -> Mapping[bytes, int]:
    """Return where each vector is: reading all the keys takes longer than a question does."""
    with np.load(file, allow_pickle=False) as data:
        return {bytes(key): row for row, key in enumerate(data["keys"])}


def save_shipped(vectors: Mapping[tuple[str, str], Vectors], file: Path = SHIPPED_FILE) -> None:
    """Write the vector of each (model, hash of the text): the same bytes for the same vectors.

    Not compressed, and in the order of their keys: git keeps only what an edit changed.
    """
    rows = sorted(((_key(*name), vector) for name, vector in vectors.items()), key=itemgetter(0))
    keys = np.frombuffer(b"".join(key for key, _ in rows), np.uint8).reshape(-1, 32)
    steps, exponents = _pack(np.array([vector for _, vector in rows], np.float32, ndmin=2))
    np.savez(file, keys=keys, steps=steps, exponents=exponents)


def _pack(vectors: Vectors) -> tuple[NDArray[np.int16], NDArray[np.int8]]:
    """Return each vector as whole steps of a power of two of its own."""
    exponents = np.frexp(np.abs(vectors).max(axis=1, initial=0))[1][:, None]
    most = 2**_BITS - 1
    steps = np.rint(np.ldexp(vectors, _BITS - exponents)).clip(-most, most)
    return steps.astype(np.int16), exponents.astype(np.int8)


def _unpack(steps: NDArray[np.int16], exponents: NDArray[np.int8]) -> Vectors:
    return np.ldexp(steps.astype(np.float32), exponents.astype(np.int32) - _BITS)


def _key(model: str, text_hash: str) -> bytes:
    return hashlib.sha256(f"{model}\x1f{text_hash}".encode()).digest()
