"""The words for what ails people: what one has, is, takes and has been through.

Folded, with the spellings that people use. New words go here; the grammar is in `health.py`.
"""

from __future__ import annotations

from ..phrases import any_phrase

ORGAN = any_phrase(
    r"""mamas?, pechos?, seno, pulmon\w*, estomago, colon, higado, rinon\w*, prostata, utero,
    ovarios?, corazon, cerebro, cadera, columna, espalda, rodillas?, hombros?, vista, ojos?, oidos?,
    piernas?, brazos?, manos?, pies?, tiroides, pancreas, piel, huesos?, vesicula, garganta, sangre,
    presion, memoria, cuello, vejiga, articulaciones, lumbar\w*, ligamentos?, meniscos?, hernia,
    apendice, cataratas?, varices, tendon\w*, munecas?, tobillos?, lengua, nervios, arterias?,
    vertebras?, intestinos?, cuello uterino, medula"""
)
_OF_ORGAN = (
    r"(?:de|del|al|a\sla|a\slos|a\slas|en\sla|en\sel|en\slos|con\sla)\s(?:la\s|los\s|las\s)?"
    rf"{ORGAN}"
)
_LISTED = any_phrase(
    rf"""diabetes, diabetis, diavetis, diavetes, (?:h?ipertension|hiper tension)(?: arterial)?,
    asma, epile[pc]?[sx]+ia, epilepcia, depresion, deprecion, depre, ansiedad, bipolaridad,
    esqui[zs]ofrenia,
    al[zs]h?[aei]+[ih]?m[ei]r, alzh?\w+mer, parkins?on, demencia(?: senil| vascular)?,
    [ck]an[cs]er, tumor\w*, leucemia, linfoma, melanoma, mieloma, glaucoma, carcinoma, metastasis,
    lupus, vih(?: positivo)?, sida, v\.i\.h\.?, hiv, tea, tdah, toc, ela, epoc, irc, acv, avc,
    asperger, autismo, down, paralisis(?: cerebral| facial)?, infarto\w*, derrame(?: cerebral)?,
    trombosis, aneurisma, anemia, anorexia, bulimia, obesidad, sobrepeso, celiaquia, ceguera,
    sordera, hipoacusia, tartamudez, invalidez, minusvalia, discapacidad\w*, discapasidad\w*,
    incapacidad, covid(?:-?19)?, tuberculosis, tbc, hepatitis(?: [abc])?, sifilis, gonorrea,
    vitiligo, psoriasis, insomnio, alcoholismo, drogadiccion, ludopatia, adiccion\w*,
    endometriosis, menopausia, preeclampsia, hernias?, marcapasos, protesis, escoliosis, lumbago,
    ciatica, osteoporosis, artrosis, artritis(?: reumatoidea?)?, cirrosis, abortos?, nodulos?,
    quistes?, labio leporino, fractura\w*, quemaduras?, convulsiones, psicosis, brote psicotico,
    intento de suicidio, hipotiroidismo,
    hipertiroidismo, colesterol(?: alto)?, cataratas?, migranas?, jaquecas?, vertigo, arritmia,
    soplo(?: al corazon)?, neumonia, bronquitis, fibrosis(?: quistica)?, crohn, ulcera\w*, enfisema,
    estres post ?traumatico, silicosis, huntington, esclerosis(?: multiple| lateral\w*)?,
    (?:la |el )?(?:presion|azucar|glucosa)(?: muy)? alta, movilidad reducida, baja vision,
    poca vision, deficit atencional, (?:perdida|falta) de (?:vision|audicion|memoria),
    (?:crisis|ataques?|trastornos?) del? (?:panico|angustia|ansiedad|epilepsia|personalidad\w*),
    trastornos? del espectro autista, espectro autista, condicion del espectro autista,
    trastornos? (?:bipolar|mental|ansios[oa]|depresiv[oa]|psiquiatric[oa]|alimentari[oa]|limite),
    trastornos? del? \w+(?: \w+)?, sindrome (?:de )?\w+, secuelas?(?: de(?:l| un| una)? \w+)?,
    enfermedad\w*(?: {_OF_ORGAN}|(?: de)? \w+(?:ic[oa]s?|al|ales|ar|ares|ente|aras?|unes?))?,
    (?:insuficiencia|falla|dano) (?:renal|cardiac[oa]|hepatic[oa]|respiratori[oa]|cerebral),
    problemas? (?:de salud(?: mental)?|cardiac[oa]s?|renales|respiratorios?|auditivos?|visuales),
    problemas? (?:psiquiatricos?|psicologicos?|neurologicos?|mentales|de aprendizaje|motores),
    (?:problemas?|dolor(?:es)?|dano|lesion|mal|dolencia) {_OF_ORGAN}, mala (?:vista|audicion),
    licencia (?:medica|psiquiatrica|maternal), tratamiento (?:psi\w+|oncologico|medico),
    (?:carnet|credencial) de discapacidad, \d\d?\d? ?(?:%|por ?ciento) de discapacidad"""
)
_LEARNED = (
    r"[a-z]{3,}(?:(?<!visit)itis|plejia|plegia|distrofia|paresia|algia|(?<!ep)(?<!pand)(?<!acad)emia"
    r"|(?<!hipot)(?<!sint)(?<!diagn)(?<!d)osis|(?<!sim)(?<!em)(?<!a)(?<!homeo)patia|fobia)(?!\w)"
)
"""Learned words that no list holds all of: artritis, fibrosis, anemia, neuropatía."""
AILMENT = rf"(?:{_LISTED}|(?!nostalgia|bohemia|eufemia){_LEARNED})"
CONDITION = any_phrase(
    rf"""diabetic@, diavetic@, h?ipertens@, asmatic@, epileptic@, depresiv@, deprimid@, bipolar,
    bipolares, esqui[zs]ofrenic@, autistas?, tea, celiac@, cieg@, sord@, sordomud@, mud@,
    tartamud@, no videntes?, invalid@, minusvalid@, discapacitad@, discapasitad@, descapacitad@,
    lisiad@, coj@, paralitic@, paraplejic@, tetraplejic@, hemiplejic@, postrad@, dializad@,
    trasplantad@, transplantad@, amputad@, operad@(?: {_OF_ORGAN})?, ostomizad@, asperger,
    electrodependientes?, oxigenodependientes?, insulinodependientes?, seropositiv@,
    (?:vih|v\.i\.h\.?|hiv)(?: positiv[oa])?, portador\w? del? \w+, alcoholic@, drogadict@,
    adict@(?: al?(?: la)? \w+)?, e[mn]bara[zs]ad@, prenad@, obes@, anemic@, anorexic@, bulimic@,
    hipotiroide@, neurodivergentes?, neuroatipic@, oncologic@, enfermit@, hospitalizad@,
    internad@, convalecientes?, hemofilic@, demente, cardiac@, hipoacusic@, desahuciad@,
    enferm@(?: (?:terminal|terminales|cronic@|mental|mentales|renal|grave|oncologic@))?,
    enferm@ (?:{_OF_ORGAN}|de \w+), dependientes? sever@, fibromialgic@, contagiad@,
    movilidad reducida, silla de ruedas, (?:dialisis|quimio\w*|radioterapia|rehabilitacion),
    tratamiento (?:psi\w+|oncologico|medico|(?:por|para|contra|de)(?: la| el)? \w+),
    licencia(?: medica| psiquiatrica| maternal)?, prenatal, postnatal, pre natal, post natal,
    estado vegetal, paciente (?:\w+ic[oa]|renal|terminal|mental|postrad[oa]|diabetic[oa]|de \w+)"""
)
MEDICINE = any_phrase(
    r"""sertralina, fluoxetina, paroxetina, escitalopram, citalopram, venlafaxina, quetiapina,
    clona[zs]epam, alprazolam, diazepam, ravotril, lorazepam, zopiclona, litio, carbamazepina,
    lamotrigina, risperidona, olanzapina, aripiprazol, haloperidol, metilfenidato, ritalin,
    acido valproico, valproato, metf\w*mina, insulina, glibenclamida, losartan, enalapril,
    atenolol, amlodipino, hidroclorotiazida, atorvastatina, levotiroxina, eutirox, tramadol,
    morfina, metadona, pregabalina, gabapentina, warfarina, acenocumarol, neosintron,
    (?:anti)?retrovirales, antidepresivos?, ansioliticos?, anticonvulsivantes?, antipsicoticos?,
    quimio(?:terapia)?, radioterapia, corticoides, prednisona, metotrexato, salbutamol, inhalador,
    oxigeno, donepezilo, memantina, levodopa, triterapia, hemodialisis, dialisis, silla de ruedas,
    muletas, andador, baston, burrito, audifonos, marcapasos, protesis, sonda,
    panales(?: de adulto)?, [a-z][a-z][a-z]+(?:pril|artan|statina|zepam|zolam|prazol|oxetina),
    [a-z][a-z][a-z]+(?:formina|idona|cilina|apina|tralina),
    (?:pastillas?|remedios?|medicamentos?|inyeccion(?:es)?)(?: (?:para|por|contra|del?)"""
    r"(?: la| el| los| las| mi)? \w+)?"
)
_ON_ORGAN = rf"(?:{_OF_ORGAN}|(?:la|el|las|los|una?)\s{ORGAN})"
ENDURED = (
    any_phrase(
        """operaron, operar, operan, opero, amputaron, amputar, extirparon, trasplantaron,
        transplantaron, hospitalizaron, internaron, dializan, dializo, dializa"""
    )
    + rf"(?:\s(?:{_ON_ORGAN}|(?:del?|por)\s(?:(?:la|un|una|los)\s)?"
    r"(?!urgencia|ano|mes|semana)[a-z]{4,})"
    r"|(?!\s(?:el|la|los|las|una?)\s))"
)
