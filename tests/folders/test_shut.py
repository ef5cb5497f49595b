"""A data folder that may not be read, for example after a first start as root, is said and no crash."""

from __future__ import annotations

from pathlib import Path
from typing import Never

import pytest

from lotse_app.bootstrap import clear_left_practice, finish_wipe
from lotse_app.ground import DataFolder
from lotse_app.models.problems import Code, ProblemError
from lotse_app.overriding import override
from lotse_app.paths import Places


class Shut(type(Path())):  # type: ignore[misc]  # which class a path is of depends on the system
    """A path below a folder that may not be entered; root, as whom tests may run, enters all real ones."""

    @override
    def exists(self) -> Never:
        raise PermissionError(13, "Permission denied")


def _unloaded(*_places: object) -> Never:
    message = "nothing of the store is loaded to say this"
    raise AssertionError(message)


def test_whether_there_is_a_store_is_refused_with_the_right_that_is_missing() -> None:
    folder = DataFolder(Places(Shut("daten")), _unloaded, _unloaded)
    with pytest.raises(ProblemError) as refusal:
        folder.occupied()
    assert refusal.value.problem.code is Code.FOLDER_READ_ONLY


def test_what_was_left_of_a_practice_or_a_wipe_does_not_stop_the_window_that_says_so(tmp_path: Path) -> None:
    clear_left_practice(Places(Shut("daten")))
    finish_wipe(Places(Shut("daten")))
    Places(tmp_path).practice.mkdir(parents=True)  # the control: where it may be read it is cleared
    clear_left_practice(Places(tmp_path))
    assert not Places(tmp_path).practice.exists()
