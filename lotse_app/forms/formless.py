"""The Formloser Antrag: one form for every service that has none of its own (ADR 0010)."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lotse_app.forms.editing import edit, initial
from lotse_app.models.laws import kind_of

if TYPE_CHECKING:
    from lotse_app.forms.form import Form
    from lotse_app.models.laws import LawKind
    from lotse_app.models.public_service import PublicService, SignatureRule

FORMLESS = "formloser-antrag"
#: Where the name of the service stands in the answers: a value on a line of its own, read-only.
SERVICE_NAME = "/leistung"
#: What a person brings instead of asking for it, and what then is asked for.
_BROUGHT = {
    "schlichtungsverfahren": "",
    "beschwerde": "Prüfung meiner Beschwerde",
    "petition": "Behandlung meiner Petition",
}


def first_answers(form: Form, service_name: str) -> dict[str, Any]:
    """Return the answers a new application begins with; the Formloser Antrag names its service."""
    answers = initial(form)
    return edit(form, answers, SERVICE_NAME, requested(service_name)) if form.id == FORMLESS else answers


def requested(service_name: str) -> str:
    """Return what stands below *Hiermit beantrage ich*: nobody applies for a complaint, but for its being looked into.

    Names of LeiKa otherwise say what one gets; the exclusion table sees to that (ADR 0010).
    """
    folded = service_name.casefold()
    what = next((words for name, words in _BROUGHT.items() if name in folded), "")
    return f"{what}: {service_name}" if what else service_name


def fitted(form: Form, service: PublicService) -> Form:
    """Return the form as it is for a service: law with its kind, Sozialleistung and signature are those of the service.

    A form of a service's own says these itself and comes back as it is. The same service always gives the same
    object, so that what is compiled from a form is compiled once.
    """
    if form.id != FORMLESS:
        return form
    kind = kind_of(service.law, service.leika, social_benefit=service.social_benefit)
    law = service.law or form.law
    return _fitted(form, law, service.signature, kind, social_benefit=service.social_benefit)


@lru_cache(maxsize=64)
def _fitted(form: Form, law: str, signature: SignatureRule, kind: LawKind, *, social_benefit: bool) -> Form:
    return replace(form, law=law, signature=signature, social_benefit=social_benefit, law_kind=kind)
