from __future__ import annotations

import pytest

from assistant.redaction.recognizers import phone

from .marked import found, values

PHONES = """
«+56 9 8765 4321»
«+56987654321»
«+569 8765 4321»
«+56 9 87654321»
«+56-9-8765-4321»
«+56.9.8765.4321»
«(+56) 9 8765 4321»
«+56 (9) 8765 4321»
«56 9 8765 4321»
«56987654321»
«0056 9 8765 4321»
«9 8765 4321»
«9 87654321»
«98765 4321»
«987654321»
«9 87 65 43 21»
«987 654 321»
«9-8765-4321»
«9.8765.4321»
«9-87654321»
«09-87654321»
«09 8765 4321»
«09 87654321»
«(09) 87654321»
«(9) 8765 4321»
«(42) 2 22 33 44»
«(42) 2 223344»
«(42) 2223344»
«(042) 2223344»
«42 2 22 33 44»
«42 2 223344»
«42-2223344»
«42 2223344»
«042 2223344»
«042-2223344»
«+56 42 2 223344»
«+56 42 2223344»
«+56422223344»
«56 42 2223344»
«+56 2 2345 6789»
«(2) 2345 6789»
«2 2345 6789»
«02 23456789»
«+56 2 23456789»
fono «422223344»
mi fono es el «422223344»
mi telefono «2223344»
llamar al «81234567»
llámeme al «87654321» por favor
Cel: «987654321»
wsp «987654321»
whatsapp: «+56 9 8765 4321»
mi número es «87654321»
contacto «42 222 3344»
fono/«987654321»
tel.«987654321»
fono«987654321»
Nº «987654321»
marque «nueve ocho siete seis cinco cuatro tres dos uno»
mi celu es «9 8765 4321» y el de mi hija «9 1234 5678»
«+58 412 123 4567»
«+54 9 11 2345 6789»
«+1 305 555 0123»
«+509 34 12 3456»

""".strip().splitlines()

IN_MESSAGES = """
al «nueve 8765 4321»
«nueve ocho siete seis cinco cuatro tres dos uno»
«noventa y ocho setenta y seis cincuenta y cuatro treinta y dos uno»
mi fono es «9 8765 4321» mil gracias
«987654321» mil gracias
«987654321»,«912345678»
«9 8765 4321»/«9 1234 5678»
«98 76 54 321»
«+56 (9) 8765-4321»
«(9)(8765)(4321)»
fono «212233»
wa.me/«56987654321»
tel:«+56987654321»
fono «42 2 223344 anexo 123»
nací en 1980 «9 8765 4321»
llámame al«987654321»porfa
«8765 4321»
mi número termina en «4321»
«12 345 678» es mi número
fono: «9/8765/4321»
fono «9, 8765, 4321»
«9*8765*4321»
«9.87.65.43.21»
«más cincuenta y seis nueve 8765 4321»
«+56 9 8765 432l»
mi fono «987654321» hablar con rosa
«9 8765 4321» Lucas Soto
«+56 9 8765 4321» lucas
el costo, fono «987654321»
por el valor total, llamar al «9 8765 4321»
tel:«987.654.321»
numero: «nueveochosiete seis cinco cuatro tres dos uno»
wsp: «9 8765-4321 / 9 1234-5678»
""".strip().splitlines()

NOT_PHONES = """
600 360 7777
llamar al 600 360 7777
800 123 456
fono 800 123 456
llamen al 133
fono 1455
$987654321
987.654.321 pesos
$2.500.000
480.000.000
hasta el 9-12-2025 10:00
16-06-2025
del 16-06 a 16-07-2025
2023 2024 2025
años 2023-2024
Ley 21.719
Boletín 16.821-19
anexo 44 320
Res. Ex. 372 de 12-08-2024
9 de 10 proyectos
23:59
50 a 100 personas
mi fono es 2025
artículos 9, 10, 11, 12, 13
a las 9:30 12:45 18:00
2024 2025
2024-2025
folio NB-1234-5678
llamen por la ley 19.418 o la resolución 123456
monto 9.876.543
9-12-2025 10:00
plazo 9-12-2025 al 10-12-2025
llamar al 131, 132 o 133
son 20 lucas
el numero de beneficiarios es 150000
telares para 120000 visitantes
SDA-006 (15/10/2025)
""".strip().splitlines()


@pytest.mark.parametrize("marked", PHONES)
def test_a_telephone_is_found_however_it_is_written(marked: str) -> None:
    message, expected = values(marked)
    for text in (message, f"hola, {message} gracias", f"mi fono {message}."):
        assert found(phone.find, text) == expected


@pytest.mark.parametrize("message", NOT_PHONES)
def test_service_lines_amounts_and_dates_are_no_telephone(message: str) -> None:
    assert found(phone.find, message) == []


@pytest.mark.parametrize("marked", IN_MESSAGES)
def test_a_telephone_is_found_among_other_words_and_numbers(marked: str) -> None:
    message, expected = values(marked)
    assert found(phone.find, message) == expected


def test_a_telephone_under_its_label_is_found() -> None:
    assert found(phone.find, "FONO\n22 33 44") == ["22 33 44"]
