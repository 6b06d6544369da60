"""``dieuphoi cases``: the cases of the library."""

from __future__ import annotations

from api.cli.options import Lang
from api.cli.show import show_report
from optimizer.export import Section
from optimizer.text import say
from scenarios.library import available_cases, load_case


def cases(lang: Lang) -> None:
    """List the provincial cases of the library, and what they are."""
    show_report(
        [
            Section(
                title=say("command.cases", lang),
                columns=(say("command.case", lang), say("command.title", lang)),
                rows=tuple(
                    (name, {"vi": case.title_vi, "en": case.title_en}[lang])
                    for name, case in ((name, load_case(name)) for name in available_cases())
                ),
            )
        ]
    )
