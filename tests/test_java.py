"""What Java says, in one line."""

from __future__ import annotations

import pytest

from kb.java import last_words

IMPORT = """\
WARNING Import failed.
-----------------------
Command Failed
Error importing csv file.

java.lang.IllegalStateException: Weird input data, found no end of a row
    at org.neo4j.csv.Reader.read(Reader.java:1)

Full exception details written to: trace.log
Please provide this file if requesting neo4j support
-----------------------
"""


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (IMPORT, "Weird input data, found no end of a row."),
        (
            "Invalid value for option\nRun with '--verbose' for a more detailed error message.",
            "Invalid value for option.",
        ),
        ("2026-11-26 10:00:00.000+0000 ERROR No space left\nbye", "No space left."),
        ("", "it ended without a word."),
    ],
)
def test_the_last_words_say_what_happened(output: str, words: str) -> None:
    assert last_words(output) == words
