"""`kb questions`: what users ask, what the graph answers, and how much is loaded of what the answers rest on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kb import console
from kb.commands.shared import Json, opened
from kb.files import written
from kb.migrate import migrate
from kb.settings import load as load_settings


def questions(
    as_json: Json = False,
    to: Annotated[Path | None, typer.Option("--to", "-o", help="File to write, as Markdown.")] = None,
) -> None:
    """Ask every example, and tell what the answers rest on."""
    from kb import ask
    from kb import questions as asked

    settings = load_settings()
    with console.progress() as say, opened(settings, say) as graph:
        migrate(graph)
        with ask.asker(graph, settings) as asking:
            answers = list(asked.answered(asking))
    if as_json:
        console.json([
            {
                "number": each.operation.number, "question": each.operation.title, "operation": each.operation.name,
                "rows": each.rows, "more": each.more, "total": each.total, "first": each.first,
                "coverage": each.coverage, "error": each.error or None,
            }
            for each in answers
        ])  # fmt: skip
    elif to:
        with written(to) as file:
            file.write(asked.page(answers))
    else:
        rows = [
            [each.operation.number or "", each.operation.name, asked.told(each), asked.rests_on(each.coverage)]
            for each in answers
        ]
        console.table(["", "example", "answer", "rests on"], rows)
        console.out.print("\n`kb query EXAMPLE` gives all of an answer.", markup=False)
