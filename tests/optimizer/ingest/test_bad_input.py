"""Every finding has an example; every example is found in its place, worded in both languages, and nothing leaks."""

from __future__ import annotations

import ast
import string
import tomllib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import pytest

import optimizer.ingest
from optimizer.findings import Severity
from optimizer.ingest import InputError
from optimizer.ingest.cell_reader import CODE_OF_ERROR
from optimizer.text import LANGUAGES, catalog

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


@dataclass(frozen=True)
class Example:
    """Exchange ``old`` for ``new`` in a file (all of it if ``old`` is None) and expect a code at a place."""

    code: str
    severity: Severity
    place: str
    file: str
    old: str | None
    new: str | bytes | None

    @property
    def name(self) -> str:
        return f"{self.code}-{self.place}"


def cell(code: str, place: str, old: str, new: str, severity: Severity = ERROR) -> Example:
    """An example of some text of a file exchanged."""
    return Example(code, severity, place, place.split(":")[0], old, new)


def file(code: str, place: str, content: str | bytes | None, severity: Severity = ERROR) -> Example:
    """An example of a whole file exchanged."""
    return Example(code, severity, place, place.split(":")[0], None, content)


AN = "E1,Nguyễn Thị An,001099000123,00004,P1,ACC,20/10/1990,2024:good,,,,,,1,21.03,105.83,2"
GROUP = "E2,,,SNV,P3,TRD,,,,,,,,2,,,1"
SECONDED = ",,,,,1,21"
NOT_UTF8 = "code,name,kind\n00004,Ba Đình,ward\n".encode("utf-16")
WINDOWS_1258 = "code,name,kind\n00004,Ba Đi\u0300nh,ward\n".encode("cp1258")
LIMITS = "subject,unit,field,form,kind,other_unit,keep,at_most,at_least\n"
COUPLES = "id,unit,partner,count\n"
ASKING = "code,unit,min_degree,seats\nP1,00004,college,2\nP3,SNV,,3\n"
UNITS_WITHOUT = (
    "code,name,kind,parent\n00004,Ba Đình,ward,\n00008,Ngọc Hà,ward,\n"
    "TT1,Trung tâm,delivery_centre,00004\nSNV,Sở Nội vụ,department,\n"
)
OF_PROVINCES = (
    "code,name,kind,province,parent\n00004,Ba Đình,ward,{},\n00008,Ngọc Hà,ward,{},\n"
    "TT1,Trung tâm,delivery_centre,{},00004\nSNV,Sở Nội vụ,department,{},\n"
)

EXAMPLES = (
    # files
    file("missing_file", "posts.csv", None),
    file("empty_table", "units.csv", ""),
    file("empty_table", "posts.csv", b"\xef\xbb\xbf"),
    file("empty_table", "employees.csv", "id,unit\n"),
    file("empty_table", "employees.csv", "id,unit\n,\n , \n"),
    file("empty_file", "limits.csv", "", WARNING),
    file("unknown_file", "notes.txt", "", INFO),
    file("misspelt_file", "employee.csv", "", WARNING),
    file("wrong_encoding", "units.csv:1", NOT_UTF8),
    file("wrong_encoding", "units.csv:1", "code,name,kind\n00004,A,ward\n".encode("utf-16-le")),
    file("wrong_encoding", "units.csv:2", WINDOWS_1258),
    file("wrong_delimiter", "units.csv:1", "code;name;kind\n00004;Ba Đình;ward\n"),
    file("wrong_delimiter", "units.csv:1", "code\tname\tkind\n00004\tBa Đình\tward\n"),
    file("no_header", "employees.csv:1", AN + "\n"),
    file("no_header", "units.csv:1", "mã,tên,loại\n00004,Ba Đình,ward\n"),
    file("no_header", "units.csv:1", "code" + ",code" * 1_000 + "\n"),
    cell("broken_quotes", "units.csv:3", "00008,Ngọc Hà", '00008,"Ngọc Hà'),
    cell("broken_quotes", "units.csv:2", "Ba Đình", '"Ba" Đình'),
    cell("broken_quotes", "units.csv:2", "Ba Đình", "B" * 200_000),
    cell("wrong_cell_count", "units.csv:2", "Ba Đình,ward", "Ba Đình,thủ đô,ward"),
    cell("wrong_cell_count", "units.csv:5", "SNV,Sở Nội vụ,", "SNV,"),
    # header
    cell("missing_column", "units.csv:1:kind", "code,name,kind", "code,name,bloc"),
    cell("missing_column", "travel.csv:1:from", "from,", "season,"),
    cell("unknown_column", "units.csv:1:colour", "quota", "colour"),
    cell("misspelt_column", "units.csv:1:Quota", "quota", "Quota"),
    cell("misspelt_column", "employees.csv:1:seconded_to", "seconded_to_unit", "seconded_to"),
    cell("duplicate_column", "units.csv:1:name", "parent", "name"),
    cell("unnamed_columns", "units.csv:1", "quota", ""),
    # cells
    cell("missing_value", "units.csv:2:code", "00004,Ba Đình", ",Ba Đình"),
    cell("missing_value", "units.csv:2:name", "Ba Đình", "", WARNING),
    cell("missing_value", "units.csv:2:kind", "Ba Đình,ward", "Ba Đình, "),
    cell("not_a_number", "units.csv:2:latitude", "21.03,105.83,3", "phía bắc,105.83,3"),
    cell("not_a_number", "travel.csv:2:km", "1.5", "nan"),
    cell("not_a_whole_number", "units.csv:2:quota", "105.83,3", "105.83,ba"),
    cell("not_a_whole_number", "posts.csv:2:seats", "ACC,2", "ACC,2.5"),
    cell("number_with_separators", "travel.csv:2:km", "1.5", '"1,5"'),
    cell("number_with_separators", "units.csv:2:quota", "105.83,3", "105.83,16.000"),
    cell("negative_number", "units.csv:2:quota", "105.83,3", "105.83,-3"),
    cell("too_small", "employees.csv:3:count", ",,,2,,,1", ",,,0,,,1"),
    cell("too_large", "posts.csv:2:seats", "ACC,2", "ACC,2000000"),
    cell("unknown_value", "units.csv:2:kind", "Ba Đình,ward", "Ba Đình,town"),
    cell("unknown_value", "employees.csv:2:level", "105.83,2", "105.83,4"),
    cell("unknown_value", "employees.csv:2:ratings", "2024:good", "2024:fine"),
    file("not_yes_or_no", "employees.csv:2:excluded", "id,unit,post,excluded\nE1,00004,P1,maybe\n"),
    cell("not_a_date", "employees.csv:2:birth_date", "20/10/1990", "31/02/1990"),
    cell("not_a_date", "employees.csv:2:birth_date", "20/10/1990", "33166"),
    cell("too_long", "units.csv:2:name", "Ba Đình", "B" * 2_001),
    cell("too_long", "units.csv:2:code", "00004,Ba", "4" * 101 + ",Ba"),
    cell("too_many_items", "employees.csv:2:blocks", "2024:good,", "2024:good," + "i;" * 1_001),
    cell("not_a_pair", "employees.csv:2:ratings", "2024:good", "good"),
    cell("separator_in_code", "employees.csv:2:blocks", "2024:good,", "2024:good,i\u037eii"),
    cell("invisible_character", "units.csv:2:name", "Ba Đình", "Ba\0Đình"),
    cell("invisible_character", "units.csv:2:code", "00004,Ba", "000\u200b04,Ba"),
    cell("formula", "units.csv:2:name", "Ba Đình", "=HYPERLINK(1)", WARNING),
    cell("decomposed_unicode", "units.csv", "Ba Đình", "Ba Đi\u0300nh", INFO),
    # codes
    cell("duplicate_id", "units.csv:3:code", "00008,Ngọc", "00004,Ngọc"),
    cell("duplicate_row", "limits.csv:3:subject", "ACC,1,\n", "ACC,1,\nrelease,SNV,ACC,,2\n"),
    cell("unknown_code", "units.csv:4:parent", "centre,00004", "centre,00999"),
    cell("unknown_code", "posts.csv:2:unit", "P1,00004", "P1,00999"),
    cell("unknown_code", "posts.csv:2:workplace", "W1", "W2"),
    cell("unknown_code", "posts.csv:2:field", "ACC", "XYZ"),
    cell("unknown_code", "employees.csv:2:post", "P1", "P9"),
    cell("unknown_code", "employees.csv:2:seconded_to_unit", "2024:good,,", "2024:good,,00999"),
    cell("unknown_code", "limits.csv:2:field", "ACC", "XYZ"),
    cell("unknown_code", "instructions.csv:2:employee", "E1", "E7"),
    cell("unknown_code", "travel.csv:2:to", "W1", "W2"),
    cell("unknown_code", "workplaces.csv:2:unit", "00004", "00999"),
    cell("unknown_code", "fields.csv:2:related", "TRD:0.6", "XYZ:0.6;TRD:0.5"),
    cell("misspelt_code", "posts.csv:3:unit", "P2,00008", "P2,snv"),
    cell("lost_leading_zero", "posts.csv:2:unit", "P1,00004", "P1,4"),
    cell("lost_leading_zero", "posts.csv:2:unit", "P1,00004", "P1,04"),
    cell("lost_leading_zero", "employees.csv:2:unit", "00004,P1", "4.0,P1"),
    cell("lost_leading_zero", "units.csv:2:code", "00004,Ba", "4,Ba"),
    cell("lost_leading_zero", "units.csv:2:code", "00004,Ba", "4.0,Ba"),
    file("lost_leading_zero", "units.csv:2:province", OF_PROVINCES.format("1", "1", "1", "1")),
    cell("code_in_two_tables", "workplaces.csv:2:code", "W1", "SNV"),
    # places
    cell("latitude_outside_vietnam", "units.csv:2:latitude", "21.03,105.83,3", "48.85,105.83,3"),
    cell("latitude_outside_vietnam", "units.csv:2:latitude", "21.03,105.83,3", "2103,105.83,3"),
    cell("longitude_outside_vietnam", "employees.csv:2:home_longitude", "105.83", "2.35"),
    cell("swapped_coordinates", "units.csv:2:latitude", "21.03,105.83,3", "105.83,21.03,3"),
    cell("swapped_coordinates", "workplaces.csv:2:latitude", "21.03,105.84", "105.84,21.03"),
    cell("half_a_point", "employees.csv:2:home_latitude", "21.03,105.83", ",105.83"),
    cell("half_a_point", "units.csv:2:longitude", "21.03,105.83,3", "21.03,,3"),
    # units and posts
    cell("no_quota", "units.csv:2:quota", "105.83,3\n00008", "105.83,\n00008", WARNING),
    cell("no_point", "units.csv:2:latitude", "21.03,105.83,3", ",,3", WARNING),
    file("unit_without_province", "units.csv:3:province", OF_PROVINCES.format("01", "", "01", "01")),
    file("parent_in_another_province", "units.csv:4:parent", OF_PROVINCES.format("01", "01", "04", "04")),
    cell("parent_cycle", "units.csv:2:parent", "ward,,21.03", "ward,TT1,21.03"),
    cell("parent_cycle", "units.csv:5:parent", "department,", "department,SNV"),
    cell("centre_without_parent", "units.csv:4:parent", "centre,00004", "centre,"),
    cell("centre_outside_commune", "units.csv:4:parent", "centre,00004", "centre,SNV"),
    cell("more_reserved_than_seats", "posts.csv:2:reserved", "ACC,2,0", "ACC,2,3"),
    cell("workplace_of_another_unit", "posts.csv:3:workplace", "00008,,", "00008,W1,"),
    cell("more_holders_than_seats", "posts.csv:4:seats", "ACC,3,0", "ACC,1,0", INFO),
    cell("no_vacancies", "posts.csv:seats", "ACC,2,0", "ACC,2,2", WARNING),
    # what tables leave unsaid
    file("no_quotas", "units.csv:quota", UNITS_WITHOUT, WARNING),
    file("no_points", "units.csv:latitude", UNITS_WITHOUT, WARNING),
    file("post_told_by_field", "employees.csv:post", "id,unit,field,count\nE1,00004,ACC,2\n", WARNING),
    file("field_told_by_post", "employees.csv:field", "id,unit,post,count\nE1,00004,P1,2\n", WARNING),
    file("asked_but_unstated", "posts.csv:min_degree", ASKING, WARNING),
    file("people_of_unknown_field", "employees.csv:field", "id,unit,post,field\nE1,SNV,,\n", WARNING),
    cell("seats_of_unknown_field", "posts.csv:field", "W1,ACC", "W1,", WARNING),
    file("people_without_post", "employees.csv:post", "id,unit,post,field\nE1,00004,,ACC\n", WARNING),
    # employees
    cell(
        "duplicate_person", "employees.csv:3:national_id", GROUP, AN.replace("E1", "E3").replace("001099", "001 099 ")
    ),
    cell(
        "possible_duplicate_person",
        "employees.csv:4:name",
        AN + "\n" + GROUP,
        "\n".join([GROUP, *(AN.replace("001099000123", "").replace("E1", id_) for id_ in ("E1", "E3"))]),
        WARNING,
    ),
    cell("group_with_identity", "employees.csv:2:count", ",,,1,21.03", ",,,2,21.03"),
    cell("odd_identity", "employees.csv:2:national_id", "001099000123", "1099000123", WARNING),
    cell("date_in_future", "employees.csv:2:birth_date", "20/10/1990", "21/10/2025"),
    cell("date_in_future", "employees.csv:2:seconded_from", SECONDED, ",00008,,2025-10-21,2026-04-20,1,21"),
    cell("date_in_future", "employees.csv:2:ratings", "2024:good", "2026:good"),
    cell("unlikely_age", "employees.csv:2:birth_date", "20/10/1990", "20/10/0199", WARNING),
    file("already_left", "employees.csv:2:leaves_on", "id,unit,leaves_on\nE1,00004,2025-10-19\n", WARNING),
    cell("post_of_another_unit", "employees.csv:2:post", "00004,P1", "00004,P2"),
    cell("post_of_another_unit", "employees.csv:2:seconded_to_post", SECONDED, ",00008,P3,2025-10-01,2026-04-20,1,21"),
    cell("secondment_without_unit", "employees.csv:2:seconded_to_unit", SECONDED, ",,,2025-10-01,2026-04-20,1,21"),
    cell("secondment_without_date", "employees.csv:2:seconded_until", SECONDED, ",00008,,2025-10-01,,1,21"),
    cell("dates_reversed", "employees.csv:2:seconded_until", SECONDED, ",00008,,2025-10-01,2025-09-01,1,21"),
    cell(
        "secondment_overdue", "employees.csv:2:seconded_until", SECONDED, ",00008,,2025-01-01,2025-07-01,1,21", WARNING
    ),
    file("unlisted_major", "employees.csv:2:major", "id,unit,post,major\nE1,00004,P1,Thú y\n", WARNING),
    cell("unknown_bar", "employees.csv:2:blocks", "2024:good,", "2024:good,viii"),
    file("own_partner", "employees.csv:2:partner", COUPLES + "E1,00004,E1,1\n"),
    file("partner_of_a_group", "employees.csv:2:partner", COUPLES + "E1,00004,E2,1\nE2,SNV,,2\n"),
    file("partner_of_a_group", "employees.csv:3:partner", COUPLES + "E1,00004,,1\nE2,SNV,E1,2\n"),
    file(
        "partner_of_another", "employees.csv:2:partner", COUPLES + "E1,00004,E2,1\nE2,SNV,E3,1\nE3,SNV,E2,1\n", WARNING
    ),
    # limits and instructions
    cell("limit_without_number", "limits.csv:2:keep", "ACC,1,", "ACC,,"),
    cell("keep_on_arrival", "limits.csv:2:keep", "release", "arrival"),
    cell("keep_of_some_moves", "limits.csv:2:keep", "release,SNV", "release,"),
    file("keep_of_some_moves", "limits.csv:2:keep", LIMITS + "release,SNV,,secondment,,,1,,\n"),
    file("keep_of_some_moves", "limits.csv:2:keep", LIMITS + "release,SNV,,,public_employee,,1,,\n"),
    file("keep_of_some_moves", "limits.csv:2:keep", LIMITS + "release,SNV,,,,00004,1,,\n"),
    file("limit_within_a_unit", "limits.csv:2:other_unit", LIMITS + "arrival,00004,,,,00004,,1,\n"),
    file("demand_beyond_limit", "limits.csv:2:at_least", LIMITS + "release,SNV,,,,,,1,2\n"),
    file("demand_beyond_limit", "limits.csv:3:at_least", LIMITS + "release,,,,,,,1,\narrival,00004,TRD,,,SNV,,,2\n"),
    file("unknown_value", "limits.csv:2:form", LIMITS + "release,SNV,,reassignment,,,,1,\n"),
    file("unknown_value", "limits.csv:2:kind", LIMITS + "release,SNV,,,cadre,,,1,\n"),
    file("unknown_code", "limits.csv:2:other_unit", LIMITS + "release,SNV,,,,00999,,1,\n"),
    cell("instruction_about_nothing", "instructions.csv:2:employee", "E1", ""),
    cell("pin_without_employee", "instructions.csv:2:employee", "E1,,", ",P1,"),
)

CODES_TESTED_ELSEWHERE = {"no_folder", "unreadable_file", "too_many_bytes", "too_many_rows", "more_of_the_same"}
"""In test_folder.py and test_large.py."""


def variant(example, faultless):
    """The content of the example's file."""
    if example.old is None:
        return example.new
    assert faultless[example.file].count(example.old) >= 1, "the example changes nothing"
    return faultless[example.file].replace(example.old, example.new, 1)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_finding_of_every_example(example, read, faultless):
    ingested = read({example.file: variant(example, faultless)})

    assert (example.severity, example.code, example.place) in {
        (finding.severity, finding.code, finding.place) for finding in ingested.findings
    }
    errors = [finding for finding in ingested.findings if finding.severity is ERROR]
    assert (ingested.dataset is None) == bool(errors)
    if errors:
        with pytest.raises(InputError) as raised:
            ingested.valid_dataset()
        assert raised.value.findings == ingested.findings

    for finding in ingested.findings:
        for language in LANGUAGES:
            assert placeholders(catalog()[f"finding.{finding.code}"][language]) == set(finding.figures)
            sentence = finding.sentence(language)
            assert not any(secret in sentence + finding.place for secret in ("001099", "001 099", "Nguyễn", "viii"))


def test_a_fault_has_no_further_findings(read, faultless):
    """A single fault in a cell gives one finding, not a trail of others."""
    for example in EXAMPLES:
        if example.file == "units.csv" and example.code in (
            "swapped_coordinates",
            "no_quota",
            "unknown_value",
            "formula",
        ):
            assert len(read({"units.csv": variant(example, faultless)}).findings) == 1, example.name


def test_faultless_folder_has_no_findings(read):
    ingested = read({})
    assert ingested.findings == ()
    assert ingested.valid_dataset() is ingested.dataset
    assert ingested.row_counts == {
        "fields": 2,
        "units": 4,
        "workplaces": 1,
        "posts": 3,
        "employees": 2,
        "limits": 1,
        "instructions": 1,
        "travel": 1,
    }


def test_every_wording_has_an_example_and_every_emitted_code_a_wording():
    wording = resources.files("optimizer.text").joinpath("findings.toml").read_text(encoding="utf-8")
    worded = set(tomllib.loads(wording)["finding"])
    assert worded == {example.code for example in EXAMPLES} | CODES_TESTED_ELSEWHERE
    assert emitted_codes() <= worded


def test_wording_is_in_both_languages_with_the_same_figures():
    for key, wording in catalog().items():
        if key.startswith("finding."):
            assert set(wording) == set(LANGUAGES), key
            assert placeholders(wording["vi"]) == placeholders(wording["en"]), key
            assert wording["vi"].endswith((".", "?")) and wording["en"].endswith((".", "?")), key


def placeholders(sentence: str) -> set[str]:
    """Names of the figures that a sentence asks for."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def emitted_codes() -> set[str]:
    """Every string given as a code to what makes findings in the sources of the package."""
    makers = {"Finding", "at_lines", "findings", "errors", "warnings", "unreadable", "error", "Fault"}
    codes = set(CODE_OF_ERROR.values())
    for source in Path(optimizer.ingest.__file__).parent.glob("*.py"):
        for call in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call):
                name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
                if name in makers:
                    texts = [
                        arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
                    ]
                    codes.update(texts[:1])
    assert len(codes) > 40
    return codes - {""}
