"""Errors of the API, in Spanish, as RFC 9457 (`application/problem+json`).

Nothing that a caller sent is ever repeated in a problem: the text of a person must not travel to
whoever reads the errors.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"
ADDRESS = "/api/v1/problemas/"


@dataclass(frozen=True)
class Kind:
    """A kind of problem: its HTTP status, what it is, and what to do about it."""

    status: int
    title: str
    remedy: str


KINDS: Mapping[str, Kind] = {
    "json-invalido": Kind(
        400,
        "El cuerpo no es JSON válido",
        'Envía un objeto JSON en UTF-8, por ejemplo {"text": "¿quién puede postular?"}.',
    ),
    "sin-autorizacion": Kind(
        401,
        "Falta la autorización de funcionario",
        "Envía la cabecera «Authorization: Bearer …» con tu clave personal o la clave común de "
        "funcionarios. Para preguntar sin clave, usa la audiencia «ciudadania».",
    ),
    "sesion-terminada": Kind(
        401, "Tu sesión no está abierta", "Entra en /panel/entrar y vuelve a intentar."
    ),
    "audiencia-no-habilitada": Kind(
        403,
        "La audiencia «funcionarios» no está habilitada",
        "Esta instalación no tiene cargos con clave personal («asistente staff add») ni clave "
        "común (ASISTENTE_STAFF_TOKEN). Usa la audiencia «ciudadania».",
    ),
    "falta-clave-personal": Kind(
        403,
        "Para eso hace falta tu clave personal",
        "La clave común no dice quién eres: usa tu clave personal. La entrega quien administra, "
        "con «asistente staff add».",
    ),
    "sin-rol": Kind(
        403,
        "Tu cargo no tiene el rol para hacer eso",
        "Pídelo a quien administra las cuentas. Aprueba, rechaza y observa sistemas quien tiene el "
        "rol «subcomite» (art. 3 de la política).",
    ),
    "origen-ajeno": Kind(
        403, "La solicitud viene de otro sitio", "Hazla desde las páginas de este servidor."
    ),
    "ruta-desconocida": Kind(
        404, "Esa dirección no existe", "Revisa las rutas en /api/v1/openapi.json."
    ),
    "conversacion-desconocida": Kind(
        404,
        "No hay una conversación con ese identificador",
        "Puede que haya vencido su plazo de conservación. "
        "Crea otra con POST /api/v1/conversations.",
    ),
    "sistema-desconocido": Kind(
        404,
        "No hay un sistema con ese identificador",
        "Mira los que hay en GET /api/v1/systems; se escriben como SDA-004.",
    ),
    "clasificacion-desconocida": Kind(
        404,
        "El sistema no tiene esa versión de la clasificación",
        "Mira las que tiene en GET /api/v1/systems/{id}.",
    ),
    "caso-desconocido": Kind(
        404,
        "No hay un caso con ese número",
        "Puede que haya vencido su plazo de conservación. Mira los abiertos en GET /api/v1/cases.",
    ),
    "folio-desconocido": Kind(
        404,
        "Ese folio no existe",
        "Revisa que esté completo. Puede que haya vencido su plazo de conservación. Si lo "
        "perdiste, pide una persona con «derivar».",
    ),
    "peticion-desconocida": Kind(
        404,
        "No hay una petición con ese identificador",
        "Puede que se haya borrado con su caso. Mira las que hay en GET /api/v1/requests.",
    ),
    "vacio-desconocido": Kind(
        404,
        "No hay un vacío ni una respuesta publicada con ese identificador",
        "Puede que alguien ya lo decidiera. Mira los que hay en GET /api/v1/gaps y en "
        "GET /api/v1/gaps/published.",
    ),
    "cargo-desconocido": Kind(
        404,
        "No hay un cargo con ese identificador",
        "Mira los que hay en GET /api/v1/accounts; se escriben como F-003.",
    ),
    "metodo-no-permitido": Kind(
        405,
        "Esa dirección no admite ese método",
        "La cabecera Allow dice cuáles admite; el detalle está en /api/v1/openapi.json.",
    ),
    "conversacion-cerrada": Kind(
        409, "La conversación terminó", "Crea otra con POST /api/v1/conversations."
    ),
    "acto-rechazado": Kind(
        409,
        "Una regla de la política se opone a ese acto",
        "Revisa el estado del sistema en GET /api/v1/systems/{id}.",
    ),
    "documento-no-disponible": Kind(
        409,
        "El documento no se puede escribir con lo que hay",
        "El registro sigue completo: míralo en GET /api/v1/systems/{id}.",
    ),
    "caso-cambio": Kind(
        409,
        "El caso no está como para hacer eso",
        "Míralo de nuevo: otra persona pudo cambiarlo.",
    ),
    "sin-caso": Kind(
        409,
        "En esta conversación nadie pidió una persona",
        "Envía el turno «derivar» y vuelve a intentar.",
    ),
    "sin-contacto": Kind(
        409, "No hay un contacto guardado", "La persona no lo dejó, lo borró o venció su plazo."
    ),
    "contacto-ilegible": Kind(
        409,
        "El contacto no se puede leer",
        "Quien opera el asistente tiene que restaurar la clave de los contactos.",
    ),
    "exportacion-en-curso": Kind(
        409,
        "Otra exportación del registro está en curso",
        "Espera a que termine y vuelve a intentar.",
    ),
    "sin-respuesta": Kind(
        409,
        "Sobre ese mensaje no se puede opinar",
        "Se opina de los mensajes del asistente que traen «decision_id»; su «id» está en "
        "GET /api/v1/conversations/{id}.",
    ),
    "opinion-cambio": Kind(
        409,
        "La opinión no está como la leíste",
        "Léela de nuevo en GET /api/v1/opiniones.",
    ),
    "vacio-cambio": Kind(
        409,
        "El vacío no está como lo viste",
        "Míralo de nuevo en GET /api/v1/gaps: otra persona pudo decidirlo.",
    ),
    "cuenta-rechazada": Kind(
        409,
        "Eso no se puede hacer con la cuenta",
        "Mira cómo está en GET /api/v1/accounts.",
    ),
    "texto-largo": Kind(413, "El texto es demasiado largo", "Acórtalo o envíalo en partes."),
    "cuerpo-grande": Kind(
        413, "El cuerpo es demasiado grande", "Envía a lo más 64 KB por solicitud."
    ),
    "tipo-no-admitido": Kind(
        415,
        "El cuerpo no viene declarado como JSON",
        "Envía la cabecera «Content-Type: application/json».",
    ),
    "datos-invalidos": Kind(
        422,
        "Falta un dato o no es del tipo esperado",
        "Revisa «errores»; el formato está en /api/v1/openapi.json.",
    ),
    "contacto-invalido": Kind(
        422,
        "Con ese contacto no se puede llegar a ti",
        "Deja un teléfono con sus 9 números o un correo; el nombre es opcional.",
    ),
    "borrador-rechazado": Kind(
        422,
        "El borrador no se puede publicar así",
        "Corrige lo que dice «errores». POST /api/v1/gaps/check muestra cada frase.",
    ),
    "justificacion-corta": Kind(
        422,
        "La justificación dice muy poco",
        "Escribe en «why» para qué lo necesitas, en una frase. Queda registrado.",
    ),
    "periodo-invalido": Kind(
        422, "El período termina antes de empezar", "Revisa «since» y «until»."
    ),
    "texto-vacio": Kind(422, "El texto llegó vacío", "Escribe una pregunta en «text»."),
    "solicitud-invalida": Kind(
        400, "La solicitud no se entiende", "El formato está en /api/v1/openapi.json."
    ),
    "demasiadas-solicitudes": Kind(
        429,
        "Demasiadas solicitudes desde la misma dirección",
        "Espera los segundos que dice la cabecera Retry-After y vuelve a intentar.",
    ),
    "error-interno": Kind(
        500,
        "El asistente tuvo un error interno",
        "Tu mensaje no se guardó fuera de la conversación. Vuelve a intentar; "
        "si sigue, contacta a la institución.",
    ),
    "ocupado": Kind(
        503,
        "El asistente está atendiendo a demasiadas personas",
        "Espera los segundos que dice la cabecera Retry-After y vuelve a intentar.",
    ),
    "no-publicado": Kind(
        503,
        "La base de conocimiento no tomó el cambio",
        "Todo quedó como estaba. Puede haber otra ingesta en curso: espera un momento y vuelve a "
        "intentar. Si sigue, pide que ejecuten «asistente doctor».",
    ),
    "registro-alterado": Kind(
        503,
        "El registro de decisiones fue alterado",
        "Avisa a quien opera el asistente: debe ejecutar «asistente log verify».",
    ),
    "no-registrado": Kind(
        503,
        "No se pudo anotar la decisión",
        "Todo quedó como estaba. Espera un momento y vuelve a intentar.",
    ),
}


class ProblemError(Exception):
    """The API refuses a request; raised with the kind of problem and what to do."""

    def __init__(
        self,
        kind: str,
        detail: str = "",
        headers: Mapping[str, str] | None = None,
        errors: Sequence[Mapping[str, str]] = (),
    ) -> None:
        """Name the problem; without `detail`, the remedy of its kind is shown."""
        super().__init__(kind)
        self.kind = kind
        self.detail = detail
        self.headers = headers
        self.errors = errors


def problem(
    kind: str,
    detail: str = "",
    headers: Mapping[str, str] | None = None,
    errors: Sequence[Mapping[str, str]] = (),
) -> Response:
    """Return the response for a kind of problem.

    >>> problem("texto-vacio").status_code
    422
    """
    described = KINDS[kind]
    body: dict[str, object] = {
        "type": ADDRESS + kind,
        "title": described.title,
        "status": described.status,
        "detail": detail or described.remedy,
    }
    if errors:
        body["errores"] = list(errors)
    return Response(
        json.dumps(body, ensure_ascii=False),
        described.status,
        {"Cache-Control": "no-store", **(headers or {})},
        MEDIA_TYPE,
    )
