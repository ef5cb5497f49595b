"""The card *Kommt später* of the settings: what this version cannot do says so."""

from __future__ import annotations

from lotse_app.ui.kit.blocks import Body, Card, Heading

_LATER = (
    (
        "Sprache",
        (
            "Obersorbisch: Noch hat niemand die Texte geprüft. Darum bietet die Ansicht für die Person es nicht an. "
            "Einfache Sprache steht dort; ungeprüfte Texte sind so gekennzeichnet."
        ),
    ),
)


class LaterCard(Card):
    """Names what comes later."""

    def __init__(self) -> None:
        super().__init__("Kommt später")
        for title, words in _LATER:
            self.body.addWidget(Heading(title, 3))
            self.body.addWidget(Body(words))
