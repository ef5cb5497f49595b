"""From the resident's words to the card of a public service. Finder lane."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lotse_app.models.office import OFFICE_UNKNOWN
from lotse_app.models.public_service import Fact, ServiceCard, Way

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from lotse_app.forms.form import Form
    from lotse_app.models.commune import Commune
    from lotse_app.models.public_service import Hit, PublicService
    from lotse_app.workflows.form_shelf import Forms
    from lotse_app.workflows.ports import Catalogue, Finder

#: Shown where there is no form of the service's own.
FORMLESS_NOTE = (
    "Für diese Leistung ist noch kein Formular hinterlegt. "
    "Ein formloser Antrag auf einer Seite ist möglich. Was fehlt, wird nachgereicht."
)
#: Goes before the reason why not even that is possible.
NO_FORM_NOTE = "Für diese Leistung ist noch kein Formular hinterlegt."


class Finding:
    """Finder and cards. One object serves one lane at a time: the catalogue connection belongs to the finder lane."""

    def __init__(self, catalogue: Catalogue, finder: Finder, forms: Forms) -> None:
        self._catalogue = catalogue
        self._finder = finder
        self._forms = forms

    def find(self, text: str, limit: int = 20) -> tuple[Hit, ...]:
        """Return the best services for what was typed."""
        hits = self._finder.find(text, limit)
        return tuple(replace(hit, has_form=True) if self._forms.offers(hit.service_id) else hit for hit in hits)

    def card(self, service_id: str, ags: str) -> ServiceCard:
        """Return the card of a service in a commune."""
        service = self._catalogue.service(service_id)
        commune = self._catalogue.commune(ags)
        form = self._forms.for_service(service.leika, service.service_id)
        if form is None:
            return _plain_card(service, *self._catalogue.eligible(service_id))
        return _form_card(service, form, commune)

    def communes(self) -> tuple[Commune, ...]:
        """Return the 418 communes in German order."""
        return self._catalogue.communes()

    def communes_of_postcode(self, postcode: str) -> tuple[Commune, ...]:
        """Return the communes of a postcode; several mean that the pilot must ask."""
        return self._catalogue.communes_of_postcode(postcode)

    def attribution(self) -> tuple[tuple[str, str], ...]:
        """Return sources and state dates."""
        return self._catalogue.attribution()


def authority_of(form: Form, commune: Commune) -> str:
    """Return the office as it is addressed: ``Stadt Wilsdruff, Steueramt``; the form may not know it."""
    return f"{commune.title}, {form.authority}" if form.authority else OFFICE_UNKNOWN


def receiver_of(form: Form, commune: Commune, answers: Mapping[str, Any]) -> str:
    """Return who gets the application: the office of the form, else the one the resident named on the page."""
    named = answers.get("stelle")
    return named if not form.authority and isinstance(named, str) and named else authority_of(form, commune)


def _form_card(service: PublicService, form: Form, commune: Commune) -> ServiceCard:
    return ServiceCard(
        service=service,
        authority=authority_of(form, commune),
        facts=form.facts,
        bring=tuple(rule.to_bring for rule in form.evidence),
        ways=form.ways,
        may_start=form.released,
        note="" if form.released else "Dieses Formular ist noch nicht freigegeben: Es druckt nur als Entwurf.",
    )


def _plain_card(service: PublicService, formless: bool, reason: str) -> ServiceCard:  # noqa: FBT001 - as it was answered
    law = (Fact("Rechtsgrundlage", service.law, "LeiKa/OZG 2019"),) if service.law else ()
    situation = (Fact("Lebenslage", service.situation, "LeiKa/OZG 2019"),) if service.situation else ()
    return ServiceCard(
        service=service,
        authority="nicht hinterlegt",
        facts=(*situation, *law),
        bring=(),
        ways=(Way.PAPER,),
        may_start=formless,
        note=FORMLESS_NOTE if formless else f"{NO_FORM_NOTE} {reason}",
        formless=formless,
    )
