"""250 % text at 1280 x 720 and at 800 x 520 where a Vorgang is worked on: post, Vollmacht, persons, Wohnsitz."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from lotse_app.demonstration.filling import save
from lotse_app.demonstration.script import STROKES
from lotse_app.forms.editing import add_item, edit
from lotse_app.models.acting import ActingAs
from lotse_app.ui.find.anything import FindView
from lotse_app.ui.frame.crash_window import CrashDialog
from lotse_app.ui.post.case_post import CasePostView
from lotse_app.ui.rooms.applications import ApplicationsRoom
from lotse_app.ui.rooms.room import POST, RoomName
from tests.desks import WILSDRUFF
from tests.mandates import AGENT, GRANTOR
from tests.ui.kit.crowding import laid_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from lotse_app.ui.application.wizard import ApplicationWizard
    from lotse_app.ui.frame.window import MainWindow
    from lotse_app.ui.kit.theme import Appearance
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk


def test_post_vom_amt_is_laid_out(
    window: MainWindow, calm: Callable[[], None], on_paper: str, size: tuple[int, int]
) -> None:
    window.enter(RoomName.APPLICATIONS, f"{POST}{on_paper}")
    calm()
    assert (window.width(), window.height()) == size
    room = window.room(RoomName.APPLICATIONS)
    assert isinstance(room, ApplicationsRoom)
    view = room.case
    assert isinstance(view, CasePostView)
    found = {"Stand": laid_out(window)}
    view.show_form()
    calm()
    found["Brief"] = laid_out(window)
    view.form.kind.set_value("rueckfrage")
    calm()
    found["Rückfrage"] = laid_out(window)
    assert {key: bad for key, bad in found.items() if bad} == {}


def begin_as_agent(desk: Desk) -> str:
    """Begin a dog tax application that an authorised person makes. Store lane."""
    hit = desk.find.find("Hund anmelden")[0]
    begun = desk.applications.begin(desk.find.card(hit.service_id, WILSDRUFF), WILSDRUFF)
    save(desk, begun, begun.answers, acting=ActingAs.AUTHORISED_PERSON)
    case = desk.applications.open(begun.id)
    answers = case.application.answers
    for pointer, value in (*GRANTOR, *AGENT):
        answers = edit(case.form, answers, pointer, value)
    save(desk, case.application, answers)
    return begun.id


def test_the_vollmacht_is_laid_out_before_and_after_it_is_given(
    window: MainWindow, begun: Callable[..., ApplicationWizard], calm: Callable[[], None]
) -> None:
    wizard = begun(begin_as_agent)
    assert wizard.pages is not None
    found = {}
    for step in ("formular:vertretung", "vollmacht"):
        wizard.show_step(step)
        calm()
        found[step] = laid_out(window)
    view = wizard.pages.mandate
    view.form.pad.set_strokes(STROKES)
    wizard.next_button.click()
    calm()
    assert wizard.editing is not None
    assert wizard.editing.case.mandate is not None
    wizard.show_step("vollmacht")
    calm()
    found["gegeben"] = laid_out(window)
    view.card.revoke.click()
    calm()
    found["widerrufen?"] = laid_out(window)
    assert {key: bad for key, bad in found.items() if bad} == {}


def begin_registration(desk: Desk) -> str:
    """Begin the Anmeldung eines Wohnsitzes, moved in long ago, to where one lived before. Store lane."""
    hit = desk.find.find("Umzug anmelden Wohnsitz")[0]
    begun = desk.applications.begin(desk.find.card(hit.service_id, WILSDRUFF), WILSDRUFF)
    case = desk.applications.open(begun.id)
    answers = add_item(case.form, case.application.answers, "/personen")
    address = {"strasse": "Salomon-Gottlob-Frentzel-Straße", "hausnummer": "1", "plz": "01723", "ort": "Wilsdruff"}
    for pointer, value in (
        ("/einzugsdatum", "2026-10-01"),
        ("/wohnungsart", "haupt"),
        ("/zuzug_aus", "inland"),
        *(
            (f"/{which}/{name}", one)
            for which in ("neue_anschrift", "bisherige_anschrift")
            for name, one in address.items()
        ),
        ("/personen/0/vertretung", "andere"),
        ("/personen/0/familienstand", "verheiratet"),
        ("/personen/0/ehegatte_in_liste", False),
    ):
        answers = edit(case.form, answers, pointer, value)
    save(desk, case.application, answers)
    return begun.id


def test_every_step_of_the_anmeldung_is_laid_out(
    window: MainWindow, begun: Callable[..., ApplicationWizard], calm: Callable[[], None]
) -> None:
    wizard = begun(begin_registration)
    assert wizard.editing is not None
    found = {}
    for step in wizard.editing.steps:
        wizard.show_step(step.key)
        calm()
        found[step.key] = laid_out(window)
    assert {key: bad for key, bad in found.items() if bad} == {}


def test_a_person_and_what_is_deleted_are_laid_out(
    qtbot: QtBot,
    tasks: Tasks,
    large: Appearance,
    calm: Callable[[], None],
    desk: Desk,
    on_paper: str,
    size: tuple[int, int],
) -> None:
    assert large.scale == 250
    assert on_paper
    view = FindView(desk, tasks)
    qtbot.addWidget(view)
    view.resize(size[0], size[1] - 80)
    view.show()
    view.start()
    view.words.setText("Nowakowa-Žurić 14.3.1958")
    calm()
    found = {"Suche": laid_out(view)}
    view._take()
    calm()
    found["Person"] = laid_out(view)
    assert view._person is not None
    view._person.delete.click()
    calm()
    found["löschen"] = laid_out(view)
    assert {key: bad for key, bad in found.items() if bad} == {}


def test_the_dialog_of_a_crash_is_laid_out_and_no_larger_than_the_screen(
    qtbot: QtBot, large: Appearance, calm: Callable[[], None], size: tuple[int, int]
) -> None:
    assert large.scale == 250
    below = QWidget()
    qtbot.addWidget(below)
    below.resize(*size)
    below.show()
    dialog = CrashDialog("Zeile\n" * 30, below)
    qtbot.addWidget(dialog)
    dialog.resize(*size)
    dialog.show()
    calm()
    assert laid_out(dialog) == []
    assert (dialog.width(), dialog.height()) == size, "it needs no more room than there is"
