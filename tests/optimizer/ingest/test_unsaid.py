"""What tables of counts leave unsaid: filled in where only one thing can be meant, and always told."""

from __future__ import annotations

from collections.abc import Callable

from optimizer.ingest import Ingested

Read = Callable[..., Ingested]
POSTS = (
    "code,unit,field,seats\nP1,00004,ACC,2\nP2,00004,TRD,2\nP3,00008,ACC,2\nP4,00008,ACC,1\nP5,00008,TRD,3\nP6,SNV,,9\n"
)


def people(ingested: Ingested) -> dict[str, tuple[str, str]]:
    """Post and field of every row."""
    frame = ingested.valid_dataset().employees
    return dict(zip(frame["id"], zip(frame["post"], frame["field"], strict=True), strict=True))


def told(ingested: Ingested) -> dict[str, dict[str, object]]:
    return {finding.code: dict(finding.figures) for finding in ingested.findings}


def of(read: Read, employees: str, posts: str = POSTS) -> Ingested:
    return read({"employees.csv": employees, "posts.csv": posts, "instructions.csv": None})


def test_heads_by_field_hold_the_only_post_of_their_field(read: Read) -> None:
    ingested = of(read, "id,unit,field,count\nA,00004,ACC,3\nB,00008,TRD,1\nC,SNV,TRD,4\nD,SNV,,2\n")
    assert people(ingested) == {"A": ("P1", "ACC"), "B": ("P5", "TRD"), "C": ("", "TRD"), "D": ("P6", "unknown")}
    assert told(ingested)["post_told_by_field"] == {"rows": 3, "people": 6}


def test_between_two_posts_of_a_field_nothing_is_guessed(read: Read) -> None:
    ingested = of(read, "id,unit,field,count\nA,00008,ACC,2\n")
    assert people(ingested) == {"A": ("", "ACC")}
    assert told(ingested)["people_without_post"] == {"people": 2}
    assert "post_told_by_field" not in told(ingested)


def test_heads_by_post_know_the_field_of_the_post(read: Read) -> None:
    ingested = of(read, "id,unit,post,count\nA,00004,P1,3\nB,SNV,,4\nC,SNV,P6,1\n")
    assert people(ingested) == {"A": ("P1", "ACC"), "B": ("", "unknown"), "C": ("P6", "unknown")}
    assert told(ingested)["field_told_by_post"] == {"rows": 1, "people": 3}
    assert told(ingested)["people_of_unknown_field"] == {"people": 5, "seats": 8}


def test_a_column_that_is_there_is_taken_at_its_word(read: Read) -> None:
    ingested = of(read, "id,unit,post,field,count\nA,00004,,ACC,3\nB,00004,P1,,4\n")
    assert people(ingested) == {"A": ("", "ACC"), "B": ("P1", "unknown")}
    assert {"post_told_by_field", "field_told_by_post"}.isdisjoint(told(ingested))


def test_heads_alone_hold_the_only_post_of_their_unit(read: Read) -> None:
    ingested = of(read, "id,unit,count\nA,00004,3\nB,00008,1\n", "code,unit,seats\nP1,00004,5\nP2,00008,5\n")
    assert people(ingested) == {"A": ("P1", "unknown"), "B": ("P2", "unknown")}
    assert set(told(ingested)) == {"post_told_by_field"}


def test_nothing_is_told_of_what_posts_do_not_ask_or_people_state(read: Read) -> None:
    asking = "code,unit,field,seats,min_degree,min_level\nP1,00004,ACC,5,university,2\nP2,00008,ACC,2,,\n"
    stated = "id,unit,post,field,degree\nA,00008,P2,ACC,college\nB,00008,P2,ACC,\n"
    assert "asked_but_unstated" not in told(of(read, stated, asking))
    unstated = "id,unit,post,field\nA,00008,P2,ACC\nB,00008,P2,ACC\n"
    findings = [f for f in of(read, unstated, asking).findings if f.code == "asked_but_unstated"]
    assert [(finding.column, dict(finding.figures)) for finding in findings] == [
        ("min_degree", {"posts": 1, "columns": "degree"}),
        ("min_level", {"posts": 1, "columns": "level, degree"}),
    ]


def test_what_a_post_without_an_open_seat_asks_does_not_matter(read: Read) -> None:
    full = "code,unit,field,seats,min_degree\nP1,00004,ACC,1,university\nP2,00008,ACC,2,\n"
    assert "asked_but_unstated" not in told(of(read, "id,unit,post,field\nA,00004,P1,ACC\n", full))


def test_seats_of_unknown_field_are_told_where_people_know_theirs(read: Read) -> None:
    ingested = of(read, "id,unit,post,field\nA,SNV,,ACC\n", "code,unit,seats\nP1,00004,5\n")
    assert told(ingested)["seats_of_unknown_field"] == {"seats": 5}


def test_what_no_commune_has_is_told_once(read: Read) -> None:
    communes = "code,name,kind,parent\n00004,Ba Đình,ward,\n00008,Ngọc Hà,ward,\n"
    bare = communes + "TT1,Trung tâm,delivery_centre,00004\nSNV,Sở Nội vụ,department,\n"
    findings = [finding for finding in read({"units.csv": bare}).findings if finding.file == "units.csv"]
    assert [(finding.code, finding.row) for finding in findings] == [("no_points", None), ("no_quotas", None)]
