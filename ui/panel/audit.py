"""The addresses of the audit: the form, and the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fastapi import FastAPI, Request, Response

from assistant.desk.audit.desk import AuditDesk, ExportInCourse
from assistant.desk.audit.justification import WhyRefused
from assistant.desk.audit.period import Period, PeriodRefused
from assistant.desk.permissions import Action, check
from assistant.limits import InputError
from governance.log.decision_log import LogDamaged
from governance.registers.days import day_in_chile
from ui.forms import notice, read_form
from ui.panel.audit_page import AUDIT, audit_page
from ui.panel.case_acts import in_words
from ui.panel.cases import OLD_FORM
from ui.panel.web import panel_page, session_of
from ui.workers import Workers
from ui.zip_file import export_name, zip_response

IN_COURSE = "Otra exportación está en curso. Espera a que termine y vuelve a intentar."
DAMAGED = (
    "El registro fue alterado: le falta su cabeza. No se puede exportar desde aquí; avisa al "
    "encargado de ciberseguridad."
)


@dataclass(frozen=True)
class AuditPages:
    """The export of the log as a page, for whoever may take it."""

    audit: AuditDesk
    workers: Workers

    def add_to(self, panel: FastAPI) -> None:
        """Serve it."""
        address = AUDIT.removeprefix("/panel")
        panel.add_api_route(address, self.show, methods=["GET", "HEAD"])
        panel.add_api_route(address, self.export, methods=["POST"])

    async def show(self, request: Request) -> Response:
        """Show the form."""
        return self._page(request)

    async def export(self, request: Request) -> Response:
        """Hand over the export."""
        session, form = session_of(request), await read_form(request)
        if not session.is_from_our_form(form.get("csrf", "")):
            return self._page(request, OLD_FORM, 403, form)
        try:
            period = Period(read_day(form.get("desde", "")), read_day(form.get("hasta", "")))
            why = form.get("motivo", "")
            file = await self.workers.run(self.audit.export, session.official, why, period)
        except (WhyRefused, PeriodRefused) as error:
            return self._page(request, str(error), 422, form)
        except InputError as error:
            return self._page(request, in_words(error), 422, form)
        except ExportInCourse:
            return self._page(request, IN_COURSE, 409, form)
        except LogDamaged:
            return self._page(request, DAMAGED, 409, form)
        return zip_response(file, export_name(day_in_chile(self.audit.clock())))

    def _page(
        self,
        request: Request,
        words: str = "",
        status: int = 200,
        typed: Mapping[str, str] | None = None,
    ) -> Response:
        session = session_of(request)
        check(session.official, Action.EXPORT_LOG)
        body = audit_page(session, notice(words), typed or {})
        return panel_page("Auditoría", body, session, status)


def read_day(text: str) -> date | None:
    """Return the day that a form or an address says; none when it says none.

    Raises:
        PeriodRefused: it is not a day.
    """
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        day = date.min
    if not 2000 < day.year < 3000:
        raise PeriodRefused("Una de las fechas no es un día. Escríbela como AAAA-MM-DD.")
    return day
