"""What a person writes, cleaned: nothing hidden is left, nothing visible is lost."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.limits import InputError, check_text, clean

HIDDEN = [
    "\u200b",
    "\u200d",
    "\u202e",
    "\u2066",
    "\ufeff",
    "\x00",
    "\x07",
    "\u00ad",
    "\U000e0041",
    "\ud800",
]
MESSY = st.lists(
    st.sampled_from([*HIDDEN, "a", "1", ".", "-", " ", "\n", "e", "\u0301", "👩", "🌾", "\t"])
)


@given(MESSY.map("".join))
@example("1\u200d\u200d\u200d2")
@example("e\u200d\u0301")
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_any_text_can_be_cleaned_and_nothing_hidden_is_left(text: str) -> None:
    left = {c for c in clean(text) if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn"}}
    assert left <= {"\n", "\t", "\u200d"}


@given(MESSY.map("".join))
@example("1\u200d\u200d\u200d2")
def test_no_joiner_is_left_next_to_a_letter_or_a_digit(text: str) -> None:
    cleaned = clean(text)
    for before, here, after in zip(" " + cleaned, cleaned, cleaned[1:] + " ", strict=False):
        if here == "\u200d":
            assert not before.isalnum() and not after.isalnum()


@given(st.text("abcñáé 123¿?.", max_size=40))
def test_what_people_see_is_not_changed_but_for_spaces(text: str) -> None:
    assert clean(text).split() == text.split()


@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_hidden_character_does_not_split_an_identifier(hidden: str) -> None:
    assert clean(f"12.345{hidden}.678{hidden * 3}-5") == "12.345.678-5"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  hola \t mundo ", "hola mundo"),
        ("uno\n\n\n\ndos", "uno\n\ndos"),
        ("a\xa0b", "a b"),
        ("nandu\u0303", "nandũ"),
        ("👩\u200d🌾 hola", "👩\u200d🌾 hola"),
        ("uno\r\ndos", "uno\ndos"),
        ("uno\rdos", "uno\ndos"),
    ],
)
def test_spaces_and_accents_are_tidied(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    "text", ["", " ", "\n\t", "\u200b", "\u200d", "\u200d \u200d", "\x00\x01", "\U000e0041"]
)
def test_text_that_nobody_can_see_is_empty(text: str) -> None:
    with pytest.raises(InputError) as refused:
        check_text(text, 2000)
    assert refused.value.kind == "empty" and "vacío" in refused.value.detail


@pytest.mark.parametrize(("length", "is_refused"), [(1999, False), (2000, False), (2001, True)])
def test_the_longest_message_is_exactly_the_limit(length: int, is_refused: bool) -> None:
    if not is_refused:
        assert len(check_text("ñ" * length, 2000)) == length
        return
    with pytest.raises(InputError) as refused:
        check_text("ñ" * length, 2000)
    assert refused.value.kind == "too_long"
    assert "2001" in refused.value.detail and "ñ" not in refused.value.detail.replace("tamaño", "")
