"""Files for one reader: what another library opens and seals, and nothing else."""

from __future__ import annotations

import json

import pytest
from joserfc import jwe
from joserfc.jwk import OKPKey

from lotse_app.models.carrying import EnvelopeError
from lotse_app.models.jws import letters, octets
from lotse_app.vault.envelopes import Envelopes

_ALGORITHMS = ["ECDH-ES", "A256GCM"]


def pair() -> tuple[OKPKey, bytes, bytes]:
    key = OKPKey.generate_key("X25519")
    jwk = key.as_dict(private=True)
    return key, octets(str(jwk["d"])), octets(str(jwk["x"]))


def test_what_is_sealed_here_is_opened_by_another_library_and_the_other_way_round() -> None:
    key, secret, public = pair()
    made = Envelopes().seal(b"Ein Satz", public, "brief", "leser")
    opened = jwe.decrypt_compact(made, key, algorithms=_ALGORITHMS)
    assert (opened.plaintext, opened.protected["typ"], opened.protected["kid"]) == (b"Ein Satz", "brief", "leser")

    head = {"alg": "ECDH-ES", "enc": "A256GCM", "typ": "brief"}
    theirs = jwe.encrypt_compact(head, b"Antwort", key, algorithms=_ALGORITHMS).encode()
    assert Envelopes().open(theirs + b"\n", secret, "brief") == b"Antwort"


def test_anything_else_is_no_such_file() -> None:
    _, secret, public = pair()
    _, other, _ = pair()
    made = Envelopes().seal(b"Ein Satz", public, "brief", "leser")
    parts = made.split(b".")
    headless = letters(json.dumps({"alg": "ECDH-ES", "enc": "A256GCM", "typ": "brief"}).encode()).encode()
    no_object = letters(b"[]").encode()
    wrong = [
        b"",
        b"\xff.....",
        made[:-9],
        b".".join([*parts[:1], b"x", *parts[2:]]),
        b".".join([*parts[:4], b"AAAAAAAAAAAAAAAAAAAAAA"]),
        b".".join([headless, *parts[1:]]),
        b".".join([no_object, *parts[1:]]),
    ]

    for content in wrong:
        with pytest.raises(EnvelopeError):
            Envelopes().open(content, secret, "brief")
    for key, kind in ((other, "brief"), (secret, "karte")):
        with pytest.raises(EnvelopeError):
            Envelopes().open(made, key, kind)
    assert Envelopes().open(made, secret, "brief") == b"Ein Satz"
