"""What schemathesis looks at besides its own checks (``SCHEMATHESIS_HOOKS``): nothing of a foreign station gets out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import schemathesis

if TYPE_CHECKING:
    from schemathesis import Case, CheckContext, Response


@schemathesis.check
def nothing_of_a_foreign_station(_context: CheckContext, response: Response, _case: Case[Any]) -> None:
    """Hold that no answer has the mark of the foreign station's records, and each that of the portal."""
    assert os.environ["LOTSE_FOREIGN"].encode() not in response.content
    assert "x-lotse" in {name.lower() for name in response.headers}
