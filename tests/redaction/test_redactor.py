from __future__ import annotations

import random
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.redaction import Kind, Redaction, RedactionError, Redactor
from assistant.redaction.model import Finding
from assistant.redaction.recognizers.rut import is_valid, verifier
from assistant.redaction.text import Text, build_text

few = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
PIECES = (
    "hola", "soy", "Juana Pérez", "rosa catrileo", "mi rut es", "12.345.678-5", "123456785", "rut",
    "9 8765 4321", "+56 42 2 223344", "juana arroba gmail punto com", "juana@gmail.com", "nací el",
    "12 de marzo de 1980", "calle Los Aromos 123", "San Carlos", "Ley 19.862", "$2.500.000",
    "mi clave es", "perrito1", "[RUT_1]", "[NOMBRE_2]", "patente BBCD12", "cuenta",
    "4111111111111111", "\ufffc", "\u200b", "é", "e\u0301", "ß", "İ", "\n", ",", ".", "de", "y",
    "pasaje", "12", "km", "MARÍA", "n°",
)  # fmt: skip
messages = st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join) | st.text(max_size=60)


@given(message=messages)
@few
def test_redacting_twice_changes_nothing(redactor: Redactor, message: str) -> None:
    once = redactor.redact(message).text
    again = redactor.redact(once)
    assert again == Redaction(once, once, ())


@given(message=messages)
@few
def test_offsets_are_those_of_the_original(redactor: Redactor, message: str) -> None:
    redaction = redactor.redact(message)
    rebuilt, position = [], 0
    for entity in redaction.entities:
        assert position <= entity.start < entity.end <= len(message)
        rebuilt += [message[position : entity.start], entity.placeholder]
        position = entity.end
    assert "".join([*rebuilt, message[position:]]) == redaction.text


@given(
    body=st.integers(1_000_000, 29_999_999),
    grouping=st.sampled_from(("{:,}", "{}")),
    dot=st.sampled_from((".", ",", " ", "\u00a0", ". ")),
    dash=st.sampled_from(("-", "–", "−", " - ", " ", " guion ", "", "/")),
    upper=st.booleans(),
    around=st.sampled_from(("{}", "mi rut es {}", "hola {} gracias", "({})", "soy {}, de Pinto")),
)
@few
def test_no_valid_rut_is_left_however_it_is_written(
    redactor: Redactor, body: int, grouping: str, dot: str, dash: str, upper: bool, around: str
) -> None:
    written = grouping.format(body).replace(",", dot) + dash + verifier(str(body))
    message = around.format(written.upper() if upper else written)
    text = redactor.redact(message).text
    plain = re.sub(r"\[[A-Z_]+_\d+\]", "#", build_text(text).folded)
    for left in re.findall(r"\d(?:[\W_]{0,3}\d){5,7}[\W_]{0,3}(?:guion)?\W{0,3}[\dk]", plain):
        digits = re.sub(r"[^\dk]", "", left)
        assert not is_valid(digits[:-1], digits[-1])


def test_equal_values_share_a_placeholder_however_they_are_written(redactor: Redactor) -> None:
    message = "mi rut es 12.345.678-5, repito 12345678-5, y el de Ana 6.543.203-k"
    assert redactor.redact(message).text == (
        "mi rut es [RUT_1], repito [RUT_1], y el de [NOMBRE_1] [RUT_2]"
    )


def test_placeholders_that_a_person_types_are_not_reused(redactor: Redactor) -> None:
    assert redactor.redact("[RUT_1] y 12.345.678-5").text == "[RUT_1] y [RUT_2]"


def test_counts_say_how_many_of_each_kind(redactor: Redactor) -> None:
    redaction = redactor.redact("soy Juana Pérez, fono 987654321 o 912345678")
    assert redaction.counts == {"NOMBRE": 1, "TELEFONO": 2}


def test_a_public_name_stays_in_the_query_and_not_in_the_text(redactor: Redactor) -> None:
    redaction = redactor.redact(
        "soy Juana Pérez, ¿quién es Pedro Soto?", lambda s: s == "Pedro Soto"
    )
    assert redaction.text == "soy [NOMBRE_1], ¿quién es [NOMBRE_2]?"
    assert redaction.query == "soy [NOMBRE_1], ¿quién es Pedro Soto?"


def test_an_identifier_never_stays_in_the_query(redactor: Redactor) -> None:
    redaction = redactor.redact("12.345.678-5 y juana@gmail.com", lambda _: True)
    assert redaction.query == redaction.text == "[RUT_1] y [CORREO_1]"


def test_several_lines_keep_their_shape(redactor: Redactor) -> None:
    message = "Hola\n\nRut: 12.345.678-5\nFono: 987654321\n"
    assert redactor.redact(message).text == "Hola\n\nRut: [RUT_1]\nFono: [TELEFONO_1]\n"


def test_threads_get_the_same_result(redactor: Redactor) -> None:
    texts = [f"soy Juana Pérez, rut {n}.345.678-{verifier(f'{n}345678')}" for n in range(10, 26)]
    random.Random(1).shuffle(texts)
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda text: redactor.redact(text).text, texts))
    assert set(results) == {"soy [NOMBRE_1], rut [RUT_1]"}


class FailingAnalyzer:
    def find(self, text: Text) -> list[Finding]:
        raise ValueError(f"could not read {text.plain}")


class RestlessAnalyzer:
    def find(self, text: Text) -> list[Finding]:
        return [Finding(Kind.RUT, 0, 1, 1.0)]


@pytest.mark.parametrize("analyzer", [FailingAnalyzer(), RestlessAnalyzer()])
def test_a_failure_is_raised_without_the_text(
    analyzer: FailingAnalyzer | RestlessAnalyzer,
) -> None:
    with pytest.raises(RedactionError) as caught:
        Redactor(analyzer).redact("soy Juana Pérez")
    assert "Juana" not in str(caught.value)
    assert caught.value.__cause__ is None and caught.value.__context__ is None


class TwoReadings:
    """Finds a name that another kind covers in part, until it is masked."""

    def find(self, text: Text) -> list[Finding]:
        start = text.plain.find("rosa catrileo")
        if start < 0:
            return []
        return [
            Finding(Kind.NAME, start, start + 13, 0.9),
            Finding(Kind.ADDRESS, start, start + 4, 0.9),
        ]


def test_what_another_kind_leaves_of_a_name_is_masked_too() -> None:
    masked = Redactor(TwoReadings()).redact("hola rosa catrileo, gracias").text
    assert masked == "hola [DIRECCION_1] [NOMBRE_1], gracias"
