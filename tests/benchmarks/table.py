"""The tables of a run in Markdown, as the README shows them; medians over seeds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from statistics import median

from tests.benchmarks.families import FAMILIES, SIZES
from tests.benchmarks.goals import Outcome, Parts, in_raw_calls, in_seconds, outcomes, raw
from tests.benchmarks.peers import PEERS
from tests.benchmarks.schedule import NATION

PIPELINES = {"one_solve": "one solve", "staged": "staged"}

Groups = Mapping[tuple[str, str], Sequence[Parts]]


def report(records: Mapping[str, Parts]) -> str:
    """All tables of what was measured; records cut short give what they have."""
    if not records:
        return "Nothing is measured yet: python -m tests.benchmarks"
    groups = _by_family_and_size(records.values())
    results = sorted(outcomes(records), key=lambda outcome: outcome.is_met)
    parts = [
        _caption(records.values()),
        _pipelines(groups),
        _peers(groups),
        _greedy(groups),
        _nation(records),
        _goals(results),
    ]
    return "\n\n".join(part for part in parts if part)


def _by_family_and_size(records: Iterable[Parts]) -> Groups:
    groups: dict[tuple[str, str], list[Parts]] = defaultdict(list)
    for parts in records:
        if "ours" in parts:
            groups[parts["instance"]["family"], parts["instance"]["size"]].append(parts)
    families, sizes = list(FAMILIES), list(SIZES)
    return dict(sorted(groups.items(), key=lambda item: (families.index(item[0][0]), sizes.index(item[0][1]))))


def _caption(records: Iterable[Parts]) -> str:
    made = [parts["made"] for parts in records]
    machines = sorted({f"{one['processor']}, {one['cores']} cores, {one['memory_gb']} GB" for one in made})
    versions = sorted({f"Python {one['python']}, OR-Tools {one['ortools']}, HiGHS {one['highspy']}" for one in made})
    days = sorted({one["date"] for one in made})
    return f"`make bench`; {'; '.join(machines)}; {'; '.join(versions)}; {' to '.join(sorted({days[0], days[-1]}))}."


def _pipelines(groups: Groups) -> str:
    rows = []
    for (family, size), records in groups.items():
        row = [
            f"{family} {size}",
            f"{_median(records, lambda parts: parts['ours']['pairs']):,.0f}",
            _rows_and_exceeded(records),
            _seconds(_median(records, raw)),
        ]
        for name in PIPELINES:
            whole = _median(records, in_seconds(name))
            ratio = _median(records, in_raw_calls(name))
            proved = sum(parts["pipelines"].get(name, {}).get("status") == "optimal" for parts in records)
            row.append(f"{_seconds(whole)} ({ratio:.1f}x), {proved} of {len(records)} proved")
        row.append(f"{_median(records, lambda parts: parts['pipelines']['staged']['peak_memory_mb']):.0f}")
        rows.append(row)
    header = ["instances", "pairs", "side rows (exceeded by raw)", "raw call, s", "one solve, s", "staged, s", "MB"]
    return _table("From tables in memory to a verified plan", header, rows)


def _rows_and_exceeded(records: Sequence[Parts]) -> str:
    rows = _median(records, lambda parts: parts["ours"]["side_rows"])
    exceeded = _median(records, lambda parts: parts["peers"]["raw"]["side_rows_exceeded"])
    return f"{rows:.0f} ({exceeded:.0f})"


def _peers(groups: Groups) -> str:
    rows = []
    for (family, size), records in groups.items():
        ours = _median(records, lambda parts: parts["ours"]["seconds"]["to_proof"])
        row = [f"{family} {size}", f"{_seconds(ours)}{_unproved(parts['ours']['status'] for parts in records)}"]
        for name in PEERS:
            said = [parts["peers"][name] for parts in records if name in parts.get("peers", {})]
            row.append(_peer(said) if said and name != "raw" else "")
        rows.append(row)
    header = ["instances", "Điều Phối", *(peer.title if name != "raw" else "" for name, peer in PEERS.items())]
    raw_column = 2 + list(PEERS).index("raw")
    for row in (header, *rows):
        del row[raw_column]
    return _table("Seconds to the proof of the upper tiers' optimum, or what stands at the time limit", header, rows)


def _peer(said: Sequence[Mapping[str, object]]) -> str:
    """Median seconds where all is proved; else the largest gap left, or what went wrong."""
    seconds = _seconds(median(float(str(one["seconds"])) for one in said))
    proved = [one for one in said if one["status"] == "optimal"]
    differing = {
        "infeasible": [one for one in proved if not one["is_feasible"]],
        "worse than ours": [one for one in proved if one["is_feasible"] and one["against_ours"] == "worse"],
        "better than ours": [one for one in proved if one["is_feasible"] and one["against_ours"] == "better"],
    }
    claims = [f"{len(ones)} of {len(said)} called optimal are {what}" for what, ones in differing.items() if ones]
    if len(proved) == len(said):
        return "; ".join([seconds, *claims])
    gaps = [float(str(one["gap_per_cent"])) for one in said if one.get("gap_per_cent") is not None]
    states = sorted({str(one["status"]) for one in said} - {"optimal"})
    gap = f", gap up to {_per_cent(max(gaps))}" if gaps else ""
    return "; ".join([f"{seconds}, {len(proved)} of {len(said)} proved ({', '.join(states)}{gap})", *claims])


def _per_cent(value: float) -> str:
    """Two digits, and never zero for what is not."""
    return f"{value:.0f}%" if value >= 10 else f"{value:.2g}%"


def _unproved(states: Iterable[str]) -> str:
    number = sum(state != "optimal" for state in states)
    return f", {number} not proved" if number else ""


def _greedy(groups: Groups) -> str:
    rows = []
    for (family, size), records in groups.items():
        done = [parts for parts in records if "greedy" in parts]
        if done:
            seconds = _median(done, lambda parts: parts["greedy"]["seconds"])
            rows.append([f"{family} {size}", _seconds(seconds), "; ".join(_losses(done))])
    title = "Greedy by weight and distance: its time, and what it loses on each tier"
    return _table(title, ["instances", "s", "loss"], rows)


def _losses(records: Sequence[Parts]) -> Iterator[str]:
    for tier in records[0]["ours"]["tiers"]:
        both = [
            (parts["greedy"]["values"][tier], parts["ours"]["tiers"][tier])
            for parts in records
            if tier in parts["ours"]["tiers"]
        ]
        theirs, ours = (median(values) for values in zip(*both, strict=True))
        share = f" ({100 * (theirs - ours) / ours:+.0f}%)" if ours else ""
        yield f"{tier} {theirs - ours:+,.0f}{share}"


def _nation(records: Mapping[str, Parts]) -> str:
    parts = records.get(NATION, {})
    if "national" not in parts:
        return ""
    said, size = parts["national"], parts["instance"]
    pairs = f", {size['pairs']:,} candidate pairs" if "pairs" in size else ""
    return (
        f"Nation: {size['provinces']} provinces, {size['people']:,} people, {size['vacancies']:,} vacancies{pairs}, "
        f"{size['processes']} processes: {said['moves']:,} moves in {said['seconds']:.1f} s and "
        f"{said['peak_memory_mb'] / 1024:.2f} GB; {len(said['failed'])} provinces failed, "
        f"{len(said['without_proof'])} without proof, {len(said['with_violations'])} with violations."
    )


def _goals(results: Sequence[Outcome]) -> str:
    rows = [
        [
            "met" if outcome.is_met else "**missed**",
            outcome.goal.title,
            f"{outcome.family} {outcome.size}".strip(),
            outcome.goal.bound,
            f"{outcome.value:.2f}",
            str(outcome.seeds),
        ]
        for outcome in results
    ]
    return _table("Goals", ["", "goal", "instances", "should be", "is", "records"], rows)


def _median(records: Iterable[Parts], figure: Callable[[Parts], float]) -> float:
    """Median of a figure over the records that have it; nan if none has."""
    values = []
    for parts in records:
        try:
            values.append(figure(parts))
        except KeyError:
            continue
    return median(values) if values else float("nan")


def _seconds(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def _table(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    lines = [f"| {' | '.join(row)} |" for row in (header, ["---"] * len(header), *rows)]
    return "\n".join([f"**{title}**", "", *lines])
