"""Alternatives of a form in its page: what was chosen is shown, and a question both have is the one that is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lotse_app.forms.editing import edit
from lotse_app.forms.engine import next_state
from lotse_app.ui.form.choosing import RadioEditor
from lotse_app.ui.form.step_page import FormStepPage
from tests.forms.building import TODAY, make_form

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from lotse_app.ui.form.control import ControlView
    from lotse_app.ui.form.edits import Edit
    from lotse_app.ui.kit.theme import Appearance

NAME = {"type": "string", "title": "Name"}
NUMBER = {"type": "integer", "title": "Nummer"}
CLUB = {"title": "Ein Verein", "type": "object", "properties": {"name": NAME}, "required": ["name"]}
HUMAN = {
    "title": "Ein Mensch",
    "type": "object",
    "properties": {"name": {**NAME, "title": "Rufname"}, "alter": NUMBER},
    "required": ["alter"],
}
FORM = make_form(
    {"type": "object", "properties": {"halter": {"title": "Halter", "oneOf": [CLUB, HUMAN]}}, "required": ["halter"]},
    {"type": "VerticalLayout", "elements": [{"type": "Control", "scope": "#/properties/halter"}]},
)


class _Desk:
    """Keeps the answers of a page, as the application does."""

    def __init__(self, qtbot: QtBot) -> None:
        self.answers: dict[str, Any] = {}
        self.state = next_state(FORM, None, {}, frozenset(), TODAY)
        self.page = FormStepPage(self.state.steps[0])
        qtbot.addWidget(self.page)
        self.page.edited.connect(self.take)
        self.page.resize(1100, 500)
        self.page.show()

    def take(self, change: Edit) -> None:
        """Take an edit."""
        self.answers = edit(FORM, self.answers, change.pointer, change.value, TODAY)
        self.state = next_state(FORM, self.state, self.answers, frozenset(), TODAY)
        self.page.show_state(self.state.steps[0])

    def seen(self) -> list[str]:
        """Return the labels of the questions that can be seen."""
        return [one.state.label for one in self.page.controls() if one.isVisibleTo(self.page)]

    def control(self, pointer: str) -> ControlView:
        """Return the question at a place."""
        found = self.page.control(pointer)
        assert found is not None
        return found

    def choose(self, at: int) -> None:
        """Click one of the alternatives."""
        editor = self.control("/halter/x-auswahl").editor
        assert isinstance(editor, RadioEditor)
        editor.buttons[at].click()


def test_choosing_an_alternative_shows_its_questions(qtbot: QtBot, appearance: Appearance) -> None:
    assert appearance.scale == 100
    desk = _Desk(qtbot)
    assert desk.seen() == ["Auswahl"]
    desk.choose(0)
    assert desk.seen() == ["Auswahl", "Name"]
    desk.choose(1)
    assert desk.seen() == ["Auswahl", "Rufname", "Nummer"]
    assert desk.answers == {"halter": {"x-auswahl": "1"}}


def test_a_question_that_both_have_is_gone_to_where_it_is_seen(qtbot: QtBot, appearance: Appearance) -> None:
    assert appearance.scale == 100
    desk = _Desk(qtbot)
    desk.choose(1)
    assert desk.control("/halter/name").state.label == "Rufname"
    desk.page.mark("/halter/name", "Bitte noch einmal ansehen")
    assert desk.page.go_to("/halter/name")
    desk.choose(0)
    assert desk.control("/halter/name").state.label == "Name"
