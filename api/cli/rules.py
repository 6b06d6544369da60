"""``dieuphoi rules``: every rule with its source, its state on a day, and where it lives; or one rule in full."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import AsOf, Lang, day_of_user
from api.cli.read import read_policy_of_user
from api.cli.show import show_findings, show_texts
from api.cli.stop import FOUND, stop
from optimizer.export import entry_sections, rule_sections, rulebook_json, rulebook_sections
from optimizer.rules import RULES
from optimizer.rules.rulebook import rulebook

_IDS = tuple(rule.id for rule in RULES)
_NUMBERS = tuple(str(entry.number) for entry in rulebook())


def rules(
    lang: Lang,
    name: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Id or number of one rule to show in full; by default all.")
    ] = None,
    as_of: AsOf = None,
    policy: Annotated[Path | None, typer.Option(help="Policy file, or a folder with a policy.toml.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print all rules as JSON, whatever ID says.")] = False,
) -> None:
    """List every rule: number, kind, source and days in force, parameters, on or off, and where it lives."""
    if name is not None and name not in (*_IDS, *_NUMBERS):
        near = difflib.get_close_matches(name.casefold(), _IDS, n=3, cutoff=0.5)
        stop("no_rule", lang, name=name, names=", ".join(near) or f"{_NUMBERS[0]}–{_NUMBERS[-1]}")
    day = day_of_user(as_of, lang)
    used, findings = read_policy_of_user(policy, lang)
    if used is None:
        show_findings(findings, lang)
        raise typer.Exit(FOUND)
    if day is not None:
        used = used.model_copy(update={"as_of": day})
    if json:
        typer.echo(rulebook_json(used), nl=False)
    elif name is None:
        show_texts(rulebook_sections(used, lang))
    elif name in _NUMBERS:
        show_texts(entry_sections(int(name), used, lang))
    else:
        show_texts(rule_sections(name, used, lang))
