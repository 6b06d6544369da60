"""Why seats stay vacant, recounted from the tables; what would help, solved by brute force with that allowed."""

from __future__ import annotations

from collections import Counter

import pytest

from optimizer.explain import explain_vacancies, relaxations
from optimizer.explain.closure import UsedUp
from optimizer.explain.standing import Standing
from optimizer.explain.vacancies import VacancyReasons
from optimizer.plan import VacancyCause
from optimizer.policy import Form
from optimizer.rules.limit_rule import Place
from tests.optimizer.explain.standings import agrees, beside, standing, with_order
from tests.optimizer.judge import solve
from tests.optimizer.judge.options import Option
from tests.optimizer.judge.reading import Reading
from tests.optimizer.problem.choices import tiny_facts

SEEDS = range(80)


def reasons(seed: int) -> tuple[Standing, tuple[VacancyReasons, ...]]:
    at = standing(seed)
    return at, explain_vacancies(at, at.plan.unfilled) if at.has_prices else ()


def passes(option: Option, limit: UsedUp, reading: Reading) -> bool:
    """Whether a move has to pass a place, by the tables."""
    person, post = reading.people[option.employee], reading.posts[option.post]
    held = reading.posts[person.post].field if person.post else person.field
    leaves = option.form is not Form.REASSIGNMENT
    return {
        Place.PERSON: limit.subject == person.id,
        Place.HELD: limit.subject == person.post,
        Place.RELEASE: limit.subject == f"{person.unit}/{held}",
        Place.LEAVING: limit.subject == person.unit,
        Place.NET_DEPARTURES: leaves and limit.subject == person.unit,
        Place.NET_ARRIVALS: leaves and limit.subject == post.unit,
        Place.ARRIVING: limit.subject == post.unit,
        Place.ENTERING: limit.subject == f"{post.unit}/{post.field}",
        Place.POST: limit.subject == post.code,
        Place.POST_FOR_GOOD: limit.subject == post.code and option.form is not Form.SECONDMENT,
    }[limit.place]


def test_everybody_who_could_fill_a_seat_is_behind_a_limit_named_and_each_of_these_is_used_up() -> None:
    """Recounted by a reading of the tables that shares nothing with the product's."""
    seen: Counter[VacancyCause] = Counter()
    for seed in SEEDS:
        at, found = reasons(seed)
        facts = tiny_facts(seed)
        reading = Reading(facts.dataset, facts.policy)
        limits = reading.limits()
        made = Counter({Option(m.employee, m.to_post, m.form, False): m.count for m in at.plan.moves})
        for one in found:
            seen[one.cause] += 1
            possible = [option for option in reading.options if option.post == one.vacancy.post]
            others = [
                option
                for option in possible
                if sum(number for move, number in made.items() if move[:2] == option[:2])
                < reading.people[option.employee].count
            ]
            assert (not others) == (one.cause is VacancyCause.NO_CANDIDATE), (seed, one)
            by_themselves = {limit.rule for limit in one.closed_by}
            alone = [limit for limit in limits if limit.rule in by_themselves]
            for option in others if one.used_up else ():
                # Somebody misplaced may still come by leaving another seat empty.
                assert (
                    option.reopens
                    or any(passes(option, limit, reading) for limit in one.used_up)
                    or any(limit.sign.get(option, 0) > limit.most for limit in alone)
                ), (seed, option, one)
            if one.cause in (VacancyCause.RECEIVER_FULL, VacancyCause.STARVED) and not one.used_up:
                assert one.closed_by, (seed, one)
                for option in others:
                    assert any(
                        limit.sign.get(option, 0) + number > limit.most
                        for limit in limits
                        for number in (0, limit.load(made))
                        if option in limit.sign
                    ), (seed, option, one)
            for limit in one.used_up:
                if limit.place in (Place.NET_DEPARTURES, Place.NET_ARRIVALS):
                    continue
                through = sum(number for option, number in made.items() if passes(option, limit, reading))
                assert through >= limit.capacity or limit.place is Place.RELEASE, (seed, limit)
    assert set(seen) == set(VacancyCause), seen


@pytest.mark.slow
def test_placing_the_cheapest_candidate_costs_what_brute_force_finds() -> None:
    seen = 0
    for seed in SEEDS:
        at, found = reasons(seed)
        facts = tiny_facts(seed)
        for one in found:
            for placing in one.cheapest:
                best = solve(with_order(facts.dataset, placing.employee, one.vacancy.post), facts.policy)
                if placing.effect.is_exact:
                    assert not best.unmet, (seed, one)
                    assert one.cause is not VacancyCause.OUTBID or placing.effect.loss > (0,), (seed, one)
                    seen += 1
                assert best.unmet or agrees(placing.effect, beside(best, at)), (seed, one)
    assert seen > 30


@pytest.mark.slow
def test_relaxations_gain_what_brute_force_finds_with_that_one_thing_allowed() -> None:
    seen: Counter[str] = Counter()
    for seed in SEEDS:
        at, found = reasons(seed)
        facts = tiny_facts(seed)
        for one, helps in zip(found, relaxations(at, found), strict=True):
            assert len(helps) <= 3
            assert len({help_.refused.rule if help_.refused else "" for help_ in helps}) == len(helps)
            for help_ in helps:
                if help_.limit is not None:
                    if any(rule == "local_limits" for rule, _ in help_.limit.limits):
                        # The judge has another name for a row of the table.
                        continue
                    best = solve(facts.dataset, facts.policy, raised=help_.limit.limits)
                    seen["raised"] += 1
                else:
                    assert help_.placing is not None and help_.refused is not None
                    extra = Option(help_.placing.employee, one.vacancy.post, help_.placing.form, False)
                    best = solve(facts.dataset, facts.policy, extra=[extra])
                    seen[help_.refused.rule] += 1
                assert help_.effect.loss == beside(best, at), (seed, one.vacancy.post, help_)
                assert help_.effect.loss < (0,), (seed, help_)
    assert seen["raised"] > 5, seen
    assert seen["max_distance"] + seen["field_fit"] > 3, seen
