import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO

import docx
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from governance.classification.duties import checklist, obligations
from governance.classification.report.compose import compose
from governance.classification.report.document import (
    Bullets,
    Document,
    Heading,
    Notice,
    Paragraph,
    Table,
)
from governance.classification.report.parts_provenance import cited_articles
from governance.classification.report.sheet import ClassificationSheet
from governance.classification.report.to_docx import to_docx
from governance.classification.report.to_html import to_html
from governance.classification.report.to_json import to_json
from governance.classification.report.to_markdown import to_markdown
from governance.classification.report.to_pdf import to_pdf
from governance.classification.report.words import level_name
from tests.governance.classification.report_sheets import ALTO, EVERY, HITL, sheet

HOSTILE = (
    "<script>alert('1')</script> | **x** [a](http://x.cl) \x00\x07\u202egnirts\u202c & _y_ `z`"
)
CLEANED = "<script>alert('1')</script> | **x** [a](http://x.cl) gnirts & _y_ `z`"


class Page(HTMLParser):
    """What a reader of the page finds: its tags with attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "col"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text.append(data)


def html_text(page: str) -> str:
    read = Page(page)
    assert not read.open
    return " ".join(read.text)


def markdown_text(text: str) -> str:
    return html_text(MarkdownIt("commonmark", {"linkify": False}).enable("table").render(text))


def pdf_text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages)


def docx_text(content: bytes) -> str:
    word = docx.Document(BytesIO(content))
    cells = [cell for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join(
        [p.text for p in word.paragraphs] + [p.text for cell in cells for p in cell.paragraphs]
    )


READERS: dict[str, Callable[[Document], str]] = {
    "md": lambda document: markdown_text(to_markdown(document)),
    "html": lambda document: html_text(to_html(document)),
    "pdf": lambda document: pdf_text(to_pdf(document)),
    "docx": lambda document: docx_text(to_docx(document)),
}


def squeezed(text: str) -> str:
    """Without blanks: a format may break a line anywhere."""
    return re.sub(r"\s+", "", text)


def everything(found: ClassificationSheet) -> list[str]:
    level, policy = found.duty_level, found.policy
    titles = [duty.obligation.title for duty in obligations(policy, level)]
    criteria = [] if level == "prohibido" else checklist(policy, level)
    return [
        *(level_name(policy, name) for name in found.assessment.proposal),
        *cited_articles(found),
        *titles,
        *(criterion.item.text for criterion in criteria),
        *(rule.id for rule in found.assessment.fired),
        *(rule.reason for rule in found.assessment.fired),
        *found.assessment.readings,
        *(f"«{fact.phrase}»" for fact in found.facts if fact.question in found.assessment.facts),
        policy.digest,
        "ab" * 32,
        "PROPUESTA",
    ]


@pytest.mark.parametrize(
    ("name", "format_"),
    [(name, format_) for name in EVERY for format_ in ("md", "html")]
    + [(name, format_) for name in ("condicionado", "prohibido") for format_ in ("pdf", "docx")],
)
def test_every_format_says_the_level_the_articles_and_the_obligations(
    name: str, format_: str
) -> None:
    found = sheet(EVERY[name])
    text = squeezed(READERS[format_](compose(found)))
    assert [said for said in everything(found) if squeezed(said) not in text] == []


@pytest.mark.parametrize("answers", EVERY.values(), ids=EVERY)
def test_json_says_the_same(answers: dict[str, str]) -> None:
    found = sheet(answers)
    text = to_json(found)
    for duty in obligations(found.policy, found.duty_level):
        assert duty.obligation.title in text
        assert all(article in text for article in duty.obligation.articles)


@pytest.mark.parametrize("write", [to_markdown, to_html, to_pdf, to_docx])
def test_the_same_sheet_gives_the_same_bytes(write: Callable[[Document], str | bytes]) -> None:
    first, second = write(compose(sheet(ALTO))), write(compose(sheet(ALTO)))
    assert first == second


def test_the_same_sheet_gives_the_same_json() -> None:
    assert to_json(sheet(HITL)) == to_json(sheet(HITL))


def test_two_versions_do_not_share_a_hash() -> None:
    pages = {to_html(compose(sheet(HITL, version=number))) for number in (1, 2)}
    assert len({hashlib.sha256(page.encode()).hexdigest() for page in pages}) == 2


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_hostile_text_is_shown_letter_by_letter_and_does_nothing(
    read: Callable[[Document], str],
) -> None:
    found = sheet(ALTO, name=HOSTILE, description=HOSTILE, unit=HOSTILE)
    assert squeezed(CLEANED) in squeezed(read(compose(found)))


def test_a_name_cannot_put_a_tag_a_link_or_a_column_in_the_page() -> None:
    plain, hostile = compose(sheet(ALTO)), compose(sheet(ALTO, name=HOSTILE, unit=HOSTILE))
    for page in (to_html, lambda d: MarkdownIt().enable("table").render(to_markdown(d))):
        assert [tag for tag, _ in Page(page(hostile)).tags] == [
            tag for tag, _ in Page(page(plain)).tags
        ]


def test_the_page_is_in_spanish_and_asks_nobody_for_anything() -> None:
    page = to_html(compose(sheet(ALTO)))
    tags = Page(page).tags
    assert ("html", {"lang": "es-CL"}) in tags
    assert not [a for _, attributes in tags for a in attributes if a in {"src", "href"}]
    assert "url(" not in page and "@import" not in page
    assert "default-src 'none'" in page


def test_the_headings_of_the_page_go_down_one_by_one() -> None:
    levels = [
        int(tag[1])
        for tag, _ in Page(to_html(compose(sheet(ALTO)))).tags
        if tag in {"h1", "h2", "h3"}
    ]
    assert levels[0] == 1 and levels.count(1) == 1 and levels.count(2) == 10
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


def test_every_table_of_the_page_has_a_caption_and_scoped_headers() -> None:
    tags = Page(to_html(compose(sheet(HITL)))).tags
    count = [tag for tag, _ in tags].count
    assert count("table") == count("caption") > 5
    assert {attributes.get("scope") for tag, attributes in tags if tag == "th"} == {"col", "row"}


def test_the_pdf_is_in_spanish_letter_sized_and_has_its_sections_as_bookmarks() -> None:
    reader = pypdf.PdfReader(BytesIO(to_pdf(compose(sheet(ALTO)))))
    assert reader.trailer["/Root"]["/Lang"] == "es-CL"
    assert reader.pages[0].mediabox[2:] == [612, 792]
    titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert [title for title in titles if title[0].isdigit()][:2] == [
        "1. Resultado",
        "2. Camino del cuestionario, paso a paso",
    ]


def test_the_pdf_keeps_accents_and_names_what_its_fonts_lack() -> None:
    text = pdf_text(to_pdf(Document("Ñuble", "á é í ó ú ü", "pie", (Paragraph("«x» – Ж → ≥ 日"),))))
    assert all(
        part in text for part in ("Ñuble", "á é í ó ú ü", "«x» –", "[U+0416] -> >= [U+65E5]")
    )


@pytest.mark.parametrize(("part", "times"), [("palabra ", 1000), ("xyz", 3000)])
def test_a_very_long_phrase_does_not_break_any_format(part: str, times: int) -> None:
    phrase = part * times
    found = sheet(ALTO)
    first = found.facts[0]
    long = sheet(ALTO, description=phrase, facts=(replace(first, phrase=phrase), *found.facts[1:]))
    for read in READERS.values():
        assert squeezed(read(compose(long))).count(part.strip()) >= 2 * times - 20  # ends of page


def test_the_pdf_loses_no_word_of_a_row_longer_than_a_page() -> None:
    words = " ".join(f"palabra{number}" for number in range(3000))
    table = Table("Larga", ("A", "B"), (("1", words),), (1, 3))
    text = squeezed(pdf_text(to_pdf(Document("t", "s", "f", (table,)))))
    assert all(f"palabra{number}" in text for number in range(3000))


@settings(max_examples=15, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=60))
def test_no_text_whatever_breaks_a_format(said: str) -> None:
    blocks = (
        Heading(said, 3),
        Paragraph(said, said),
        Bullets((said, said), numbered=True),
        Bullets((said,)),
        Notice(said, said, "alto", (said,)),
        Table(said, (said, "b"), ((said, said),), (1, 2)),
    )
    document = Document(said, said, said, blocks)
    for read in READERS.values():
        read(document)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202e\ud800-\udfff]", to_html(document))


def test_a_row_with_a_missing_cell_is_refused() -> None:
    with pytest.raises(ValueError, match="has not 2 cells"):
        Table("T", ("A", "B"), (("1",),), (1, 1))
