"""Turns the services into the finder's index: character grams with weights, and a prior a service.

Cosine of TF-IDF over the 3- and 4-grams of words: German inflection, compounds and typing errors all leave most
grams of a word in place (ADR 0006). The prior holds only what the key and the catalogue's structure say.
"""

from __future__ import annotations

import math
import sys
from array import array
from collections import Counter
from typing import TYPE_CHECKING

from lotse_app.catalogue.german import BEGINNING, FUNCTION_WORDS, grams, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Row = dict[str, str]

#: The fields that are searched, with their weight; a word counts once, at its best place.
FIELDS = (("name", 1.0), ("ozg_service", 0.5), ("situation", 0.2))
#: Grams in more than this share of the services tell nothing and cost most.
COMMON = 0.2
#: The greatest weight of a gram is stored in 1/60,000, the others in 1/255 of it: three bytes a posting.
PEAK_SCALE = 60_000
WEIGHT_SCALE = 255


def index_blobs(services: Sequence[Row], audiences: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Yield the named arrays of the finder's index; services keep their order.

    ``beginnings`` of words and ``grams`` (text, one a line), ``starts`` (uint32, where the postings of each gram begin,
    and their end), ``postings`` (uint16 places of services), ``weights`` (uint8) with ``peaks`` (uint16, one a gram),
    ``prior`` (uint16, thousandths).
    """
    places, found = _postings(services)
    keys = sorted(places)
    starts, postings, weights, peaks = array("I", [0]), array("H"), array("B"), array("H")
    for key in keys:
        peak = max(found[key])
        peaks.append(round(peak * PEAK_SCALE))
        postings.extend(places[key])
        weights.extend(round(weight / peak * WEIGHT_SCALE) for weight in found[key])
        starts.append(len(postings))
    yield "beginnings", "\n".join(sorted(beginnings(services))).encode()
    yield "grams", "\n".join(keys).encode()
    yield "starts", little(starts)
    yield "postings", little(postings)
    yield "weights", little(weights)
    yield "peaks", little(peaks)
    yield "prior", little(array("H", (round(1000 * prior) for prior in priors(services, audiences))))


def beginnings(services: Sequence[Row]) -> frozenset[str]:
    """Return how the longer words of the catalogue begin."""
    found = {word for service in services for field, _ in FIELDS for word in words(service[field])}
    return frozenset(word[:BEGINNING] for word in found if len(word) >= BEGINNING)


def little(values: array[int]) -> bytes:
    """Return the numbers in little-endian order, whatever the machine."""
    if sys.byteorder == "big":
        values = array(values.typecode, values)
        values.byteswap()
    return values.tobytes()


def _counts(service: Row) -> Counter[str]:
    counts: Counter[str] = Counter()
    seen = set(FUNCTION_WORDS)
    for field, weight in FIELDS:
        for word in words(service[field]):
            if word not in seen:
                seen.add(word)
                for gram in grams(word):
                    counts[gram] += weight  # type: ignore[assignment]  # a Counter holds any number at run time
    return counts


def _postings(services: Sequence[Row]) -> tuple[dict[str, list[int]], dict[str, list[float]]]:
    counted = [_counts(service) for service in services]
    spread = Counter(gram for counts in counted for gram in counts)
    rarity = {gram: math.log(1 + len(services) / spread[gram]) for gram in spread}
    places: dict[str, list[int]] = {}
    found: dict[str, list[float]] = {}
    for place, counts in enumerate(counted):
        vector = {gram: (1 + math.log(count) if count > 1 else count) * rarity[gram] for gram, count in counts.items()}
        length = math.sqrt(math.fsum(weight * weight for weight in vector.values()))
        for gram, weight in vector.items():
            if spread[gram] <= COMMON * len(services):
                places.setdefault(gram, []).append(place)
                found.setdefault(gram, []).append(weight / length)
    return places, found


def priors(services: Sequence[Row], audiences: Mapping[str, str]) -> list[float]:
    """Return a factor near 1 a service.

    Up: the root entry of an object, an object with many entries (much asked for, hence finely divided), a service
    that the program can apply for. Down: special variants (digits 12 to 14), situations of businesses.
    """
    family = Counter(service["leika"][:8] for service in services)
    found = []
    for service in services:
        leika = service["leika"]
        prior = 1 + 0.07 * math.log(family[leika[:8]])
        prior += 0.1 if leika.endswith("000000") else 0
        prior -= 0.1 if not leika.endswith("000") else 0
        prior -= 0.2 if audiences.get(service["situation"]) == "Unternehmen" else 0
        prior += 0.25 if service.get("form_id") else 0
        found.append(prior)
    return found
