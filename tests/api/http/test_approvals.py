"""The ladder from draft to approved: who may climb it, what is frozen, what is on record, and two at once."""

from __future__ import annotations

import gzip
from concurrent.futures import ThreadPoolExecutor

import httpx
from sqlalchemy import select, update

from api.access import Role
from api.store.approvals import NEXT, Standing
from api.store.audit import AUDIT
from api.store.dataset_keys import sealed_for
from api.store.plans import PLANS, plan_text
from tests.api.http.decided import AGREEMENTS, MEETING, consent_to_all, planned, seal_of, step
from tests.api.http.inside import Inside, code


def test_a_plan_climbs_the_ladder_and_every_step_is_on_record(
    inside: Inside, planner: httpx.Client, approver: httpx.Client
) -> None:
    plan = planned(inside, planner)
    draft = planner.get(f"/v1/plans/{plan}/approval").json()
    assert (draft["standing"], draft["next"], draft["seal"]) == ("draft", ["submitted"], None)
    assert [one["kinds"] for one in draft["missing"]] == [["meeting", "receiver_agreement", "sender_agreement"]] * 2
    assert step(planner, plan, "submit").json()["standing"] == "submitted"
    told = step(approver, plan, "return", seal=seal_of(approver, plan), reason="Chưa gặp gỡ.").json()
    assert (told["standing"], told["steps"][-1]["reason"]) == ("returned", "Chưa gặp gỡ.")
    assert step(planner, plan, "submit").json()["standing"] == "submitted"
    consent_to_all(planner, plan)
    told = step(approver, plan, "approve", seal=seal_of(approver, plan)).json()
    assert [one["standing"] for one in told["steps"]] == ["submitted", "returned", "submitted", "approved"]
    assert (told["standing"], told["missing"]) == ("approved", [])
    assert [bool(one["account"]) for one in told["steps"]] == [False, True, False, True]
    assert [one["id"] for one in planner.get("/v1/approvals", params={"standing": "approved"}).json()["items"]] == [
        plan
    ]
    assert planner.get("/v1/approvals", params={"standing": "issued"}).json()["items"] == []
    with inside.database.reading() as connection:
        rows = connection.execute(select(AUDIT.c.act, AUDIT.c.sha256).where(AUDIT.c.subject == plan)).all()
    assert [row.act for row in rows] == [
        "plan.kept",
        "plan.submitted",
        "plan.returned",
        "plan.submitted",
        *["plan.consent_recorded"] * 3,
        "plan.approved",
    ]
    assert all(len(row.sha256) == 64 for row in rows)
    assert "gặp" not in repr(rows)


def test_only_the_right_hands_take_a_step(inside: Inside, planner: httpx.Client, approver: httpx.Client) -> None:
    plan = planned(inside, planner)
    assert code(step(approver, plan, "submit")) == (403, "not_allowed")
    step(planner, plan, "submit")
    seal = seal_of(planner, plan)
    for role in set(Role) - {Role.APPROVER}:
        with inside.program(role) as other:
            assert code(step(other, plan, "approve", seal=seal)) == (403, "not_allowed")
    with inside.program(Role.APPROVER) as program:
        assert code(step(program, plan, "approve", seal=seal)) == (403, "person_needed")
        assert code(step(program, plan, "return", seal=seal, reason="x")) == (403, "person_needed")
    with inside.person(Role.APPROVER, "20") as other:
        assert code(step(other, plan, "approve", seal=seal)) == (404, "not_found")
        assert other.get("/v1/approvals").json()["items"] == []
    assert code(step(approver, plan, "approve", seal="0" * 64)) == (409, "plan_changed")
    assert step(approver, plan, "approve", seal=seal).status_code == 200


def test_no_role_both_makes_plans_and_decides_on_them() -> None:
    from api.access import PERMISSIONS, Permission

    assert not [role for role, may in PERMISSIONS.items() if {Permission.PLAN, Permission.APPROVE} <= may]


def test_steps_that_no_rung_leads_to_are_refused(inside: Inside, planner: httpx.Client, approver: httpx.Client) -> None:
    plan = planned(inside, planner)
    assert code(step(planner, plan, "withdraw", move=1, reason="x")) == (409, "wrong_state")
    assert code(step(approver, plan, "approve", seal="0" * 64)) == (409, "wrong_state")
    step(planner, plan, "submit")
    assert code(step(planner, plan, "submit")) == (409, "wrong_state")
    assert code(step(planner, plan, "withdraw", move=3, reason="x")) == (409, "no_such_move")
    step(approver, plan, "approve", seal=seal_of(approver, plan))
    answer = step(approver, plan, "return", seal=seal_of(approver, plan), reason="x")
    assert answer.json()["figures"] == {"standing": "approved"}


def test_every_rung_but_the_last_leads_on() -> None:
    assert set(NEXT) == set(Standing)
    assert [standing for standing, to in NEXT.items() if not to] == [Standing.ISSUED]


def test_a_withdrawn_move_sends_the_plan_back_for_good(
    inside: Inside, planner: httpx.Client, approver: httpx.Client
) -> None:
    plan = planned(inside, planner)
    step(planner, plan, "submit")
    step(approver, plan, "approve", seal=seal_of(approver, plan))
    told = step(planner, plan, "withdraw", move=2, reason="Ốm dài ngày").json()
    assert (told["standing"], told["steps"][-1]["withdrawn"]) == ("returned", 2)
    assert code(step(planner, plan, "submit")) == (409, "move_withdrawn")


def test_of_two_approvers_at_once_one_decides(inside: Inside, planner: httpx.Client, approver: httpx.Client) -> None:
    plan = planned(inside, planner)
    step(planner, plan, "submit")
    seal = seal_of(approver, plan)
    asked = [("approve", {}), ("return", {"reason": "x"})] * 3
    with ThreadPoolExecutor(6) as approvers:
        answers = list(approvers.map(lambda one: step(approver, plan, one[0], seal=seal, **one[1]), asked))
    assert sorted(answer.status_code for answer in answers) == [200, *[409] * 5]
    assert len(approver.get(f"/v1/plans/{plan}/approval").json()["steps"]) == 2


def test_a_plan_that_was_changed_in_the_database_is_not_approved(
    inside: Inside, planner: httpx.Client, approver: httpx.Client
) -> None:
    plan = planned(inside, planner)
    step(planner, plan, "submit")
    seal = seal_of(approver, plan)
    with inside.database.writing() as connection:
        dataset = connection.execute(select(PLANS.c.dataset)).scalar_one()
        text = gzip.compress(plan_text(connection, plan).replace(b"07525-IT", b"07525-LA"))
        connection.execute(update(PLANS).values(content=sealed_for(connection, dataset, text)))
    assert code(step(approver, plan, "approve", seal=seal)) == (409, "plan_changed")


def test_a_plan_that_breaks_rules_is_not_submitted(inside: Inside, planner: httpx.Client) -> None:
    plan = planned(inside, planner)
    with inside.database.writing() as connection:
        connection.execute(update(PLANS).values(violations=[{"rule": "quota", "subject": "x", "vi": "x", "en": "x"}]))
    assert code(step(planner, plan, "submit")) == (409, "plan_violates")


def test_papers_are_recorded_by_move_and_replaced(inside: Inside, planner: httpx.Client) -> None:
    plan = planned(inside, planner)
    for bad, told in (
        ({**MEETING, "opinion": None}, "opinion_of_meeting"),
        ({**AGREEMENTS[0], "opinion": "agrees"}, "opinion_of_meeting"),
        ({**AGREEMENTS[0], "on": "2999-01-01"}, "day_to_come"),
    ):
        assert code(step(planner, plan, "consents", moves=[1], **bad)) == (422, told)
    assert code(step(planner, plan, "consents", moves=[1, 9], **MEETING)) == (409, "no_such_move")
    step(planner, plan, "consents", moves=[1], **MEETING)
    told = step(planner, plan, "consents", moves=[1], **{**MEETING, "opinion": "disagrees"}).json()
    assert [(one["move"], one["kind"], one["opinion"]) for one in told["consents"]] == [(1, "meeting", "disagrees")]
    assert told["missing"][0] == {"move": 1, "kinds": ["receiver_agreement", "sender_agreement"]}
