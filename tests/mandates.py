"""Agent cases: who gives the Vollmacht and who gets it, made through the same use cases as in the window."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from lotse_app.demonstration.filling import fill, read_back, save
from lotse_app.demonstration.script import ANSWERS, STROKES
from lotse_app.models.acting import ActingAs
from lotse_app.models.mandate import PRESET
from lotse_app.workflows.mandates import MandateWish
from tests.cases import begin
from tests.desks import WILSDRUFF

if TYPE_CHECKING:
    from lotse_app.models.mandate import KeptMandate
    from lotse_app.workflows.applications import OpenCase
    from tests.desks import Office

V = "/vertretung"
GRANTOR: tuple[tuple[str, Any], ...] = (
    (f"{V}/vollmachtgeber/familienname", "Nowakowa-Žurić"),
    (f"{V}/vollmachtgeber/vornamen", "Hańža Marija"),
    (f"{V}/vollmachtgeber/geburtsdatum", "1958-03-14"),
    (f"{V}/anschrift_vollmachtgeber/strasse", "Dresdner Straße"),
    (f"{V}/anschrift_vollmachtgeber/hausnummer", "12a"),
    (f"{V}/anschrift_vollmachtgeber/plz", "01723"),
    (f"{V}/anschrift_vollmachtgeber/ort", "Wilsdruff"),
)
AGENT: tuple[tuple[str, Any], ...] = (
    (f"{V}/person/familienname", "Wójcik"),
    (f"{V}/person/vornamen", "Měrćin"),
    (f"{V}/anschrift/strasse", "Am Markt"),
    (f"{V}/anschrift/hausnummer", "1"),
    (f"{V}/anschrift/plz", "02625"),
    (f"{V}/anschrift/ort", "Bautzen"),
)
TODAY = date(2026, 11, 20)
WISH = MandateWish(PRESET, TODAY, date(2026, 12, 19))
STEUERAMT = "Stadt Wilsdruff, Steueramt"


def act_as(office: Office, application_id: str, acting: ActingAs) -> OpenCase:
    """Choose who acts."""
    case = office.desk.applications.open(application_id)
    save(office.desk, case.application, case.application.answers, acting=acting)
    return office.desk.applications.open(application_id)


def agent_case(
    office: Office,
    acting: ActingAs = ActingAs.AUTHORISED_PERSON,
    ags: str = WILSDRUFF,
    answers: tuple[tuple[str, Any], ...] = (*GRANTOR, *AGENT),
) -> OpenCase:
    """Return a filled-in case in which someone acts for the person; there is no Vollmacht yet."""
    case = act_as(office, begin(office, ags).id, acting)
    return fill(office.desk, case.application.id, (*answers, *ANSWERS))


def formless_case(office: Office, words: str, ags: str = WILSDRUFF) -> OpenCase:
    """Return a filled-in *Formloser Antrag* for what these words find first, in which someone acts for the person."""
    find = office.desk.find
    cards = (find.card(hit.service_id, ags) for hit in find.find(words))
    card = next(one for one in cards if one.may_start and not one.service.form_id)
    begun = act_as(office, office.desk.applications.begin(card, ags).id, ActingAs.AUTHORISED_PERSON)
    giver = [(pointer.removeprefix(V), one) for pointer, one in GRANTOR]
    own = [(one.replace("vollmachtgeber", "person", 1).replace("anschrift_person", "anschrift"), a) for one, a in giver]
    return fill(office.desk, begun.application.id, (*GRANTOR, *AGENT, *own))


def given(office: Office, case: OpenCase, wish: MandateWish = WISH) -> KeptMandate:
    """Sign the Vollmacht of a case on the pad."""
    mandates = office.desk.mandates
    return mandates.commit(mandates.prepare(case, wish, STROKES))


def under_mandate(office: Office) -> OpenCase:
    """Return an agent case with its Vollmacht, signed on the pad."""
    case = agent_case(office)
    given(office, case)
    return office.desk.applications.open(case.application.id)


def frozen_under(office: Office, case: OpenCase) -> OpenCase:
    """Read back and freeze."""
    case = read_back(office.desk, case.application.id)
    office.desk.freezing.commit(office.desk.freezing.prepare(case))
    return office.desk.applications.open(case.application.id)
