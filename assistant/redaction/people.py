"""What people are called instead of by their name: titles, kinship, offices and fields of a form.

Patterns on folded text, for the cues of names.
"""

from __future__ import annotations

from .patterns import any_of

TITLE = any_of(r"don dona d\.? sr sra srta senor senora senorita")
RELATIVE = any_of(
    """hij[oa] hijit[oa] herman[oa] prim[oa] espos[oa] marido mujer mama papa madre padre abuel[oa]
    suegr[oa] vecin[oa] ti[oa] amig[oa] nuer[oa] yerno polol[oa] novi[oa] pareja niet[oa] sobrin[oa]
    cunad[oa] comadre compadre madrina padrino bisniet[oa] hijastr[oa] ahijad[oa] conviviente
    """
)
OFFICE = any_of(
    r"""president[ea] presi vicepresident[ea] tesorer[oa] secretari[oa] pro?secretari[oa] director
    directora dirigent[ea] soci[oa] vecin[oa] encargad[oa] representante apoderad[oa] titular
    coordinador coordinadora evaluador evaluadora monitor monitora tallerista profesor profesora
    profe kinesiolog[oa] enfermer[oa] matron[oa] psicolog[oa] abogad[oa] contador contadora
    arquitect[oa] ingenier[oa] asesor asesora funcionari[oa] ejecutiv[oa] inspector inspectora
    trabajador trabajadora asistente\ssocial sociolog[oa] entrenador entrenadora jef[ea]
    delegad[oa] lonko machi werken pastor pastora dentista medic[oa] notari[oa] concejal concejala
    conserje maestr[oa] postulante beneficiari[oa] proveedor proveedora artista arbitro
    musico cantante
    """
)
FORM = any_of(
    r"""nombres?(?:\s(?:completo|y\sapellidos?|del?\s[a-z]{4,20}(?:\s[a-z]{4,20})?))? apellidos?
    apellido\s(?:paterno|materno) paciente titular firma(?:do)? fdo\.? representante\slegal
    contacto responsable beneficiari[oa] solicitante postulante remitente medico
    """
)
