"""``dieuphoi nation``: plan many provinces at a time, verify and write each, print one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from api.cli.making import NOT_TO_FOLLOW
from api.cli.options import Lang
from api.cli.progress import counted
from api.cli.province import Border, Outcome, plan_province
from api.cli.show import say_line, show_findings, show_report, show_violations
from api.cli.stop import FOUND, files_of_user, require_folder, stop
from api.plan_folder import PlanFolder
from optimizer.export import Section
from optimizer.policy import Form
from optimizer.text import Language, say, spoken
from scenarios.parallel import Done, in_parallel


def nation(
    folder: Annotated[Path, typer.Argument(help="Folder with one folder of input tables per province.")],
    out: Annotated[Path, typer.Option(help="Folder to write the plans to, one folder per province.")],
    lang: Lang,
    processes: Annotated[
        int | None, typer.Option(min=1, help="Provinces planned at a time; by default one per core.")
    ] = None,
    open_border: Annotated[
        list[str] | None,
        typer.Option(metavar="A,B", help="Plan two provinces as one, with their border open; may be repeated."),
    ] = None,
    time_limit: Annotated[int, typer.Option(min=1, help="Seconds after which the search of a province stops.")] = 600,
) -> None:
    """Plan every province of a folder, verify and write each plan, and print them as one table."""
    require_folder(folder, lang)
    with files_of_user(lang):
        folders = {path.name: path for path in sorted(folder.iterdir()) if path.is_dir() and path.name[0] != "."}
    if not folders:
        stop("no_provinces", lang, path=folder)
    borders = [_border(text, folders, lang) for text in open_border or ()]
    groups = _groups(sorted(folders), borders)
    targets = {name: out / name for name in groups}
    for name, target in targets.items():
        if target.resolve() in [folders[province].resolve() for province in groups[name]]:
            stop("out_is_input", lang, path=target)
        if any(PlanFolder(target).would_overwrite(folders[province]) for province in groups[name]):
            stop("foreign_input", lang, path=PlanFolder(target).input)
    work = {
        name: partial(
            plan_province,
            {code: folders[code] for code in codes},
            _within(borders, codes),
            out / name,
            lang,
            time_limit,
        )
        # Provinces with the largest tables begin first, so that no process waits long for the last one.
        for name, codes in sorted(groups.items(), key=lambda group: -sum(_bytes(folders[code]) for code in group[1]))
    }
    pieces = in_parallel(work, processes=processes)
    ended = {done.name: done for done in counted(pieces, say("command.provinces", lang), len(work))}
    show_report([_table([ended[name] for name in groups], lang)])
    if not all([_is_sound(ended[name], lang) for name in groups]):
        raise typer.Exit(FOUND)


def _border(text: str, folders: Mapping[str, Path], language: Language) -> Border:
    parts = [part.strip() for part in text.split(",")]
    if len(set(parts)) != 2 or len(parts) != 2 or not folders.keys() >= set(parts):
        stop("no_border", language, value=text, names=", ".join(folders))
    return parts[0], parts[1]


def _groups(provinces: Sequence[str], borders: Sequence[Border]) -> Mapping[str, tuple[str, ...]]:
    """Provinces that open borders lead between, named by their codes; all others by themselves.

    >>> _groups(["19", "22", "24", "25"], [("25", "24"), ("19", "24")])
    {'19+24+25': ('19', '24', '25'), '22': ('22',)}
    """
    group_of = {province: {province} for province in provinces}
    for one, other in borders:
        together = group_of[one] | group_of[other]
        for province in together:
            group_of[province] = together
    groups = dict.fromkeys(tuple(sorted(group_of[province])) for province in provinces)
    return {"+".join(codes): codes for codes in groups}


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())


def _within(borders: Sequence[Border], provinces: Sequence[str]) -> tuple[Border, ...]:
    return tuple(border for border in borders if border[0] in provinces)


def _table(ended: Sequence[Done[Outcome]], language: Language) -> Section:
    """One line per province: people moved by form, vacant seats, how it ended, seconds."""
    heads = [say("command.province", language), *(say(f"form.{form}", language) for form in Form)]
    heads += [say(f"command.{column}", language) for column in ("vacant", "status", "time")]
    return Section(
        title=say("command.nation", language),
        columns=tuple(heads),
        rows=tuple(
            (done.name, *_figures(done, language), _status(done, language), spoken(round(done.seconds, 1), language))
            for done in ended
        ),
        notes=(),
    )


def _figures(done: Done[Outcome], language: Language) -> tuple[str, ...]:
    if done.answer is None:
        return ("",) * (len(Form) + 1)
    return tuple(
        spoken(number, language) for number in (*(done.answer.moved[form] for form in Form), done.answer.vacant_seats)
    )


def _status(done: Done[Outcome], language: Language) -> str:
    if done.answer is not None:
        return say(f"status.{done.answer.status}", language)
    if done.failure is not None and done.failure.findings:
        return say("command.bad_input", language)
    return say("status.failed", language)


def _is_sound(done: Done[Outcome], language: Language) -> bool:
    """Whether a province has a plan to follow; prints what keeps it from one."""
    if done.failure is not None:
        if done.failure.findings:
            show_findings(done.failure.findings, language)
        else:
            say_line("province_failed", language, province=done.name, reason=done.failure.reason)
        return False
    assert done.answer is not None
    if done.answer.violations:
        say_line("province_violates", language, province=done.name)
        show_violations(done.answer.violations, language)
    return not done.answer.violations and done.answer.status not in NOT_TO_FOLLOW
