from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.redaction import Redactor

from .marked import values

NAMES = """
hola soy «juana pérez»
Hola, soy «Juana Pérez» y quiero postular
HOLA SOY «JUANA PEREZ»
me llamo «juana»
me llamo «yamileth cuyul» y soy de pinto
Me llamo «Kimey Ancavil»
mi nombre es «Xochitl Tlaloc»
MI NOMBRE ES «ROSA CATRILEO HUENCHUÑIR»
soy la señora «Rosa»
soy la señora «carmen»
doña «Carmen» me dijo
don «pedro» no contesta
Sr. «Sepúlveda»
habla con «luis soto»
HABLA CON LA SEÑORA «ROSA CATRILEO» DE SAN CARLOS
mi vecina «rosa ñanculef» necesita ayuda
mi vecina «Jean Baptiste Dorvil» postuló
mi hijo «benjamín» tiene 5
atte. «marcela soto»
Atte, «Marcela Soto Vidal»
Atentamente, «José Miguel de la Fuente»
la presidenta es «María de los Ángeles Muñoz»
«Juan Pinto» es el tesorero
«manuel bulnes» es el tesorero
«Victoria Soto» es la presidenta
«Santiago Valdivia» es el presidente
«Luz Flores» firmó
la tesorera «ana maría rojas» renunció
hablé con «Pedro San Martín»
«González» me atendió mal, el señor «González»
lamngen «millaray» vino
«CLAUDIA ANDREA RIQUELME FUENTES»
el representante legal es «Brayan Ñancupil»
la factura salió a nombre de «patricia jara»
quiero reclamar contra «cristian aravena lagos»
«Jean-Pierre Louis» es el monitor
«José» es mi hermano
soy «j. pérez»
fui donde la «Javiera» y el «Nelson»
tesoreros: «catalina» y «fernanda»
Presidenta: «Eliana Troncoso». Tesorero: «Raúl Sáez».
mi hijo «matias gonzalez» rut pendiente
me llamo «Claude Joseph»
la encargada del sistema se llama «Xochitl Tlaloc»
quien dirige la empresa se llama «Xochitl»
El sistema se llama «Juana Pérez»
el sistema lo lleva «Sofía»
Sistema «Sofía Pérez»
Asistente «Sofía»
Comercial «Juan Pérez» EIRL
la representante de la empresa es «Ana Soto»
soi «Yorman Pirela»
mellamo «yuleisy rabanales» y quiero postular
mi nonbre es «Ernezto Sepulbeda»
el señor «guillelmo cea» no entrega la sede
Quien suscribe, «Aurelio de la Maza Villablanca», viene en solicitar
Firma: «Victoria Santa Cruz Leal». ¿Basta?
Representante legal: «Georgina Jaque San Juan»
Apellidos: «Casado Casado».
«oksana kowalczyk» es la profe de gimnasia
«Marie-Ange Desrosiers» quiere postular
titular «brünhilde matzner kocksch»
el evaluador «Tancredo Wünkhaus» puso nota mínima
somos la «rosa», la «luz maría» y la «paz contreras»
me dicen el «Chalo»
pregunten por la «coté»
mi mujer «pilar»
atte sra «elba»
hablé con «Rosa» la semana pasada
soy «paz», la tesorera
«Nazaria» firmó la carta
¿puede «Yeiferson» ser tesorero?
«yasnita» y yo postulamos
el señor «Castro» no contesta
la sede la cerró «Yorman Pirela» y «Pirela» no la abre
JUNTO A «MEI LING» FUIMOS
soy «JUANA PEREZ» de Pinto
«Pérez Soto», «Juan»
""".strip().splitlines()

NOT_NAMES = """
hola
wenas
Buenas tardes, Gobernador
Lamngen, la directiva de nuestra comunidad la certifica CONADI
soy dirigente de una jjvv
Soy Presidenta de la Junta de Vecinos
soy de San Carlos
Soy de Pinto
somos de Bulnes, El Carmen y San Ignacio
vivo en el carmen
SOMOS DE ÑIQUÉN
la Contraloría y el Registro Civil
El Consejo Regional (CORE) y el GORE Ñuble
mi hija necesita ayuda
la señora del mesón no me atendió
mi vecina quiere postular
me llaman del gobierno regional
se llama Fondo de Personas Mayores
el club deportivo de Quillón
hasta el 8 de julio
en abril y en agosto
la luz de la sede
una rosa y un clavel
los campos y las flores
el pozo del sector
la plaza y la cruz
compramos un cordero
flores para el jardín
Punilla, Itata y Diguillín
San Fabián de Alico
Chillán Viejo
La Araucanía y O'Higgins
Ley Karin
semana santa
¿Quién preside el Subcomité?
Dirección de Administración y Finanzas
Instructivo 2025
tengo 65 años y soy viuda
La verdad no sé
Muchas Gracias
Feliz Navidad
quiero hablar con una persona
derivar
necesito hora en el Herminda Martín
¿Jano es de riesgo limitado?
Goreólogo y Comunicon
club Unión Arturo Prat de Quillón
bloqueo, saqueo y mosqueo
Asistente Virtual
Revisor de formularios deportivos
Microsoft Copilot, ChatGPT, Gemini y DeepSeek
Claude de Anthropic
Watson Assistant de IBM
Salesforce Einstein
Qlik Sense
Sistema Sofía
Robot Violeta
Chatbot Gabriela
El sistema se llama Vigía
La empresa se llama Datasur
Nuestro club se llama Amancay
División de Planificación y Desarrollo Regional (DIPLADER)
Jefatura de la División de Administración y Finanzas
Encargada de Transformación Digital
proveedor SONDA S.A.
Microsoft Chile S.A.
Ernst & Young
Ingeniería Muñoz SpA
Consultora González y Asociados
Pérez y Pérez Limitada
Servicios Informáticos Rojas y Cía. Ltda.
Universidad Adolfo Ibáñez
la Universidad San Sebastián y el Instituto Profesional Virginio Gómez
lo hicimos con la gente de informática
estamos armando un proyecto
estoy armando la carpeta
la marca de los parlantes
pinté la sede de rosa
Agrupación de Adultos Mayores Flor de Naranjo
San Sebastián de Yumbel y la Cruz de Mayo
queremos comprar hortensias y violetas
un funcionario. Conviene ir temprano
ella es la presidenta y él, el tesorero
esa clave es mía
me gustaría preguntarle algo
las tomas de agua del canal
los marcos de las ventanas
la niña y el niño del taller
se dañó la leña
Chaitén, Curepto y Futaleufú
soi presidnta de la jjvv
nesesito saver el monto maximo
recordatorio conversacional por whatsapp
Paz y victoria para todos
el consuelo es que quedan fondos
una fiesta en homenaje a las mercedes
""".strip().splitlines()

PUBLIC = """
$2.500.000, 43 mil pesos y 500 UTM
Ley 19.862, Ley 21.719, Res. 30/2015, art. 8 bis y Boletín 16.821-19
Res. Ex. 372 de 12-08-2024, DS 7/2023, Decreto 20/2021
cierra a las 23:59 del 16-07-2025
del 16 de junio al 16 de julio de 2025
el 8% FNDR y el 10% de difusión
SDA-001, SDA-009 y F29
llame al 600 360 7777, al 800 123 456 o al 133
www.goredenuble.cl y oficinapartes@goredenuble.cl
entre 60 y 100 puntos, 5 días hábiles
en 2023, 2024 y 2025 no ganamos
mi organización tiene 25 socios y 3 años
512.289 habitantes según el Censo 2024
$4.790.708.902 para 1.613 organizaciones
tope de $22.857.142 por comuna
""".strip().splitlines()


@pytest.mark.parametrize("marked", NAMES)
def test_a_name_is_masked(redactor: Redactor, marked: str) -> None:
    message, expected = values(marked)
    masked = redactor.redact(message)
    assert [message[e.start : e.end] for e in masked.entities] == expected


GIVEN = "Yuleisy Anaiz Zuleyka Rayinray Aidelina Duberney Eglis Kurewen Clodobaldo Wadih".split()
FAMILY = "Aillañir Dolmestch Rabanales Guaquiante Vukovic Rukafil Namunkurá Quezzio".split()
PLACES_OF_NAMES = """
hola, soy {} y quiero postular
{} es la presidenta de la junta de vecinos
mi vecina {} no ha sabido nada
hablé con {} la semana pasada
con {}, el tesorero, hicimos la rendición
la tesorera es {} y no tiene correo
{} firmó la carta de compromiso
Atte. {}
""".strip().splitlines()


@pytest.mark.parametrize("style", [str, str.lower, str.upper])
def test_names_beyond_the_lists_are_masked(redactor: Redactor, style: Callable[[str], str]) -> None:
    left = []
    for i, given in enumerate(GIVEN):
        for j, template in enumerate(PLACES_OF_NAMES):
            name = f"{given} {FAMILY[(i + j) % len(FAMILY)]}"
            redacted = redactor.redact(style(template.format(name))).text
            left += [n for n in name.split() if style(n) in redacted]
    assert len(left) <= 0.05 * 2 * len(GIVEN) * len(PLACES_OF_NAMES), left


@pytest.mark.parametrize("message", NOT_NAMES + PUBLIC)
def test_public_information_and_common_words_survive(redactor: Redactor, message: str) -> None:
    for text in (message, message.lower(), message.upper()):
        assert redactor.redact(text).text == text
