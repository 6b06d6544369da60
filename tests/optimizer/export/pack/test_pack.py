"""The pack: drafts that say what the plan says, in the layout of Decree 30/2020, and never more than they may."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest

from optimizer.domain import Dataset, Employee, EmployeeKind, Sex
from optimizer.export.pack import (
    Issue,
    Letterhead,
    Per,
    TemplateError,
    documents,
    issued_documents,
    read_templates,
    rendered,
    templates,
    to_number,
    write_pack,
    write_templates,
)
from optimizer.export.pack.documents import MOST_ROWS, Document
from optimizer.plan import Plan
from optimizer.policy import Form, Policy
from tests.optimizer.export.conftest import move

HEAD = Letterhead(province="tỉnh Bắc Ninh", place="Bắc Ninh", signer="Lê Văn Ký", director="Phạm Thị Trình")


@pytest.fixture
def named(dataset: Dataset) -> Dataset:
    """The province with the department's people by name: one of them barred, which no draft may tell."""
    people = [
        Employee(
            id=f"B{number}",
            name=f"Nguyễn <Văn> & {number}",
            national_id=f"00109900{number:04}",
            unit="SNV",
            post="SNV-IT",
            field="IT",
            birth_date=date(1990, 10, 20),
            blocks=("v",),
            waivers=("v",),
        )
        for number in range(3)
    ]
    return dataset.replace(employees=[*dataset.rows("employees"), *people])


@pytest.fixture
def of_people(plan: Plan) -> Plan:
    """Two secondments, one transfer with a return and a group without a name."""
    return replace(
        plan,
        moves=(
            plan.moves[0],
            move(employee="B0"),
            move(employee="B1"),
            move(employee="B2", form=Form.TRANSFER, payer="receiver", end=date(2028, 10, 1)),
        ),
    )


def texts(content: bytes) -> str:
    """Everything a page shows: paragraphs, tables, headers and footers."""
    document = docx.Document(io.BytesIO(content))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    parts = [part for section in document.sections for part in (section.footer, section.first_page_footer)]
    paragraphs = [*document.paragraphs, *(line for holder in (*cells, *parts) for line in holder.paragraphs)]
    return "\n".join(paragraph.text for paragraph in paragraphs)


@pytest.mark.parametrize("per", list(Per))
def test_every_draft_is_marked_unnumbered_and_names_its_source(
    named: Dataset, policy: Policy, of_people: Plan, per: Per
) -> None:
    drafts = documents(named, policy, of_people, HEAD, per)
    for draft, content in zip(drafts, rendered(drafts, templates()), strict=True):
        said = texts(content)
        assert "DỰ THẢO · dữ liệu dddddddddddddddd · chính sách pppppppppppppppp · phiên bản 0.1.0" in said, draft.name
        assert not re.search(r"Số:\s*\d", said)
        assert "{" not in said
        assert not re.search(r"001099|thai sản|bệnh|kỷ luật", said)
        if draft.template != "phu_luc":
            assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in said
            assert "TỈNH BẮC NINH" in said


def test_decisions_per_unit_state_term_payer_and_people(named: Dataset, policy: Policy, of_people: Plan) -> None:
    drafts = documents(named, policy, of_people, HEAD, Per.UNIT)
    said = dict(zip((draft.name for draft in drafts), map(texts, rendered(drafts, templates())), strict=True))
    assert list(said) == [
        "01-to-trinh.docx",
        "02-phu-luc-1.docx",
        "03-quyet-dinh/biet_phai-SNV.docx",
        "03-quyet-dinh/dieu_dong-SNV.docx",
        "04-bao-cao-tuan.docx",
    ]
    secondment = said["03-quyet-dinh/biet_phai-SNV.docx"]
    assert "Biệt phái 2 công chức, viên chức (có danh sách kèm theo) của Sở Nội vụ đến nhận công tác" in secondment
    assert "Thời hạn biệt phái: 6 tháng, từ ngày 01/10/2025 đến ngày 01/04/2026." in secondment
    assert "tiền lương và các quyền lợi khác do Sở Nội vụ chi trả" in secondment
    assert "Nguyễn <Văn> & 0" in secondment
    assert "•••••••••000" in secondment
    transfer = said["03-quyet-dinh/dieu_dong-SNV.docx"]
    assert "do nơi nhận chi trả" in transfer
    assert "Thời hạn điều động: 36 tháng, đến ngày 01/10/2028" in transfer
    assert "300/2026" not in secondment
    assert "điều động 2, biệt phái 2, bố trí lại trong đơn vị 0" in said["01-to-trinh.docx"]
    assert "nơi gửi không thể cho thêm người" in said["04-bao-cao-tuan.docx"].lower()


def test_decisions_per_person_name_one_and_leave_groups_out(named: Dataset, policy: Policy, of_people: Plan) -> None:
    drafts = documents(named, policy, of_people, HEAD, Per.PERSON)
    decisions = [draft for draft in drafts if draft.name.startswith("03-")]
    assert [draft.name for draft in decisions] == [
        "03-quyet-dinh/biet_phai-SNV-B0.docx",
        "03-quyet-dinh/biet_phai-SNV-B1.docx",
        "03-quyet-dinh/dieu_dong-SNV-B2.docx",
    ]
    (said,) = map(texts, rendered(decisions[:1], templates()))
    assert "Biệt phái ông (bà) Nguyễn <Văn> & 0, sinh ngày 20/10/1990 của Sở Nội vụ" in said


@pytest.mark.parametrize(("sex", "address"), [(Sex.FEMALE, "bà"), (Sex.MALE, "ông"), (Sex.NONE, "ông (bà)")])
def test_a_decision_addresses_its_person_and_names_the_post(
    named: Dataset, policy: Policy, of_people: Plan, sex: Sex, address: str
) -> None:
    people = [one.model_copy(update={"sex": sex}) if one.id == "B0" else one for one in named.rows("employees")]
    posts = [one.model_copy(update={"title": "Chuyên viên máy tính"}) for one in named.rows("posts")]
    drafts = documents(named.replace(employees=people, posts=posts), policy, of_people, HEAD, Per.PERSON)
    (decision,) = [draft for draft in drafts if draft.people == ("B0",)]
    (said,) = map(texts, rendered([decision], templates()))
    assert f"Biệt phái {address} Nguyễn <Văn> & 0, " in said
    assert ", vị trí Chuyên viên máy tính." in said


def test_decisions_are_carried_out_by_chairmen_and_heads_and_signed_by_their_own_signer(
    named: Dataset, policy: Policy, of_people: Plan
) -> None:
    drafts = documents(named, policy, of_people, HEAD, Per.UNIT)
    said = dict(zip((draft.template for draft in drafts), map(texts, rendered(drafts, templates())), strict=True))
    commune = named.unit_by_code[of_people.moves[1].to_unit].name
    assert f"Thủ trưởng Sở Nội vụ, Chủ tịch Ủy ban nhân dân {commune} và người có tên" in said["biet_phai_don_vi"]
    assert "Lê Văn Ký" in said["biet_phai_don_vi"] and "Phạm Thị Trình" not in said["biet_phai_don_vi"]
    assert "Phạm Thị Trình" in said["to_trinh"] and "Lê Văn Ký" not in said["to_trinh"]


def test_units_of_one_name_are_told_apart_by_their_codes(named: Dataset, policy: Policy, of_people: Plan) -> None:
    units = [one.model_copy(update={"name": "Sở Nội vụ"}) for one in named.rows("units")]
    drafts = documents(named.replace(units=units), policy, of_people, HEAD, Per.UNIT)
    (said,) = map(texts, rendered([one for one in drafts if one.template == "biet_phai_don_vi"], templates()))
    assert "của Sở Nội vụ (SNV) đến nhận công tác" in said


@pytest.mark.parametrize(
    ("kind", "start", "law"),
    [
        (EmployeeKind.CIVIL_SERVANT, date(2025, 10, 1), ""),
        (EmployeeKind.PUBLIC_EMPLOYEE, date(2025, 10, 1), "Luật Viên chức ngày 15 tháng 11 năm 2010"),
        (EmployeeKind.PUBLIC_EMPLOYEE, date(2026, 7, 1), "Luật Viên chức số 129/2025/QH15"),
    ],
)
def test_decisions_on_public_employees_rest_on_their_law_too(
    named: Dataset, policy: Policy, of_people: Plan, kind: EmployeeKind, start: date, law: str
) -> None:
    people = [one.model_copy(update={"kind": kind}) for one in named.rows("employees")]
    later = policy.model_copy(update={"starts_on": start})
    drafts = documents(named.replace(employees=people), later, of_people, HEAD, Per.UNIT)
    (said,) = map(texts, rendered([one for one in drafts if one.template == "biet_phai_don_vi"], templates()))
    assert "Căn cứ Luật Cán bộ, công chức ngày 24 tháng 6 năm 2025;" in said
    assert ("Luật Viên chức" in said) is bool(law) and law in said


def test_nothing_that_belongs_together_is_torn_apart_by_a_page(named: Dataset, policy: Policy, of_people: Plan) -> None:
    drafts = [one for one in documents(named, policy, of_people, HEAD, Per.UNIT) if one.template != "phu_luc"]
    for content in rendered(drafts, templates()):
        document = docx.Document(io.BytesIO(content))
        headings = [line for line in document.paragraphs if re.match(r"(I+|\d)\. |QUYẾT ĐỊNH:", line.text)]
        assert headings
        last = next(line for line in document.paragraphs if line.text.endswith("./."))
        assert all(line.paragraph_format.keep_with_next for line in (*headings, last))
        signature = next(table for table in document.tables if "Nơi nhận:" in table.rows[0].cells[0].text)
        assert signature.rows[0]._tr.trPr.xpath("w:cantSplit")


def test_annexes_hold_five_hundred_people_each(dataset: Dataset, policy: Policy, plan: Plan) -> None:
    people = [Employee(id=f"P{number:04}", unit="SNV", name=f"Người {number}") for number in range(MOST_ROWS + 1)]
    many = dataset.replace(employees=[*dataset.rows("employees"), *people])
    drafts = documents(
        many, policy, replace(plan, moves=tuple(move(employee=one.id, from_post="") for one in people)), HEAD, Per.UNIT
    )
    annexes = [draft for draft in drafts if draft.template == "phu_luc"]
    rows = [len(docx.Document(io.BytesIO(content)).tables[0].rows) - 1 for content in rendered(annexes, templates())]
    assert rows == [MOST_ROWS, 1]
    table = docx.Document(io.BytesIO(rendered(annexes[1:], templates())[0])).tables[0]
    assert table.rows[0]._tr.trPr.xpath("w:tblHeader")


def test_pages_follow_the_decree(named: Dataset, policy: Policy, of_people: Plan) -> None:
    drafts = documents(named, policy, of_people, HEAD, Per.UNIT)
    for content in rendered(drafts, templates()):
        document = docx.Document(io.BytesIO(content))
        assert document.styles["Normal"].font.name == "Times New Roman"
        for section in document.sections:
            assert sorted((round(section.page_width.mm), round(section.page_height.mm))) == [210, 297]
            assert 20 <= round(section.top_margin.mm) <= 25
            assert 15 <= round(section.right_margin.mm) <= 20
            assert "PAGE" in section.header._element.xml
            assert section.different_first_page_header_footer
            assert not section.first_page_header.paragraphs[0].text
        if document.sections[0].page_width < document.sections[0].page_height:
            assert 30 <= round(document.sections[0].left_margin.mm) <= 35


def test_the_same_plan_gives_the_same_bytes(named: Dataset, policy: Policy, of_people: Plan, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_pack(documents(named, policy, of_people, HEAD, Per.UNIT), templates(), of_people, tmp_path / name)
    files = [path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*") if path.is_file()]
    assert len(files) == 6
    assert all((tmp_path / "a" / path).read_bytes() == (tmp_path / "b" / path).read_bytes() for path in files)
    listed = json.loads((tmp_path / "a" / "pack.json").read_text(encoding="utf-8"))
    assert listed["dataset_sha256"] == "d" * 64
    assert len(listed["documents"]) == 5


def of(text: str) -> dict[str, bytes]:
    """A template that holds one text."""
    document = docx.Document()
    document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return {"t": buffer.getvalue()}


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ cycler.__init__.__globals__.os.system('touch {path}') }}",
        "{{ x.append(1) }}",
        "{{ self.__init__.__globals__ }}",
        "{{ ''|attr('__class__') }}",
        "{{ '%s'.__getattribute__('format') }}",
        "{% for a in range(100001) %}{% endfor %}",
        "{{ 'a' * 10 ** 12 }}",
        "{% include '/etc/passwd' %}",
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{{ nobody_gave_this }}",
        "{% if %}",
    ],
)
def test_a_hostile_template_cannot_run_code(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimizer.export.pack.writing._SECONDS", 3)
    path = tmp_path / "was-here"
    with pytest.raises(TemplateError):
        rendered([Document("a.docx", "t", {"x": [1]})], of(text.replace("{path}", str(path))))
    assert not path.exists()


def test_what_cells_hold_is_text_and_no_template(tmp_path: Path) -> None:
    (content,) = rendered([Document("a.docx", "t", {"x": "{{ 7 * 7 }} <w:p/> &amp;"})], of("{{ x }}"))
    assert docx.Document(io.BytesIO(content)).paragraphs[-1].text == "{{ 7 * 7 }} <w:p/> &amp;"


def test_an_administrator_s_template_takes_the_place_of_ours(
    named: Dataset, policy: Policy, of_people: Plan, tmp_path: Path
) -> None:
    write_templates(tmp_path)
    assert {path.stem for path in tmp_path.iterdir()} == set(templates())
    (tmp_path / "to_trinh.docx").write_bytes(of("Mẫu riêng: {{ total.people }} người")["t"])
    drafts = documents(named, policy, of_people, HEAD, Per.UNIT)[:1]
    (content,) = rendered(drafts, read_templates(tmp_path))
    assert texts(content).strip() == "Mẫu riêng: 4 người"


def test_nothing_is_written_if_a_template_is_bad(
    named: Dataset, policy: Policy, of_people: Plan, tmp_path: Path
) -> None:
    drafts = documents(named, policy, of_people, HEAD, Per.UNIT)
    with pytest.raises(TemplateError):
        write_pack(drafts, {**templates(), "bao_cao_tuan": b"nothing"}, of_people, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_issued_pack_is_numbered_dated_and_no_draft(named: Dataset, policy: Policy, of_people: Plan) -> None:
    drafts = documents(named, policy, of_people, HEAD, Per.UNIT)
    names = to_number(drafts)
    assert names == ("01-to-trinh.docx", "03-quyet-dinh/biet_phai-SNV.docx", "03-quyet-dinh/dieu_dong-SNV.docx")
    numbers = {name: str(number) for number, name in enumerate(names, start=41)}
    issue = Issue(date(2025, 11, 3), numbers, {"B0": ("Công văn 12/UBND",), "B1": ("Công văn 7/SNV",)})
    issued = issued_documents(drafts, issue)
    said = dict(zip((one.name for one in issued), map(texts, rendered(issued, templates())), strict=True))
    assert set(said) == {*names, "02-phu-luc-1.docx"}
    for text in said.values():
        assert "DỰ THẢO" not in text and "……" not in text
        assert "03 tháng 11 năm 2025" in text
    secondment = said["03-quyet-dinh/biet_phai-SNV.docx"]
    assert "Số: 42/QĐ-UBND" in secondment
    assert "Tờ trình số 41/TTr-SNV ngày 03 tháng 11 năm 2025" in secondment
    assert "và nơi nhận biệt phái Công văn 12/UBND; Công văn 7/SNV;" in secondment
    assert "Số: 43/QĐ-UBND" in said["03-quyet-dinh/dieu_dong-SNV.docx"]
    with pytest.raises(KeyError):
        issued_documents(drafts, replace(issue, numbers={}))
