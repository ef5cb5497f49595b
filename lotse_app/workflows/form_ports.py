"""What the use cases ask of the store about imported forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.models.kept_form import FormDocuments, KeptForm
    from lotse_app.models.operation import Operation


class FormRows(Protocol):
    """Imported forms. Store lane."""

    def all_kept(self) -> tuple[KeptForm, ...]:
        """Return all imported forms without their documents, the newest first."""
        ...

    def get(self, row_id: str) -> KeptForm:
        """Return one imported form. Raises RECORD_MISSING."""
        ...

    def documents(self, row_id: str) -> FormDocuments:
        """Return the documents of a form. Raises RECORD_MISSING."""
        ...

    def keep(self, kept: KeptForm, documents: FormDocuments, operations: Sequence[Operation]) -> None:
        """Write an imported form."""
        ...

    def change_state(self, kept: KeptForm, operations: Sequence[Operation]) -> None:
        """Write state and release of a form. Raises RECORD_MISSING."""
        ...

    def delete(self, row_id: str, operations: Sequence[Operation]) -> None:
        """Delete a form no Vorgang was begun with. Raises RECORD_MISSING, FORM_IN_USE."""
        ...
