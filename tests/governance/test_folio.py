import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.folio import ALPHABET, LENGTH, mask_folio, new_folio, read_folio

positions = st.integers(0, LENGTH - 1)


def test_a_folio_is_short_groups_after_the_prefix() -> None:
    assert re.fullmatch(r"NB(-[0-9A-HJKMNP-TV-Z]{4}){4}", new_folio("NB"))


def test_folios_do_not_repeat_or_follow_each_other() -> None:
    folios = {new_folio("NB") for _ in range(2000)}
    assert len(folios) == 2000
    assert len({folio[3:7] for folio in folios}) > 1900


@pytest.mark.parametrize(
    "spoil",
    [
        str.lower,
        lambda folio: folio.replace("-", " "),
        lambda folio: folio.replace("-", ""),
        lambda folio: folio.removeprefix("NB-"),
        lambda folio: folio.replace("0", "O").replace("1", "l"),
        lambda folio: folio.replace("0", "o").replace("1", "I"),
        lambda folio: f"  {folio}.\n",
        lambda folio: folio.replace("-", "\u2013"),
    ],
)
def test_a_folio_is_understood_however_a_person_writes_it(spoil) -> None:  # type: ignore[no-untyped-def]
    for _ in range(50):
        folio = new_folio("NB")
        assert read_folio(spoil(folio), "NB") == folio


@given(positions, st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(position: int, wrong: str) -> None:
    folio = new_folio("NB")
    body = list(folio.replace("-", "")[2:])
    if body[position] != wrong:
        body[position] = wrong
        assert read_folio("NB" + "".join(body), "NB") is None


@given(positions, positions)
def test_two_characters_that_changed_places_are_noticed(one: int, other: int) -> None:
    folio = new_folio("NB")
    body = list(folio.replace("-", "")[2:])
    if body[one] != body[other]:
        body[one], body[other] = body[other], body[one]
        assert read_folio("NB" + "".join(body), "NB") is None


@pytest.mark.parametrize("text", ["", "NB", "hola", "NB-0000-0000-0000-000U", "ñ" * 16, "٣" * 16])
def test_what_is_not_a_folio_is_none(text: str) -> None:
    assert read_folio(text, "NB") is None


@pytest.mark.parametrize("prefix", ["", "nb", "Ñ", "DEMASIADO", "N B"])
def test_a_prefix_that_people_could_not_dictate_is_refused(prefix: str) -> None:
    with pytest.raises(ValueError, match="prefix"):
        new_folio(prefix)


@pytest.mark.parametrize(
    "written",
    [
        "{}",
        "Tu folio es {}. Guárdalo.",
        "folio:{} y otro {}",
        "qué tal: {}",  # six letters and ten of the folio look like one
        "«{}»",
        "{} {}",
        "{}\n{}",
    ],
)
@pytest.mark.parametrize(
    "spoil",
    [
        str,
        str.lower,
        lambda folio: folio.replace("-", " "),
        lambda folio: folio.replace("-", ""),
        lambda folio: folio.replace("0", "O").replace("1", "l"),
        lambda folio: folio.replace("-", " \u2013 "),
        lambda folio: " ".join(folio.replace("-", "")),
    ],
)
def test_no_folio_stays_whole_in_a_masked_text(spoil, written: str) -> None:  # type: ignore[no-untyped-def]
    for _ in range(20):
        folio = new_folio("NB")
        masked = mask_folio(written.replace("{}", spoil(folio)), "NB")
        assert masked == written.replace("{}", f"NB-····-····-····-{folio[-4:]}")
        assert mask_folio(masked, "NB") == masked


@pytest.mark.parametrize("spoil", [str, str.lower, lambda folio: folio.replace("-", " ")])
def test_a_folio_with_no_prefix_is_masked_too(spoil) -> None:  # type: ignore[no-untyped-def]
    masked = mask_folio(f"es {spoil('7K3M-9Q2X-04TZ-WEHN')}, creo", "NB")
    assert masked == "es NB-····-····-····-WEHN, creo"


def test_a_folio_with_a_mistake_in_it_is_masked() -> None:
    assert mask_folio("NB-7K3M-9Q2X-04TZ-0000", "NB") == "NB-····-····-····-0000"


@pytest.mark.parametrize(
    "text", ["", "hola", "Postula hasta el 30 de marzo.", "NB", "1234-5678-9012-3456", "nb " * 20]
)
def test_what_holds_no_folio_is_left_as_it_is(text: str) -> None:
    assert mask_folio(text, "NB") == text


@given(st.text("nNbB 7k-:", max_size=30), st.text("nb 7.", max_size=20))
def test_what_stands_around_a_folio_does_not_hide_it(before: str, after: str) -> None:
    folio = "7K3M-9Q2X-04TZ-WEHN"
    masked = mask_folio(f"{before} NB-{folio} {after}", "NB")
    assert not any(group in masked for group in folio.split("-")[:3])
