"""What posts ask of people: field, level, degree, grade, certificates, languages, rank, distance."""

from __future__ import annotations

import pytest

from optimizer.policy import Form
from optimizer.rules import PairRule
from optimizer.rules.certificates import Certificates
from optimizer.rules.degree import MinDegree
from optimizer.rules.example import asked, refuses
from optimizer.rules.field_fit import FieldFit
from optimizer.rules.grade import MinGrade
from optimizer.rules.languages import Languages
from optimizer.rules.leader_equivalence import LeaderEquivalence
from optimizer.rules.level import MinLevel
from optimizer.rules.max_distance import MaxDistance

QUALIFICATIONS: tuple[PairRule, ...] = (
    FieldFit(),
    MinLevel(),
    MinDegree(),
    MinGrade(),
    Certificates(),
    Languages(),
    LeaderEquivalence(),
)


@pytest.mark.parametrize("rule", QUALIFICATIONS, ids=lambda rule: rule.id)
def test_a_post_that_asks_nothing_takes_people_of_whom_nothing_is_known(rule: PairRule) -> None:
    assert not refuses(rule)


@pytest.mark.parametrize(
    ("rule", "ask", "short", "enough"),
    [
        (FieldFit(), {"field": "LAN"}, {"field": "IT"}, {"field": "LAN"}),
        (FieldFit(), {"field": "LAN"}, {"field": "IT", "other_fields": "ACC"}, {"field": "IT", "other_fields": "LAN"}),
        (MinLevel(), {"min_level": 2}, {"level": 1}, {"level": 2}),
        (
            MinLevel(),
            {"min_level": 2},
            {"degree": "university", "years_in_field": 2.9},
            {"degree": "university", "years_in_field": 3},
        ),
        (MinDegree(), {"min_degree": "university"}, {"degree": "college"}, {"degree": "doctor"}),
        (MinDegree(), {"min_degree": "university"}, {}, {"degree": "university"}),
        (MinGrade(), {"min_grade": "chuyen_vien"}, {"grade": "can_su"}, {"grade": "chuyen_vien_chinh"}),
        (MinGrade(), {"min_grade": "chuyen_vien"}, {}, {"grade": "chuyen_vien"}),
        (Certificates(), {"certificates": "a; b"}, {"certificates": "a"}, {"certificates": "c; b; a"}),
        (Languages(), {"languages": "tày"}, {"languages": "nùng"}, {"languages": "nùng; tày"}),
        (LeaderEquivalence(), {"leader_rank": "head"}, {"leader_rank": "deputy"}, {"leader_rank": "head"}),
        (LeaderEquivalence(), {"leader_rank": "head"}, {}, {"leader_rank": "head"}),
        (LeaderEquivalence(), {}, {"leader_rank": "head"}, {}),
    ],
)
def test_a_post_takes_people_who_have_what_it_asks(
    rule: PairRule, ask: dict[str, object], short: dict[str, object], enough: dict[str, object]
) -> None:
    for form in Form:
        assert refuses(rule, short, ask, form)
        assert not refuses(rule, enough, ask, form)


def test_the_level_assessed_counts_even_if_years_tell_of_a_higher_one() -> None:
    assert refuses(MinLevel(), {"level": 1, "degree": "doctor", "years_in_field": 30}, {"min_level": 2})


def test_the_least_fit_is_a_parameter() -> None:
    assert not refuses(FieldFit(), {"field": "IT"}, {"field": "LAN"}, min_fit=0)


@pytest.mark.parametrize(("max_km", "is_refused"), [(28.8, True), (28.9, False), (100, False)])
def test_distance_is_capped_for_moves_away(max_km: float, is_refused: bool) -> None:
    assert refuses(MaxDistance(), max_km=max_km) is is_refused
    assert refuses(MaxDistance(), form=Form.SECONDMENT, max_km=max_km) is is_refused


def test_a_far_home_does_not_stop_a_reassignment() -> None:
    assert not refuses(MaxDistance(), {"home_unit": "B"}, form=Form.REASSIGNMENT, max_km=1)


@pytest.mark.parametrize(
    ("rule", "employee", "post", "vietnamese", "english"),
    [
        (
            MinDegree(),
            {"degree": "college"},
            {"min_degree": "university"},
            "Trình độ đào tạo cao đẳng, vị trí yêu cầu từ đại học trở lên.",
            "Degree: college; the post asks at least for: university.",
        ),
        (
            MinGrade(),
            {},
            {"min_grade": "chuyen_vien"},
            "Ngạch chưa xếp, vị trí yêu cầu từ ngạch chuyên viên trở lên.",
            "Grade: none; the post asks at least for: chuyên viên (specialist).",
        ),
        (
            FieldFit(),
            {"field": "IT"},
            {"field": "LAN"},
            "Chuyên môn phù hợp với lĩnh vực LAN ở mức 0, yêu cầu ít nhất 0,6.",
            "Fits the field LAN at 0, at least 0.6 is needed.",
        ),
        (
            LeaderEquivalence(),
            {"leader_rank": "head"},
            {},
            "Chức vụ không tương đương: người này head, vị trí không giữ chức vụ.",
            "Leadership is not equivalent: the person has head, the post no leadership.",
        ),
        (
            Certificates(),
            {"certificates": "b"},
            {"certificates": "c; b; a"},
            "Thiếu chứng chỉ mà vị trí yêu cầu: a, c.",
            "Lacks certificates that the post asks for: a, c.",
        ),
        (
            Languages(),
            {},
            {"languages": "tày; nùng"},
            "Chưa biết ngôn ngữ mà vị trí yêu cầu: nùng, tày.",
            "Does not speak what the post asks for: nùng, tày.",
        ),
    ],
)
def test_refusals_are_said_in_both_languages(
    rule: PairRule, employee: dict[str, object], post: dict[str, object], vietnamese: str, english: str
) -> None:
    refusal = asked(rule, employee, post)
    assert refusal is not None
    assert refusal.sentence("vi") == vietnamese
    assert refusal.sentence("en") == english
