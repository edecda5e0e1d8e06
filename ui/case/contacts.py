"""What is done with the form of a contact: see it, save what it holds, erase what was saved."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.desk.citizen import CitizenDesk, Followed
from assistant.desk.contacts.contact import ContactRefused, read_contact
from ui.case.contact_form import ERASE, ERASED, FIELDS, SAVE, SAVED, ContactForm, problems_of


def contact_form(
    citizens: CitizenDesk,
    followed: Followed,
    action: str = "",
    sent: Mapping[str, str] | None = None,
) -> ContactForm:
    """Return the form of the contact of a case, after doing what its button asked for.

    Raises what the methods of `CitizenDesk` do.
    """
    days = citizens.reception.contacts.days
    folio = followed.case.folio
    typed = {name: (sent or {}).get(name, "") for name in FIELDS}
    if action == ERASE:
        said = ERASED if citizens.erase_contact(folio) else "No había un contacto que borrar."
        return ContactForm(days, False, {}, {}, said)
    if action != SAVE:
        return ContactForm(days, followed.has_contact, {}, {})
    try:
        contact = read_contact(*(typed[name] for name in FIELDS))
    except ContactRefused:
        said = "No lo guardamos todavía: revisa lo que se indica."
        return ContactForm(days, followed.has_contact, typed, problems_of(typed), said)
    citizens.leave_contact(folio, contact)
    return ContactForm(days, True, {}, {}, SAVED)
