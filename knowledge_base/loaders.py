"""Files in, documents out: Markdown, PDF, DOCX, HTML and plain text.

Each format is a LangChain loader (`BaseLoader`), so any other LangChain loader can be added to
`LOADERS` by its extension. A file must be what its extension says: the first bytes decide, not
the name. Long sections are split at paragraph and sentence ends by LangChain's splitter.

An official document carries its metadata beside it, in `<file>.yaml`, with the same keys as our
Markdown front matter.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import yaml
from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement, PreformattedString
from docx import Document as DocxDocument
from langchain_core.document_loaders import BaseLoader
from langchain_core.documents import Document as LangChainDocument
from langchain_text_splitters import RecursiveCharacterTextSplitter
from pydantic import ValidationError
from pypdf import PdfReader

from knowledge_base.markdown import (
    NO_CAVEAT,
    DocumentError,
    FrontMatter,
    Rendering,
    parse_markdown,
    slug,
    with_version,
)
from knowledge_base.model import Document, Passage

MAX_PASSAGE_CHARS = 1800
"""Sections longer than this are split; about 300 words, above any paragraph a person would read."""

MAX_FILE_BYTES = 50_000_000
"""Files larger than this are refused: no official text of this domain comes near."""


@dataclass
class PdfLoader(BaseLoader):
    """One LangChain document per page, with its number."""

    path: Path

    def lazy_load(self) -> Iterator[LangChainDocument]:
        """Yield the text of each page that has any."""
        reader = PdfReader(self.path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError(
                f"{self.path}: el PDF está protegido con clave. Guárdalo sin clave."
            )
        empty = True
        for number, page in enumerate(reader.pages, start=1):
            text = _join_lines(page.extract_text() or "")
            if text:
                empty = False
                yield LangChainDocument(
                    text, metadata={"page": number, "section": f"página {number}"}
                )
        if empty:
            raise DocumentError(
                f"{self.path}: el PDF no tiene texto (parece escaneado). Pásalo por OCR antes."
            )


@dataclass
class DocxLoader(BaseLoader):
    """One LangChain document per heading; lists and tables become list items."""

    path: Path

    def lazy_load(self) -> Iterator[LangChainDocument]:
        """Yield the text under each heading."""
        section, lines = "", list[str]()
        for block in DocxDocument(str(self.path)).iter_inner_content():
            if hasattr(block, "rows"):
                lines += [
                    "- " + " · ".join(dict.fromkeys(c.text.strip() for c in row.cells))
                    for row in block.rows
                ]
                continue
            style, text = (block.style.name or "") if block.style else "", block.text.strip()
            if not text:
                continue
            if style.startswith(("Heading", "Title", "Título")):
                if lines:
                    yield LangChainDocument("\n".join(lines), metadata={"section": section})
                section, lines = text, []
            else:
                lines.append(f"- {text}" if "List" in style else f"{text}\n")
        if lines:
            yield LangChainDocument("\n".join(lines), metadata={"section": section})


@dataclass
class HtmlLoader(BaseLoader):
    """One LangChain document per heading; scripts, styles, navigation and hidden text are dropped.

    Hidden text is where instructions to a machine are planted; a person never sees it, so neither
    does the knowledge base.
    """

    path: Path

    def lazy_load(self) -> Iterator[LangChainDocument]:
        """Yield the visible text under each heading."""
        soup = BeautifulSoup(self.path.read_bytes(), "html.parser")
        for tag in soup(
            ["script", "style", "nav", "header", "footer", "template", "noscript", "form"]
        ):
            tag.decompose()
        for tag in soup.find_all(_is_hidden):
            tag.decompose()
        section = soup.title.get_text(strip=True) if soup.title else ""
        for tag in soup("title"):
            tag.decompose()
        for tag in soup("br"):
            tag.replace_with(" ")
        lines: list[str] = []
        for name, text in _blocks(soup):
            if name in _HEADINGS:
                if lines:
                    yield LangChainDocument("\n".join(lines), metadata={"section": section})
                section, lines = text, []
            else:
                lines.append(f"- {text}" if name in _ITEMS else f"{text}\n")
        if lines:
            yield LangChainDocument("\n".join(lines), metadata={"section": section})


@dataclass
class TextLoader(BaseLoader):
    """The whole file as one LangChain document."""

    path: Path

    def lazy_load(self) -> Iterator[LangChainDocument]:
        """Yield the text, read as UTF-8 or, failing that, Windows-1252 (old office files)."""
        yield LangChainDocument(_decode(self.path), metadata={"section": ""})


def _is_hidden(tag: Tag) -> bool:
    style = str(tag.get("style") or "").replace(" ", "").lower()
    return (
        tag.has_attr("hidden")
        or tag.get("aria-hidden") == "true"
        or "display:none" in style
        or "visibility:hidden" in style
        or re.search(r"(?:font-size|opacity):0*(?:\.0*)?(?:[a-z]+|%)?(?:!|;|$)", style) is not None
    )


_HEADINGS = ("h1", "h2", "h3", "h4")
_ITEMS = ("li", "tr")
_CELLS = ("td", "th")
_BLOCKS = (
    *("address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "div"),
    *("dl", "dt", "figcaption", "figure", "h5", "h6", "main", "ol", "p", "pre", "section"),
    *("summary", "table", "tbody", "tfoot", "thead", "ul"),
)


def _blocks(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    """Yield each run of visible text, once, with the tag that it stands in.

    What a list item or a row of a table holds is one run; the cells of a row are told apart.
    """
    strings = [s for s in soup.find_all(string=True) if not isinstance(s, PreformattedString)]

    def unit(string: PageElement) -> Tag | None:
        whole = string.find_parent([*_HEADINGS, *_ITEMS])
        return whole or string.find_parent(_BLOCKS)

    for _, run in groupby(strings, key=lambda s: id(unit(s))):
        inside = list(run)
        tag = unit(inside[0])
        if text := " · ".join(filter(None, map(_joined, _parts(inside, _CELLS)))):
            yield (tag.name if tag else "", text)


def _joined(strings: Sequence[PageElement]) -> str:
    return " ".join(" ".join("".join(map(str, p)) for p in _parts(strings, _BLOCKS)).split())


def _parts(strings: Sequence[PageElement], names: Sequence[str]) -> Iterator[list[PageElement]]:
    """Yield the strings that share their nearest tag of those names, in order."""
    for _, part in groupby(strings, key=lambda s: id(s.find_parent(names))):
        yield list(part)


LOADERS: dict[str, Callable[[Path], BaseLoader]] = {
    ".pdf": PdfLoader,
    ".docx": DocxLoader,
    ".html": HtmlLoader,
    ".htm": HtmlLoader,
    ".txt": TextLoader,
}
MARKDOWN = {".md", ".markdown"}
EXTENSIONS = MARKDOWN | LOADERS.keys()


def load_document(path: Path, rendering: Rendering, root: Path | None = None) -> Document:
    """Return the document in `path`, split into passages.

    Raises:
        DocumentError: unknown extension, content that is not what the extension says, unreadable
            or without text; the message says what to do, in Spanish.
    """
    suffix = path.suffix.lower()
    if suffix not in EXTENSIONS:
        raise DocumentError(
            f"{path}: no se reconoce «{suffix or 'sin extensión'}». "
            f"Sirven: {', '.join(sorted(EXTENSIONS))}."
        )
    try:
        raw = _checked_bytes(path)
        fallback = _fallback(path, root)
        if suffix in MARKDOWN:
            matter, passages = parse_markdown(_decode(path), str(path), rendering, fallback)
        else:
            matter, passages = fallback, _official(path, fallback, rendering)
    except DocumentError:
        raise
    except PermissionError as error:
        raise DocumentError(f"{path}: no hay permiso para leerlo.") from error
    except Exception as error:
        # A damaged file makes the libraries that read it raise anything (zlib, lxml, struct…).
        raise DocumentError(
            f"{path}: no se puede leer como {suffix[1:].upper()}; ¿está dañado?"
        ) from error
    if not passages:
        raise DocumentError(f"{path}: no tiene texto.")
    digest = hashlib.sha256(raw + "".join(p.version for p in passages).encode()).hexdigest()
    return Document(matter.id, passages[0].title, str(path), digest, tuple(passages))


def _checked_bytes(path: Path) -> bytes:
    if path.stat().st_size > MAX_FILE_BYTES:
        raise DocumentError(f"{path}: pesa más de {MAX_FILE_BYTES // 1_000_000} MB. Divídelo.")
    raw = path.read_bytes()
    suffix = path.suffix.lower()
    is_pdf, is_zip = raw[:1024].lstrip().startswith(b"%PDF"), raw.startswith(b"PK\x03\x04")
    wrong = {
        ".pdf": not is_pdf,
        ".docx": not is_zip,
    }.get(suffix, is_pdf or is_zip or b"\x00" in raw[:4096])
    if not raw.strip():
        raise DocumentError(f"{path}: está vacío.")
    if wrong:
        raise DocumentError(
            f"{path}: el contenido no es {suffix[1:].upper()}, aunque el nombre lo diga. "
            "Cámbiale la extensión o expórtalo de nuevo."
        )
    return raw


def _decode(path: Path) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _fallback(path: Path, root: Path | None) -> FrontMatter:
    """Metadata from `<file>.yaml`, or the least that can be said: the name of the file."""
    sidecar = path.with_name(path.name + ".yaml")
    name = path.relative_to(root).with_suffix("").as_posix() if root else path.stem
    if not sidecar.exists():
        return FrontMatter(id=slug(name), title=path.stem.replace("_", " "), source=path.name)
    try:
        return FrontMatter.model_validate(yaml.safe_load(sidecar.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValidationError, UnicodeDecodeError) as error:
        raise DocumentError(f"{sidecar}: los metadatos no son válidos: {error}") from error


def _official(path: Path, matter: FrontMatter, rendering: Rendering) -> list[Passage]:
    splitter = RecursiveCharacterTextSplitter(
        chunk_size=MAX_PASSAGE_CHARS,
        chunk_overlap=0,
        separators=["\n\n", "\n", ". ", " "],
        keep_separator="end",
    )
    if matter.caveat and matter.caveat != NO_CAVEAT and matter.caveat not in rendering.caveats:
        raise DocumentError(f"{path}.yaml: el aviso «{matter.caveat}» no existe (caveats.yaml).")
    passages: list[Passage] = []
    anchors: dict[str, int] = {}
    for part in LOADERS[path.suffix.lower()](path).lazy_load():
        for chunk in splitter.split_text(part.page_content):
            section = str(part.metadata.get("section") or "")
            anchor = _new_anchor(slug(section) if section else "texto", anchors)
            passages.append(
                Passage(
                    id=f"{matter.id}#{anchor}",
                    document_id=matter.id,
                    title=matter.title,
                    section=section,
                    text=chunk.strip(),
                    source=matter.source,
                    audience=matter.audience,
                    valid_from=matter.valid_from,
                    valid_until=matter.valid_until,
                    confidence=matter.confidence,
                    caveat=rendering.caveats.get(matter.caveat, ""),
                    owner=matter.owner,
                    reviewed=matter.reviewed,
                    page=part.metadata.get("page"),
                    position=len(passages),
                )
            )
    return [with_version(p) for p in passages]


def _new_anchor(base: str, seen: dict[str, int]) -> str:
    """Return `base`, or `base` with the first number that no section has taken."""
    anchor = base
    while anchor in seen:
        seen[base] += 1
        anchor = f"{base}-{seen[base]}"
    seen[anchor] = 1
    return anchor


def _join_lines(text: str) -> str:
    """PDF lines end where the page does, not where the sentence does."""
    text = re.sub(r"-\n(?=[a-záéíóúñ])", "", text)
    return re.sub(r"(?<![.:;!?])\n(?=[a-záéíóúñ0-9(«“])", " ", text).strip()
