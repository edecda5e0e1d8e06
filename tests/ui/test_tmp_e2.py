from datetime import date
from tests.ui.office import Office
from assistant.desk.gap_draft import Draft
def test_x(office: Office) -> None:
    folio = office.asks()[1]
    d = Draft("Titulo", f"Puedes mirar {folio} ahora.", (f"mi folio es {folio}?",), date(2027,1,1))
    print(office.assistant.gaps.findings(d))
