"""Whole folders: what is accepted, what is refused, and that a dataset reads back as it was written."""

from __future__ import annotations

import csv
import random
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizer.domain import TABLES, Dataset, Employee, Field, Instruction, Leg, Limit, Post, Unit, Workplace
from optimizer.ingest import InputError, folder, read_folder, write_folder
from optimizer.text import LANGUAGES

AS_OF = date(2025, 10, 20)
MANY_FOLDERS = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

# Any text that a model takes: no control, zero-width or direction characters, no surrogates.
plain = st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp")), max_size=8)
code = plain.filter(lambda text: text.strip())
item = st.text(
    st.characters(exclude_categories=("C", "Z", "P", "S"), include_characters="-+=@ _"), min_size=1, max_size=5
).filter(lambda text: text.strip())
degrees = st.floats(8, 23)


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    """Faultless datasets whose cells use every type of column."""
    units = draw(st.lists(code, min_size=1, max_size=4, unique_by=normal))
    posts = draw(st.lists(code, min_size=1, max_size=4, unique_by=normal))
    ids = draw(st.lists(code, min_size=1, max_size=4, unique_by=normal))
    fields = [Field(code="ACC", name_en=draw(plain), name_vi=draw(plain), related=(("TRD", draw(st.floats(0, 1))),))]
    fields.append(Field(code="TRD", name_en="Trade", name_vi="Công thương"))
    return Dataset.of(
        fields=fields,
        units=[
            Unit(
                code=unit,
                name=draw(plain),
                kind="department",
                latitude=draw(degrees),
                longitude=105.5,
                quota=draw(st.none() | st.integers(0, 99)),
                area_km2=draw(st.none() | st.floats(0, 1_000)),
            )
            for unit in units
        ],
        workplaces=[Workplace(code="a workplace", unit=units[0], latitude=draw(degrees), longitude=105)],
        posts=[
            Post(
                code=post,
                unit=draw(st.sampled_from(units)),
                title=draw(plain),
                field=draw(st.sampled_from(["ACC", "TRD", "unknown"])),
                certificates=tuple(draw(st.lists(item, max_size=3))),
                seats=draw(st.integers(0, 9)),
                min_level=draw(st.integers(0, 3)),
                min_degree=draw(st.sampled_from(["none", "university"])),
            )
            for post in posts
        ],
        employees=[
            Employee(
                id=id_,
                name=draw(plain),
                unit=draw(st.sampled_from(units)),
                birth_date=draw(st.none() | st.dates(date(1, 1, 1), AS_OF)),
                absent_until=draw(st.none() | st.dates()),
                excluded=draw(st.booleans()),
                ratings=tuple(draw(st.lists(st.tuples(st.integers(1990, 2025), st.just("good")), max_size=2))),
                blocks=tuple(draw(st.lists(st.sampled_from(["i", "vii"]), max_size=2))),
                languages=tuple(draw(st.lists(item, max_size=2))),
                years_in_field=draw(st.floats(0, 70)),
            )
            for id_ in ids
        ],
        limits=[Limit(subject="release", unit=units[0], keep=draw(st.integers(0, 9)))],
        instructions=[Instruction(order="pin", employee=ids[0], reason=draw(plain))],
        travel=[
            Leg.model_validate({"from": units[0], "to": "a workplace", "km": draw(st.floats(0, 99)), "minutes": 5})
        ],
    )


def normal(text: str) -> str:
    """A code as its model reads it."""
    return Unit(code=text, name="", kind="ward").code


@MANY_FOLDERS
@given(dataset=datasets())
def test_a_dataset_reads_back_as_it_was_written(dataset, tmp_path):
    write_folder(dataset, tmp_path)
    ingested = read_folder(tmp_path, AS_OF)
    assert ingested.valid_dataset().sha256 == dataset.sha256
    assert {name: ingested.valid_dataset().rows(name) for name in TABLES} == {
        name: dataset.rows(name) for name in TABLES
    }


def test_equal_datasets_are_written_as_equal_bytes(read, tmp_path):
    dataset = read({}).valid_dataset()
    for copy in ("one", "two"):
        write_folder(dataset.replace(units=reversed(dataset.rows("units"))), tmp_path / copy)
    for table in TABLES:
        assert (tmp_path / "one" / f"{table}.csv").read_bytes() == (tmp_path / "two" / f"{table}.csv").read_bytes()
    header = (tmp_path / "one" / "travel.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header == "from,to,km,minutes,season,wait_minutes,is_ferry,source"


def test_texts_are_written_as_they_are_even_if_a_spreadsheet_would_run_them(read, tmp_path):
    dataset = read({}).valid_dataset()
    names = ["=1+1", "+84", "-x", "@x"]
    units = [unit.model_copy(update={"name": name}) for unit, name in zip(dataset.rows("units"), names, strict=True)]
    variant = dataset.replace(units=units)
    write_folder(variant, tmp_path / "copy")
    ingested = read_folder(tmp_path / "copy", AS_OF)
    assert ingested.valid_dataset().sha256 == variant.sha256
    assert [(finding.code, finding.column) for finding in ingested.findings] == [("formula", "name")] * 4


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.replace("\n", "\n\n").encode(),
        lambda text: text.rstrip("\n").encode(),
        lambda text: (text + "," * text.split("\n")[0].count(",") + "\n").encode(),
        lambda text: text.replace(",", " , ").encode(),
    ],
    ids=["BOM", "CRLF", "CR", "blank lines", "no last line end", "row of empty cells", "spaces"],
)
def test_forms_of_a_file_that_say_the_same(rewrite, read, faultless):
    expected = read({}).valid_dataset().sha256
    ingested = read({name: rewrite(text) for name, text in faultless.items()})
    assert ingested.findings == ()
    assert ingested.valid_dataset().sha256 == expected


def test_decomposed_unicode_is_read_as_composed(read, faultless):
    expected = read({}).valid_dataset().sha256
    ingested = read({"units.csv": faultless["units.csv"].replace("Đình", "Đi\u0300nh").replace("Hà", "Ha\u0300")})
    assert [(finding.code, dict(finding.figures)) for finding in ingested.findings] == [
        ("decomposed_unicode", {"cells": 2})
    ]
    assert ingested.valid_dataset().sha256 == expected


def test_row_order_does_not_matter(read, faultless):
    expected = read({}).valid_dataset().sha256
    shuffler = random.Random(7)
    for _ in range(5):
        variant = {}
        for name, text in faultless.items():
            header, *rows = text.splitlines(keepends=True)
            variant[name] = header + "".join(shuffler.sample(rows, len(rows)))
        assert read(variant).valid_dataset().sha256 == expected


@MANY_FOLDERS
@given(content=st.binary(max_size=400), table=st.sampled_from(sorted(TABLES)))
def test_arbitrary_bytes_never_raise(content, table, read):
    assert is_explained(read({f"{table}.csv": content}))


@MANY_FOLDERS
@given(data=st.data(), table=st.sampled_from(sorted(TABLES)))
def test_garbled_rows_never_raise(data, table, read, faultless):
    """A header that holds, and cells of all kinds of rubbish under it."""
    columns = list(TABLES[table].columns)
    sound = [cell for text in faultless.values() for row in csv.reader(text.splitlines()) for cell in row]
    cell = st.sampled_from([*sound, "-1", "1e999", "4.0", "31/02/2024", "a:b;c", "=1", "\x00", "i", "ward"]) | st.text(
        max_size=5
    )
    rows = data.draw(st.lists(st.lists(cell, min_size=len(columns) - 1, max_size=len(columns)), max_size=4))
    lines = "".join(",".join(f'"{text}"' for text in row) + "\n" for row in [columns, *rows])
    assert is_explained(read({f"{table}.csv": lines.encode("utf-8", "surrogatepass")}))


def is_explained(ingested):
    """Whether there is a dataset or an error, and every finding can be said in both languages."""
    has_error = any(finding.severity == "error" for finding in ingested.findings)
    return (ingested.dataset is None) == has_error and all(
        finding.sentence(language) for finding in ingested.findings for language in LANGUAGES
    )


def test_companions_of_the_tables_and_hidden_files_are_no_findings(read):
    assert read({"policy.toml": "", "case.toml": "", ".notes": ""}).findings == ()


def test_optional_tables_may_be_absent(read):
    ingested = read({name: None for name in ("fields.csv", "limits.csv", "instructions.csv", "travel.csv")})
    assert ingested.findings == ()
    assert ingested.row_counts["limits"] == 0


def test_without_a_table_of_fields_fields_are_taken_as_they_come(read, faultless):
    posts = faultless["posts.csv"].replace("ACC", "XYZ")
    assert read({"fields.csv": None, "limits.csv": None, "posts.csv": posts}).findings == ()


def test_every_bad_cell_is_reported_in_one_go(read, faultless):
    units = faultless["units.csv"].replace("ward", "town").replace("105.83,3", "105.83,-3").replace("9\n", "x\n")
    employees = faultless["employees.csv"].replace("20/10/1990", "1990").replace(",P3", ",P4")
    found = {
        (finding.place, finding.code) for finding in read({"units.csv": units, "employees.csv": employees}).findings
    }
    assert found >= {
        ("units.csv:2:kind", "unknown_value"),
        ("units.csv:3:kind", "unknown_value"),
        ("units.csv:2:quota", "negative_number"),
        ("units.csv:5:quota", "not_a_whole_number"),
        ("employees.csv:2:birth_date", "not_a_date"),
        ("employees.csv:3:post", "unknown_code"),
    }


def test_rows_are_counted_as_an_editor_counts_lines(read, faultless):
    units = faultless["units.csv"].replace("Ba Đình", '"Ba\nĐình\n"').replace("105.81,3", "105.81,-3")
    ingested = read({"units.csv": "\n" + units})
    assert [finding.place for finding in ingested.findings] == ["units.csv:6:quota"]


def test_references_to_a_table_that_was_not_read_in_full_are_left_alone(read, faultless):
    ingested = read({"units.csv": faultless["units.csv"].replace("00008,Ngọc Hà,", "00008,")})
    assert {finding.code for finding in ingested.findings} == {"wrong_cell_count"}


def test_no_folder(tmp_path):
    ingested = read_folder(tmp_path / "absent", AS_OF)
    assert [(finding.code, finding.file) for finding in ingested.findings] == [("no_folder", "absent")]
    with pytest.raises(InputError, match="1 errors in the input, first of all absent: There is no such folder"):
        ingested.valid_dataset()


def test_a_directory_in_place_of_a_file(read, tmp_path):
    (tmp_path / "limits.csv").mkdir()
    ingested = read({"limits.csv": None})
    assert [(finding.code, finding.place) for finding in ingested.findings] == [("unreadable_file", "limits.csv")]


def test_too_many_bytes(read, monkeypatch):
    monkeypatch.setattr(folder, "MAX_BYTES", 250)
    ingested = read({})
    assert [(finding.code, finding.place) for finding in ingested.findings] == [("too_many_bytes", "employees.csv")]
