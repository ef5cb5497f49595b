"""What may be asked besides: preparation, way, residence, language, device. None of it is ever needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox

from lotse_app.models.contact import MOST_KILOMETRES, Details, Device, Gender, Independence, Language
from lotse_app.models.notes import looks_like_a_name
from lotse_app.models.words import DEVICES, LANGUAGES
from lotse_app.ui.kit.blocks import Card
from lotse_app.ui.kit.fields import Field, SearchChoice, TickGroup
from lotse_app.ui.kit.layouts import GRID, FlowRow
from lotse_app.ui.rooms.session_head import combo
from lotse_app.ui.words.session import GENDERS, INDEPENDENCE, SATISFACTION
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from lotse_app.models.commune import Commune
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.find import Finding

MOST_MINUTES = 24 * 60
LONGEST_TAGS = 120


class MoreDetails(Card):
    """Fields of ``Details``."""

    def __init__(self, tasks: Tasks, finding: Finding) -> None:
        super().__init__("Weitere Angaben")
        self.preparation = _number(MOST_MINUTES, " min")
        self.travel = _number(MOST_MINUTES, " min")
        self.distance = _number(MOST_KILOMETRES, " km")
        self.gender = combo(GENDERS)
        self.residence = SearchChoice()
        self._residence = ""
        self._offered = False
        self.language = combo(LANGUAGES)
        self.independence = combo(INDEPENDENCE)
        self.satisfaction = QComboBox()
        self.satisfaction.addItems(SATISFACTION)
        self.devices = TickGroup("Gerät", [(one.value, word) for one, word in DEVICES.items()], first_key=None)
        self.tags = QLineEdit()
        self.tags.setMaxLength(LONGEST_TAGS)
        self._gender_field = Field("Geschlecht", self.gender)
        self._tags_field = Field("Förderkennzeichen", self.tags, "Mit Komma trennen.")
        self._had: tuple[str, ...] = ()
        self._lay_out()
        self.tags.textChanged.connect(self._look_at_tags)
        tasks.run(LaneName.FINDER, finding.communes, self, self._offer)

    def show_details(self, details: Details) -> None:
        """Fill the fields."""
        self.preparation.setValue(details.preparation)
        self.travel.setValue(details.travel)
        self.distance.setValue(details.distance)
        self.gender.setCurrentIndex(self.gender.findData(details.gender.value))
        self._residence = details.residence
        self.residence.set_value(details.residence)
        self.language.setCurrentIndex(self.language.findData(details.language.value))
        self.independence.setCurrentIndex(self.independence.findData(details.independence.value))
        self.satisfaction.setCurrentIndex(details.satisfaction)
        self.devices.set_values({one.value for one in details.devices})
        self._had, text = details.tags, ", ".join(details.tags)
        self.tags.setMaxLength(max(LONGEST_TAGS, len(text)))  # what came with a list may be longer, and stays
        self.tags.setText(text)

    def details(self) -> Details:
        """Return what was entered."""
        ticked = set(self.devices.values)
        return Details(
            gender=Gender(self.gender.currentData()),
            residence=self.residence.value if self._offered else self._residence,
            language=Language(self.language.currentData()),
            devices=tuple(one for one in Device if one.value in ticked),
            independence=Independence(self.independence.currentData()),
            satisfaction=self.satisfaction.currentIndex(),
            preparation=self.preparation.value(),
            travel=self.travel.value(),
            distance=self.distance.value(),
            tags=tuple(tag for tag in self._typed_tags() if tag in self._had or not looks_like_a_name(tag)),
        )

    def ask_of_person(self, *, single: bool) -> None:
        """Show the gender unless it is counted by heads or nobody was there."""
        self._gender_field.setVisible(single)

    def _lay_out(self) -> None:
        work, person = FlowRow(2 * GRID), FlowRow(2 * GRID)
        for label, widget in (
            ("Vorbereitung", self.preparation), ("Weg, hin und zurück", self.travel), ("Strecke", self.distance),
        ):  # fmt: skip
            work.add(Field(label, widget))
        work.add(self._tags_field)
        person.add(self._gender_field)
        for label, choice in (
            ("Wohnort", self.residence), ("Sprache", self.language), ("Selbstständigkeit", self.independence),
            ("Zufriedenheit", self.satisfaction),
        ):  # fmt: skip
            person.add(Field(label, choice))
        self.body.addWidget(work)
        self.body.addWidget(person)
        self.body.addWidget(self.devices)

    def _typed_tags(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(tag for part in self.tags.text().split(",") if (tag := part.strip())))

    def _look_at_tags(self) -> None:
        """Warn at once: tags travel, and are filters of published figures."""
        named = next((tag for tag in self._typed_tags() if looks_like_a_name(tag)), "")
        said = f"„{named}“ sieht aus wie ein Name und wird nicht gespeichert. Bitte nur das Kennzeichen eintragen."
        self._tags_field.set_problem(said if named else "")

    def _offer(self, communes: tuple[Commune, ...]) -> None:
        self._offered = True
        self.residence.set_options([(one.ags, one.name) for one in communes])
        self.residence.set_value(self._residence)


def _number(most: int, unit: str) -> QSpinBox:
    box = QSpinBox()
    box.setRange(0, most)
    box.setSuffix(unit)
    return box
