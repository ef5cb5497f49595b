"""A device pushes and pulls over real HTTP, on both databases."""

from __future__ import annotations

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from lotse_portal.feed import bucket, buckets
from lotse_portal.operations import Role, digest
from tests.portal.processes import RACES

if TYPE_CHECKING:
    from tests.portal.serving import Laptop, Served


def verdicts(answer: dict[str, Any]) -> list[str]:
    return [result[1] for result in answer["results"]]


def patch(laptop: Laptop, record: str, name: str, before: object, after: object) -> dict[str, Any]:
    return laptop.op("patch", "session", record, set={f"/{name}": {"p": digest(before), "v": after}})


def test_a_session_pushed_by_one_laptop_is_read_by_the_other_of_its_station(portal: Served) -> None:
    station = portal.station()
    first, second = portal.device(station), portal.device(station)
    session = first.session(result="referred")

    answer = first.push(session, packed=True)

    assert answer.headers["X-Lotse"] == "1"
    assert verdicts(answer.json()) == ["ok"]
    assert second.everything()[session["id"]]["doc"] == session["doc"]


def test_the_same_batch_again_gets_the_same_answer_and_changes_nothing(portal: Served) -> None:
    laptop = portal.device(portal.station())
    batch = [laptop.session() for _ in range(3)]
    first = laptop.push(*batch).json()

    again = laptop.push(*batch).json()

    assert again["results"] == first["results"]
    assert len(laptop.everything()) == 3


def test_the_same_batch_five_times_at_once_is_taken_once(portal: Served) -> None:
    laptop = portal.device(portal.station())
    with ThreadPoolExecutor(5) as pool:
        for _ in range(RACES):
            batch = [laptop.session() for _ in range(20)]
            answers = [one.json() for one in pool.map(lambda _, ops=batch: laptop.push(*ops), range(5))]
            assert {json.dumps(one["results"]) for one in answers} == {json.dumps(answers[0]["results"])}

    assert [row["version"] for row in laptop.everything().values()] == [1] * 20 * RACES


def test_a_page_never_leaves_a_hole_while_others_push(portal: Served) -> None:
    station = portal.station()
    laptops, reader = [portal.device(station) for _ in range(3)], portal.device(station)
    batches = [(laptop, [laptop.session() for _ in range(40)]) for laptop in laptops]
    with ThreadPoolExecutor(3) as pool:
        pushes = [pool.submit(_push_by_fives, laptop, batch) for laptop, batch in batches]
        read = reader.read_until(lambda: all(push.done() for push in pushes), limit=7)
    for push in pushes:
        push.result()

    assert sorted(read) == sorted(session["id"] for _, batch in batches for session in batch)


def _push_by_fives(laptop: Laptop, batch: list[dict[str, Any]]) -> None:
    for start in range(0, len(batch), 5):
        laptop.push(*batch[start : start + 5]).raise_for_status()


def test_what_changed_meanwhile_is_a_conflict_that_says_what_who_and_when(portal: Served) -> None:
    station = portal.station()
    mine, theirs = portal.device(station), portal.device(station)
    session = mine.session(result="done")
    mine.push(session)
    theirs.push(patch(theirs, session["id"], "result", "done", "referred"))

    answer = mine.push(patch(mine, session["id"], "result", "done", "not_done"))

    (_, verdict, detail), *_ = answer.json()["results"]
    assert verdict == "conflict"
    assert detail == {
        "why": "changed",
        "theirs": {"result": "referred"},
        "by": "pilot-0001",
        "at": "2026-11-22T09:11:12Z",
    }
    assert mine.everything()[session["id"]]["doc"]["result"] == "referred"


def test_both_changing_to_the_same_is_no_conflict(portal: Served) -> None:
    station = portal.station()
    mine, theirs = portal.device(station), portal.device(station)
    session = mine.session(result="done")
    mine.push(session)
    theirs.push(patch(theirs, session["id"], "result", "done", "referred"))

    assert verdicts(mine.push(patch(mine, session["id"], "result", "done", "referred")).json()) == ["merged"]


def test_a_deleted_session_comes_down_as_a_tombstone_and_cannot_be_edited(portal: Served) -> None:
    laptop = portal.device(portal.station())
    session = laptop.session(result="done")
    laptop.push(session, laptop.op("delete", "session", session["id"], p=digest(session["doc"])))

    answer = laptop.push(patch(laptop, session["id"], "result", "done", "referred"))

    assert verdicts(answer.json()) == ["conflict"]
    assert laptop.everything()[session["id"]] == {
        "k": "session",
        "id": session["id"],
        "version": 2,
        "change": 2,
        "deleted": True,
    }


def test_one_bad_operation_is_refused_and_the_others_go_on(portal: Served) -> None:
    laptop = portal.device(portal.station())
    ops = [laptop.session(), laptop.session(note="Frau Müller war da"), laptop.op("patch", "session"), laptop.session()]

    answer = laptop.push(*ops).json()

    assert [(one[1], one[2] if isinstance(one[2], dict) else {}) for one in answer["results"]] == [
        ("ok", {}),
        ("rejected", {"code": "personal"}),
        ("rejected", {"code": "malformed:body"}),
        ("ok", {}),
    ]
    assert answer["last_seq"] == 4


@pytest.mark.parametrize("text", ["\u0000", "\ud800", "x" * 70_000])
def test_text_that_no_database_keeps_is_refused_by_itself(portal: Served, text: str) -> None:
    laptop = portal.device(portal.station())

    assert verdicts(laptop.push(laptop.session(result=text), laptop.session()).json()) == ["rejected", "ok"]


def test_a_gap_is_told_with_the_number_that_is_missing(portal: Served) -> None:
    laptop = portal.device(portal.station())
    laptop.push(laptop.session())
    laptop.session()

    answer = laptop.push(laptop.session())

    assert (answer.status_code, answer.json()["code"], answer.json()["expected"]) == (409, "seq_gap", 2)
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_another_operation_at_the_same_number_is_a_fork(portal: Served) -> None:
    laptop = portal.device(portal.station())
    laptop.push(laptop.session())
    laptop.seq = 0

    answer = laptop.push(laptop.session())

    assert (answer.status_code, answer.json()["code"]) == (409, "log_fork")


def test_under_a_new_log_the_same_operations_are_known(portal: Served) -> None:
    laptop = portal.device(portal.station())
    batch = [laptop.session() for _ in range(3)]
    before = laptop.push(*batch).json()

    after = laptop.push(*batch, log=str(uuid.uuid4())).json()

    assert after["results"] == before["results"]
    assert len(laptop.everything()) == 3


def test_a_restored_portal_takes_nothing_before_the_device_knows(portal: Served) -> None:
    laptop = portal.device(portal.station())

    answer = laptop.push(laptop.session(), epoch=7)

    assert (answer.status_code, answer.json()["code"], answer.json()["epoch"]) == (409, "epoch_changed", 1)


def test_a_cursor_of_another_scope_or_time_is_gone(portal: Served) -> None:
    here, elsewhere = portal.device(portal.station()), portal.device(portal.station())
    foreign = elsewhere.changes()["cursor"]

    for cursor in (foreign, "nonsense", "e30", "%%%", "x" * 5000):
        answer = here.web.get(f"{here.url}/v1/changes", params={"cursor": cursor})
        assert (answer.status_code, answer.json()["code"]) == (410, "cursor_gone")


def test_digests_name_the_buckets_that_differ_and_no_others(portal: Served) -> None:
    laptop = portal.device(portal.station())
    sessions = [laptop.session() for _ in range(30)]
    laptop.push(*sessions)
    whole = {
        str(at): [count, f"{mark:016x}"] for at, (count, mark) in buckets((one["id"], 1) for one in sessions).items()
    }
    lost = str(bucket(sessions[0]["id"]))

    assert _differing(laptop, whole) == {"session": []}
    assert _differing(laptop, {at: told for at, told in whole.items() if at != lost}) == {"session": [int(lost)]}


def _differing(laptop: Laptop, told: dict[str, Any]) -> dict[str, list[int]]:
    answer = laptop.web.post(f"{laptop.url}/v1/digest", json={"kinds": {"session": told}})
    found: dict[str, list[int]] = answer.json()["kinds"]
    return found


def test_a_coordinator_sees_sessions_of_other_stations_without_pilot_and_clock(portal: Served) -> None:
    station, office = portal.station("Dorf"), portal.station("Landratsamt")
    laptop, coordinator = portal.device(station), portal.device(office, Role.COORDINATOR, sees=station)
    session = laptop.session()
    laptop.push(session, laptop.op("create", "application_status", doc={"service": "99102008000000", "state": "begun"}))

    rows = coordinator.everything()

    assert set(rows) == {session["id"]}
    assert rows[session["id"]]["doc"] == {
        "kind": "single",
        "station": laptop.station,
        "result": "done",
        "day": "2026-11-22",
        "minutes": 20,
    }
    assert "by" not in rows[session["id"]]


@pytest.mark.parametrize("moment", ["soon", "2026-13-45T99:99:99Z", "2026-11-22", 5, None], ids=str)
@pytest.mark.parametrize("name", ["start", "end"])
def test_a_session_begins_and_ends_at_a_moment_or_is_refused_by_itself(
    portal: Served, name: str, moment: object
) -> None:
    station, office = portal.station("Dorf"), portal.station("Landratsamt")
    laptop, coordinator = portal.device(station), portal.device(office, Role.COORDINATOR, sees=station)
    sound, unsound = laptop.session(), laptop.session(**{name: moment})

    answer = laptop.push(sound, unsound, patch(laptop, sound["id"], name, sound["doc"][name], moment)).json()

    assert verdicts(answer) == ["ok", "rejected", "rejected"]
    assert answer["results"][2][2] == {"code": f"malformed:{name}"}
    assert {row["doc"]["minutes"] for row in coordinator.everything().values()} == {20}


def test_a_session_stays_at_its_station(portal: Served) -> None:
    laptop, elsewhere = portal.device(portal.station()), portal.station()
    session = laptop.session()
    laptop.push(session)

    answer = laptop.push(patch(laptop, session["id"], "station", laptop.station, elsewhere)).json()

    assert answer["results"][0][1:] == ["rejected", {"code": "station_fixed"}]
    assert laptop.everything()[session["id"]]["doc"]["station"] == laptop.station


@pytest.mark.parametrize("spoken", [0, 2, 99])
def test_another_protocol_is_told_so_and_not_that_its_body_is_wrong(portal: Served, spoken: int) -> None:
    laptop = portal.device(portal.station())
    session = laptop.session()

    answer = laptop.web.post(f"{laptop.url}/v1/push", json={"protocol": spoken, "what": ["it", "says", session]})

    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["min"], problem["max"]) == (426, "outdated", 1, 1)
    assert problem["title"] == "This program and this portal do not speak the same version."
    assert laptop.web.post(f"{laptop.url}/v1/push", json={"protocol": "1"}).status_code == 400
    assert laptop.web.post(f"{laptop.url}/v1/push", json={}).status_code == 400


def test_which_forms_a_station_keeps_is_known_at_the_station(portal: Served) -> None:
    station = portal.station()
    first, second = portal.device(station), portal.device(station)
    form = first.op("create", "form", doc={"form": "S00000094", "version": "1.0", "state": "geprüft"})

    assert verdicts(first.push(form).json()) == ["ok"]
    assert second.everything()[form["id"]]["doc"] == form["doc"]
