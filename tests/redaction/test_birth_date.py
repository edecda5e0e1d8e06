from __future__ import annotations

import pytest

from assistant.redaction.recognizers import birth_date

from .marked import found, values

FOUND = """
yo soy del «3 de abril de 1949»
soy del «03/04/1949»
mi nieta Antonia es del «7 de agosto del 2011»
el benja es del «7 de agosto del 2011», ¿puede jugar en la sub 15?
nací el «4-XI-1958»
nacida el «4/iv/58»
nací el «12 de marzo de 1980»
naci el «12 de marzo del 80»
nací el «12/03/1980»
naci el «12-03-80»
Nací un «12 de marzo»
nací el «doce de marzo de 1980»
nací en «1952»
fecha de nacimiento: «12/03/1980»
Fecha de Nacimiento «12.03.1980»
fecha nac. «1980-03-12»
F. Nac: «12-03-1980»
nacida el «5 de abril de 1961» en Chillán
mi hijo nació el «3 de enero de 2010»
mi cumpleaños es el «12 de marzo»
cumplo 65 años el «12 de marzo de 2026»
soy del «1958»
nacimiento «12 MAR 1980»
nací el «doce de marzo de mil novecientos ochenta»
nací en el «57»
tengo 67 años, nací en el «57»
cumplo años el «3 de mayo»
cumpleaños «3/5»
nací el «treinta y uno de diciembre del sesenta y seis»
nací el «primero de enero de 1960»
soy del «58»
soy del año «1958»
soy clase «57»
fecha de nacimiento «03051957»
Fecha de Nacimiento/n/«03-05-1957»
F. Nac.: «3.5.57»
fdn «03/05/1957»
nací un «3 de mayo»
nací en San Carlos el «3 de mayo de 1957»
el «3 de mayo de 1957» nací
«12/03/1980» (fecha de nacimiento)
mi mamá es del «45»
mi hija nació en «mayo de 2010»
año de nacimiento «1957»
""".strip().splitlines()
SURVIVE = """
soy de la población 21 de mayo
soy del club 3 de abril
la resolución es del 12 de marzo de 2025, ¿vale para mayores?
el acta es del 12 de marzo de 2025
la sede es del 3 de abril de 1990
la junta nació el 12 de marzo de 1980
nuestra agrupación nació en 2015
el concurso cierra el 16 de julio de 2025
postulación 16-06-2025 al 16-07-2025
rige desde el 01-12-2026
en 2025 ganamos
desde el 12/03/1980 existe la sede
la ley nació el 5 de abril de 1998
soy del sector norte
nací en Chillán y el plazo vence el 12 de marzo
soy del sector 12
soy de 3 juntas
el plazo vence el 12 de marzo de 2026
cumplimos 40 años el 12 de octubre
soy del club 2 de mayo
los nacidos después de 2010
""".strip().splitlines()


@pytest.mark.parametrize("marked", FOUND)
def test_a_date_of_birth_is_found_however_it_is_said(marked: str) -> None:
    message, expected = values(marked.replace("/n/", "\n"))
    assert found(birth_date.find, message) == expected


@pytest.mark.parametrize("message", SURVIVE)
def test_other_dates_survive(message: str) -> None:
    assert found(birth_date.find, message) == []
