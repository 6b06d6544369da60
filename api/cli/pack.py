"""``dieuphoi pack``: draft documents for a plan; ``dieuphoi templates``: what they are made from."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from api.cli.options import Lang
from api.cli.read import read_planned
from api.cli.show import say_line
from api.cli.stages import stages
from api.cli.stop import files_of_user, stop
from api.plan_folder import PlanFolder
from optimizer.export.pack import (
    Letterhead,
    Per,
    TemplateError,
    documents,
    read_letterhead,
    write_pack,
    write_templates,
)
from optimizer.export.pack import read_templates as read_used
from optimizer.export.pack import templates as own_templates
from optimizer.text import Language


def pack(
    folder: Annotated[Path, typer.Argument(help="Folder that `dieuphoi plan` has written.")],
    out: Annotated[Path, typer.Option(help="Empty or new folder to write the documents to.")],
    lang: Lang,
    per: Annotated[
        Per, typer.Option(help="What a decision is about: all people of a sender, or one person.")
    ] = Per.UNIT,
    letterhead: Annotated[
        Path | None,
        typer.Option(help="TOML file: province, department, place, signer, director; else dots are left."),
    ] = None,
    templates: Annotated[
        Path | None, typer.Option(help="Folder of templates to use in place of ours, as `dieuphoi templates` writes.")
    ] = None,
) -> None:
    """Write a plan's drafts: submission, annexes, decisions, weekly report. National ids are masked."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        stop("out_not_empty", lang, path=out)
    source = PlanFolder(folder)
    with stages(lang) as on_stage:
        on_stage("read")
        plan = read_planned(source, on_stage, lang)
        if plan.provenance.policy_sha256 != plan.policy.sha256:
            stop("pack_of_changed_input", lang, path=folder)
        head = Letterhead() if letterhead is None else _letterhead(letterhead, lang)
        on_stage("write")
        drafts = documents(plan.dataset, plan.policy, plan, head, per)
        with files_of_user(lang):
            try:
                write_pack(drafts, own_templates() if templates is None else read_used(templates), plan, out)
            except TemplateError as error:
                stop("bad_template", lang, reason=error)
    say_line("pack_written", lang, number=len(drafts), path=out)


def templates(
    out: Annotated[Path, typer.Argument(help="Folder to write the templates to.")],
    lang: Lang,
) -> None:
    """Write the templates of the pack as Word files, to be changed and named with `pack --templates`."""
    with files_of_user(lang):
        write_templates(out)
    say_line("templates_written", lang, path=out)


def _letterhead(path: Path, language: Language) -> Letterhead:
    with files_of_user(language):
        try:
            return read_letterhead(path)
        except (ValidationError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            stop("bad_letterhead", language, path=path, reason=str(error).splitlines()[0])
