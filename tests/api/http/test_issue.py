"""The walk from a draft to an issued pack, over HTTP; what keeps a plan from being issued on the way."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path

import docx
import httpx
from sqlalchemy import select

from api.access import Role
from api.http import create_app
from api.settings import Settings
from api.store.audit import AUDIT
from api.store.audit_check import check_log
from tests.api.http.decided import AGREEMENTS, MEETING, consent_to_all, planned, seal_of, step
from tests.api.http.inside import Inside, code

DAY = "2025-11-03"
HEAD = {"province": "tỉnh Bắc Ninh", "place": "Bắc Ninh", "signer": "Lê Văn Ký"}


def text_of(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def files_in(answer: httpx.Response) -> dict[str, bytes]:
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_walk_from_a_draft_to_an_issued_pack(inside: Inside, planner: httpx.Client, approver: httpx.Client) -> None:
    plan = planned(inside, planner)
    url = f"/v1/plans/{plan}"
    drafts = files_in(approver.get(f"{url}/documents/zip"))
    assert "DỰ THẢO" in text_of(drafts["03-quyet-dinh/biet_phai-SNV.docx"])

    assert step(planner, plan, "submit").json()["standing"] == "submitted"
    assert step(approver, plan, "approve", seal=seal_of(approver, plan)).json()["standing"] == "approved"
    consent_to_all(planner, plan)
    names = [one["name"] for one in approver.get(f"{url}/documents").json() if one["is_numbered"]]
    numbers = {name: str(number) for number, name in enumerate(names, start=41)}
    issued = step(approver, plan, "issue", signed_on=DAY, numbers=numbers, letterhead=HEAD)
    assert issued.status_code == 200, issued.text
    assert issued.json() == approver.get(f"{url}/issue").json()
    told = planner.get(f"{url}/approval").json()
    assert (told["standing"], told["next"]) == ("issued", [])

    answer = approver.get(f"{url}/documents/zip")
    assert hashlib.sha256(answer.content).hexdigest() == issued.json()["sha256"]
    pack = files_in(answer)
    assert json.loads(pack["pack.json"])["mark"] == ""
    decision = text_of(pack["03-quyet-dinh/biet_phai-SNV.docx"])
    assert f"Số: {numbers['03-quyet-dinh/biet_phai-SNV.docx']}/QĐ-UBND" in decision
    assert "Công văn 12/UBND; Công văn 13/UBND" in decision
    assert "ngày 03 tháng 11 năm 2025" in decision
    assert "DỰ THẢO" not in decision and "Nguyễn Văn" in decision

    with inside.program(Role.PERSONNEL) as personnel:
        after = personnel.get(f"/v1/datasets/{issued.json()['next_dataset']}").json()
        assert (after["version"], after["name"]) == (2, "Bắc Ninh")
        rows = personnel.get(f"/v1/datasets/{after['id']}/tables/employees", params={"limit": 500}).json()
    people = [dict(zip(rows["columns"], row, strict=True)) for row in rows["rows"]]
    (seconded,) = [person for person in people if person["seconded_to_unit"]]
    assert (seconded["unit"], seconded["seconded_to_post"]) == ("SNV", "07525-IT")
    moves = planner.get(f"{url}/moves").json()["items"]
    assert {person["id"] for person in people if person["post"] == "07525-LAND"} >= {
        move["employee"] for move in moves if move["form"] == "transfer"
    }

    with inside.database.reading() as connection:
        assert check_log(connection).troubles == ()
        acts = connection.execute(select(AUDIT.c.act).where(AUDIT.c.subject == plan).order_by(AUDIT.c.number))
        assert list(acts.scalars()) == [
            "plan.kept",
            "plan.documents_taken",
            "plan.submitted",
            "plan.approved",
            *["plan.consent_recorded"] * 3,
            "plan.issued",
            "plan.documents_taken",
        ]


def test_what_keeps_a_plan_from_being_issued(inside: Inside, planner: httpx.Client, approver: httpx.Client) -> None:
    plan = planned(inside, planner)
    names = [one["name"] for one in approver.get(f"/v1/plans/{plan}/documents").json() if one["is_numbered"]]
    asked = {"signed_on": DAY, "numbers": dict.fromkeys(names, "1")}
    assert code(step(approver, plan, "issue", **asked)) == (409, "wrong_state")
    step(planner, plan, "submit")
    assert code(step(approver, plan, "issue", **asked)) == (409, "wrong_state")
    step(approver, plan, "approve", seal=seal_of(approver, plan))
    assert code(step(approver, plan, "issue", **asked)) == (409, "consents_missing")
    for paper in AGREEMENTS:
        step(planner, plan, "consents", moves=[1, 2], **paper)
    step(planner, plan, "consents", moves=[1], **MEETING)
    assert code(step(approver, plan, "issue", **asked)) == (409, "consents_missing")
    step(planner, plan, "consents", moves=[2], **MEETING)
    assert code(step(planner, plan, "issue", **asked)) == (403, "not_allowed")
    with inside.program(Role.APPROVER) as program:
        assert code(step(program, plan, "issue", **asked)) == (403, "person_needed")
    early = {**asked, "signed_on": "2025-10-20"}
    assert code(step(approver, plan, "issue", **early)) == (422, "signed_too_early")
    for numbers in ({}, {**asked["numbers"], "x": "1"}):
        assert code(step(approver, plan, "issue", signed_on=DAY, numbers=numbers)) == (422, "numbers_missing")
    assert approver.get(f"/v1/plans/{plan}/issue").status_code == 404
    assert step(approver, plan, "issue", **asked).status_code == 200
    assert code(step(approver, plan, "issue", **asked)) == (409, "wrong_state")
    assert code(step(planner, plan, "consents", moves=[1], **MEETING)) == (409, "wrong_state")
    assert len(planner.get("/v1/datasets").json()["items"]) == 2


def test_the_weekly_report_names_nobody(inside: Inside, planner: httpx.Client) -> None:
    plan = planned(inside, planner)
    with inside.program(Role.VIEWER) as viewer:
        assert code(viewer.get(f"/v1/plans/{plan}/documents/zip")) == (403, "not_allowed")
        report = text_of(viewer.get(f"/v1/plans/{plan}/weekly-report").content)
    assert "BÁO CÁO" in report
    assert "Nguyễn" not in report


def test_templates_are_those_of_the_settings(inside: Inside, planner: httpx.Client, tmp_path: Path) -> None:
    plan = planned(inside, planner)
    own, paper = docx.Document(), tmp_path / "bao_cao_tuan.docx"
    own.add_paragraph("Mẫu riêng của tỉnh")
    own.save(str(paper))
    with Inside(inside.database, create_app(Settings(templates_dir=tmp_path), inside.database)).program(
        Role.VIEWER
    ) as client:
        assert text_of(client.get(f"/v1/plans/{plan}/weekly-report").content) == "Mẫu riêng của tỉnh"
        paper.write_bytes(b"no document")
        assert code(client.get(f"/v1/plans/{plan}/weekly-report")) == (500, "bad_template")
