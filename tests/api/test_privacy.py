"""Why somebody is barred shows on no face: in no trouble, by no command, in no file it writes, in neither language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from api.cli import show
from api.plan_folder import INPUT_FOLDER
from optimizer.domain import Dataset, Employee, Instruction, Limit, LimitSubject, Order, SenderKind
from optimizer.facts import facts_of
from optimizer.findings import Finding
from optimizer.ingest import write_folder
from optimizer.plan import Move
from optimizer.policy import POLICY_FILE, Form, Policy
from optimizer.rules import PAIR_RULES, RULES, candidate_of
from optimizer.rules.form import LEGAL_BASIS, PAYER
from optimizer.text import LANGUAGES, Language, say
from tests.api.conftest import Dieuphoi, province

LOCAL = "quan-nhan-du-bi"
CODES = ("i", "ii", "iii", "iv", "v", "vi", "vii", LOCAL)
BARS = [rule for rule in PAIR_RULES if rule.is_bar]
POLICY = f'as_of = 2025-10-01\n[rules.bar_local]\nextra_codes = ["{LOCAL}"]\n[rules.sender_share]\nshare = 0.6\n'
NEUTRAL = {language: say("word.bar", language) for language in LANGUAGES}


HARMLESS = (
    *(basis for basis in LEGAL_BASIS.values() if basis),
    "vi phạm",
    "phạm vi",
    '"vi":',
    *(say("finding.unknown_bar", language) for language in LANGUAGES),
)
"""What a face may say although a code or an article is in it: a form's own basis, a word, a rule about a column."""

CITED = sorted(
    {text for rule in RULES if rule not in BARS for text in (rule.citation.article, rule.citation.instrument) if text},
    key=len,
    reverse=True,
)
"""What is cited of other rules that a move passed, the bars' decree among it; of the bars no article is told."""

TELLING = (
    *(re.escape(rule.id) for rule in BARS),
    *(re.escape(rule.sentences[language].rstrip(".")) for rule in BARS for language in LANGUAGES),
    *(re.escape(rule.name[language]) for rule in BARS for language in LANGUAGES),
    *(rf"(?<![\w-]){code}(?![\w-])" for code in CODES),
    r"đơn tự nguyện",
    r"[Ww]aive(?!rs\b)",
    r"Điều 2[56]",
    r"Art(icle)?s?\.? 2[56]",
    r"170/2025",
    r"00109900\d{4}",
    r"Bí Mật",
)
LEAK = re.compile("|".join(TELLING))


@pytest.fixture(autouse=True)
def _endless_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """So wide that no sentence is broken, and so long that no line is left out."""
    monkeypatch.setattr(show.STDOUT, "width", 1_000)
    monkeypatch.setattr(show, "MOST_LINES", 10_000)


def barred(people: Mapping[str, str], waivers: str = "") -> list[Employee]:
    """The people of the small province; some of them with codes of bars and everybody with an identity and a name."""
    return [
        employee.model_copy(
            update={
                "blocks": tuple(filter(None, people.get(employee.id, "").split(";"))),
                "waivers": tuple(filter(None, waivers.split(";"))) if employee.id in people else (),
                "national_id": f"00109900{number:04}",
                "name": f"Nguyễn Bí Mật {number}",
            }
        )
        for number, employee in enumerate(province().rows("employees"))
    ]


EVERY_CODE = {f"S{number:02}": code for number, code in enumerate(CODES)} | {
    "S08": ";".join(CODES),
    "Y0": "v",
    "Y1": "i",
}


def trouble(people: Mapping[str, str] = EVERY_CODE, waivers: str = "") -> Dataset:
    """Orders to move everybody who is barred, demands that nobody is left for, and a ban and a pin beside them."""
    return province().replace(
        employees=barred(people, waivers),
        instructions=[
            *(Instruction(order=Order.FORCE, employee=person, unit="07525") for person in sorted(people)),
            Instruction(order=Order.PIN, employee="S18"),
            Instruction(order=Order.BAN, employee="S19", unit="07525"),
        ],
        limits=[Limit(subject=LimitSubject.ARRIVAL, unit="07525", at_least=9)],
    )


def faces(dieuphoi: Dieuphoi, tables: Path, out: Path, language: Language) -> Iterator[tuple[str, str]]:
    """What every command prints about tables and every file that it writes, but for the copies of what it was given."""
    base = out / "base"
    for words in (
        ("check", tables),
        ("limits", tables),
        ("plan", tables, "--out", base),
        ("plan", tables, "--out", out / "again", "--base", base, "--profile", "least_change", "--engine", "cp-sat"),
        ("verify", base),
        ("verify", out / "again"),
        ("explain", base, "--out", out / "why"),
        ("nation", tables.parent, "--out", out / "nation", "--processes", "1"),
        ("cases",),
        ("profiles",),
    ):
        done = dieuphoi(*words, "--lang", language)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        yield " ".join(map(str, words)), done.output
    yield from written(out)


def written(out: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(out.rglob("*")):
        if path.is_file() and path.name != POLICY_FILE and INPUT_FOLDER not in path.parts:
            yield str(path.relative_to(out)), path.read_text(encoding="utf-8")


def assert_says_nothing(place: str, text: str) -> None:
    for harmless in HARMLESS:
        text = text.replace(harmless, "")
    text = re.sub(r"https://errors\.pydantic\.dev/\S+", "", text)
    found = LEAK.search(text)
    assert found is None, f"{place}: {text[max(found.start() - 200, 0) : found.end() + 100]}"


def write_tables(dataset: Dataset, folder: Path) -> Path:
    write_folder(dataset, folder)
    (folder / POLICY_FILE).write_text(POLICY, encoding="utf-8")
    return folder


def test_the_net_catches_what_it_is_for() -> None:
    for rule, code in zip(BARS, CODES[:7], strict=True):
        for text in (rule.id, rule.sentences["vi"], rule.name["en"], f"blocks: {code}", f'"{code}"', f";{code};"):
            with pytest.raises(AssertionError):
                assert_says_nothing("", text)
    for text in (LOCAL, "Nguyễn Bí Mật 3", "001099000017", "Nghị định 170/2025/NĐ-CP", "Điều 25"):
        with pytest.raises(AssertionError):
            assert_says_nothing("", text)
    assert_says_nothing("", f"3 vi phạm. {NEUTRAL['vi']} {NEUTRAL['en']} {LEGAL_BASIS[Form.SECONDMENT]}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("waivers", ["", "v;vi"])
def test_orders_to_move_people_who_are_barred(
    dieuphoi: Dieuphoi, tmp_path: Path, language: Language, waivers: str
) -> None:
    tables = write_tables(trouble(waivers=waivers), tmp_path / "in" / "24")
    said = dict(faces(dieuphoi, tables, tmp_path / "out", language))
    for place, text in said.items():
        assert_says_nothing(place, text)
    base = tmp_path / "out" / "base"
    assert NEUTRAL[language] in said[f"plan {tables} --out {base}"]
    assert {"why/explanation.md", "why/need.csv", "why/burdens.csv", "why/shortages.csv"} <= said.keys()
    for folder in ("base", "again", "nation/24"):
        assert all(sentence in said[f"{folder}/plan.json"] for sentence in NEUTRAL.values())
        files = {"moves.csv", "rules_passed.csv", "unfilled.csv", "unmet.csv", "summary.md"}
        assert said.keys() >= {f"{folder}/{file}" for file in files}


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_somebody_barred_is_not_moved(dieuphoi: Dieuphoi, tmp_path: Path, language: Language) -> None:
    tables, out = write_tables(trouble(), tmp_path / "in"), tmp_path / "plan"
    dieuphoi("plan", tables, "--out", out)
    (mover, *_) = json.loads((out / "plan.json").read_text(encoding="utf-8"))["moves"]
    asked = ("--employee", "S08", "--post", "07525-IT")
    for words in ((), ("--move", mover["employee"]), ("--post", "07525-IT"), asked):
        for form in ((), ("--json",)):
            done = dieuphoi("explain", out, *words, *form, "--lang", language)
            assert done.exit_code == 0
            text = done.output
            for harmless in (*HARMLESS, *CITED):
                text = text.replace(harmless, "")
            assert_says_nothing(" ".join(words), text)
            assert words != asked or NEUTRAL[language] in done.output


@pytest.mark.parametrize(
    ("language", "codes"),
    [("vi", ("i", "ii", "iii", "iv", "vii", LOCAL, "i;ii;iii;iv;v;vi;vii")), ("en", ("ii", "i;ii;iii;iv;v;vi;vii"))],
)
def test_every_output_is_the_same_whichever_the_bars_are(
    dieuphoi: Dieuphoi, tmp_path: Path, language: Language, codes: tuple[str, ...]
) -> None:
    """Byte for byte, but for fingerprints of the tables; what every bar says is looked for above, in both languages."""
    said = []
    for number, code in enumerate(codes):
        here = tmp_path / str(number)
        tables = write_tables(trouble(dict.fromkeys(EVERY_CODE, code)), here / "in" / "24")
        texts = [text.replace(str(here), "") for _, text in faces(dieuphoi, tables, here / "out", language)]
        said.append([without_hashes_and_times(text) for text in texts])
    for one in said:
        for text, first in zip(one, said[0], strict=True):
            assert text == first


def without_hashes_and_times(text: str) -> str:
    text = re.sub(r"\b[0-9a-f]{64}\b|\b[0-9a-f]{12}\b", "#", text)
    text = re.sub(r"(?m)^(Thời gian|Time):.*$|[\d.,]+ *$", "", text)
    # Columns of seconds are as wide as their longest number.
    return re.sub(r"(?m) +$", "", re.sub(r"([ ━─])\1+", r"\1", text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_plans_by_hand_that_move_people_who_are_barred(dieuphoi: Dieuphoi, tmp_path: Path, language: Language) -> None:
    tables = write_tables(trouble(waivers="v;vi"), tmp_path / "in")
    out = tmp_path / "plan"
    dieuphoi("plan", tables, "--out", out)
    record = json.loads((out / "plan.json").read_text(encoding="utf-8"))
    posts = [post.code for post in province().rows("posts")]
    record["moves"] = [by_hand(person, post, form) for person in EVERY_CODE for post in posts for form in Form]
    (out / "plan.json").write_text(json.dumps(record), encoding="utf-8")
    done = dieuphoi("verify", out, "--lang", language)
    assert done.exit_code == 1
    assert_says_nothing("verify", done.output)
    assert say("violation.bar", language, subject="S08 → 07525-IT") in done.output


def by_hand(person: str, post: str, form: Form) -> dict[str, object]:
    """A move as somebody may write it into a plan, allowed or not."""
    unit = {"S": "SNV", "Y": "07681"}[person[0]]
    move = Move(
        employee=person,
        to_post=post,
        form=form,
        sender_kind=SenderKind.DEPARTMENT,
        from_unit=unit,
        from_post="",
        to_unit=post.partition("-")[0],
        field="IT",
        start=date(2025, 10, 1),
        end=date(2026, 4, 1) if form is Form.SECONDMENT else None,
        km=None,
        minutes=0,
        distance_source="",
        cost_vnd=0,
        payer=PAYER[form],
        legal_basis=LEGAL_BASIS[form],
        fit=1.0,
        volunteer=False,
    )
    return TypeAdapter(Move).dump_python(move, mode="json")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_identity_or_a_name_in_the_place_of_an_id_is_not_repeated(
    dieuphoi: Dieuphoi, tmp_path: Path, language: Language
) -> None:
    tables = write_tables(trouble(), tmp_path / "in")
    out = tmp_path / "plan"
    dieuphoi("plan", tables, "--out", out)
    record = json.loads((out / "plan.json").read_text(encoding="utf-8"))
    for stranger in ("001099000003", "Nguyễn Bí Mật 3", "iii"):
        record["moves"] = [by_hand("S01", "07525-IT", Form.SECONDMENT) | {"employee": stranger}]
        (out / "plan.json").write_text(json.dumps(record), encoding="utf-8")
        done = dieuphoi("verify", out, "--lang", language)
        assert done.exit_code == 1
        assert_says_nothing("verify", done.output)


def spoilt(lines: list[str]) -> Iterator[tuple[str, str]]:
    """The table of employees with all that can go wrong in it: columns shifted, codes misspelt, rows broken off."""
    header, *rows = [line.split(",") for line in lines]
    for shift in range(1, len(header), 2):
        shifted = [[*row[-shift:], *row[:-shift]] for row in rows]
        yield f"shifted by {shift}", "\n".join(",".join(row) for row in (header, *shifted))
    blocks = header.index("blocks")
    for odd in ("viii", "i,ii", "iii v", "bar_illness", "ung thư", "III", "=iii", "iii;iii;", "\u200biii"):
        bad = [[*row[:blocks], f'"{odd}"', *row[blocks + 1 :]] for row in rows]
        yield f"blocks {odd!r}", "\n".join(",".join(row) for row in (header, *bad))
    yield "no header", "\n".join(",".join(row) for row in rows)
    yield "another delimiter", "\n".join(";".join(row) for row in (header, *rows))
    yield "rows broken off", "\n".join(",".join(row[:-3]) for row in (header, *rows))
    yield "everybody twice", "\n".join(",".join(row) for row in (header, *rows, *rows))
    yield "an open quote", "\n".join(",".join(row) for row in (header, *rows)) + '\n"Nguyễn Bí Mật,iii'
    yield "a column renamed", "\n".join(",".join(row) for row in ([*header[:-1], "iii"], *rows))


def test_bad_tables_are_told_without_what_stands_in_them(
    dieuphoi: Dieuphoi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Told in both languages each time that they are read, which takes longest."""

    def in_both(findings: Sequence[Finding], _: Language) -> None:
        for language in LANGUAGES:
            show.show_findings(findings, language)

    monkeypatch.setattr(import_module("api.cli.check"), "show_findings", in_both)
    tables = write_tables(trouble(), tmp_path / "in")
    lines = (tables / "employees.csv").read_text(encoding="utf-8").splitlines()
    told = 0
    for what, text in spoilt(lines):
        (tables / "employees.csv").write_text(text, encoding="utf-8")
        done = dieuphoi("check", tables, "--lang", "vi")
        assert "Dữ liệu đầu vào: " in done.output and "Input: " in done.output
        assert_says_nothing(what, done.output)
        told += done.exit_code == 1
    assert told > 25


def test_a_row_that_cannot_be_or_that_is_shown_tells_nothing() -> None:
    """In a traceback or a log of the library, which prints values as Python does."""
    person = barred({"Y0": "i;iii"})[0]
    record = person.model_dump()
    for wrong in ({"count": 0}, {"unit": ""}, {"national_id": "\u200b001099000000"}, {"blocks": 3}, {"illness": "iii"}):
        with pytest.raises(ValueError) as caught:
            Employee.model_validate(record | wrong)
        assert_says_nothing(str(wrong), str(caught.value))
        assert "\u200b001099" not in str(caught.value)
    del record["unit"]
    with pytest.raises(ValueError) as caught:
        Employee.model_validate(record)
    assert_says_nothing("a column missing", str(caught.value))
    facts = facts_of(trouble(), Policy(as_of=date(2025, 10, 1)))
    for shown in (repr(person), str(person), repr(candidate_of(facts, "S08", "07525-IT", Form.SECONDMENT).employee)):
        assert "unit=" in shown
        assert_says_nothing("repr", shown)
