"""Imports go downwards only, as read from the files."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "kb").rglob("*.py"))

LAYERS = [
    {"kb.__main__"},
    {"kb.cli"},
    {"kb.commands"},
    {"kb.questions"},
    {"kb.serve", "kb.ask"},
    {"kb.web"},
    {"kb.api"},
    {"kb.sync", "kb.console", "kb.sources"},
    {"kb.loaders"},
    {"kb.status", "kb.export", "kb.migrate", "kb.loads"},
    {"kb.queries"},
    {"kb.analysis"},
    {"kb.signature"},
    {"kb.projection"},
    {"kb.schema", "kb.graph"},
    {"kb.reader"},
    {"kb.driver"},
    {"kb.engine"},
    {"kb.managed"},
    {"kb.java", "kb.state"},
    {"kb.jars"},
    {"kb.settings", "kb.files", "kb.words"},
    {"kb.errors"},
    {"kb"},
]
"""Each may import what is below it; what stands together knows nothing of the other."""

OWN = {
    "kb.schema": {"kb.schema"},
    "kb.api": {"kb.api"},
    "kb.queries": {"kb.queries"},
    "kb.analysis": {"kb.analysis"},
    "kb.web": {"kb.web"},
    "kb.loaders": {"kb.loaders"},
    "kb.sync": {"kb.sync"},
    "kb.commands": {"kb.commands"},
}
NEVER = {
    "kb.web": {"kb.sync", "kb.loaders", "kb.engine", "kb.managed"},
    "kb.api": {"kb.sync", "kb.loaders", "kb.engine", "kb.settings"},
    "kb.sync": {"kb.queries"},
    "kb.loaders": {"kb.queries", "kb.graph", "kb.engine"},
    "kb.graph": {"kb.engine", "kb.managed", "kb.schema"},
    "kb.schema": {"kb.graph", "kb.settings", "kb.files"},
}
"""What is below and still none of their business."""


def module_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(file: Path) -> Iterator[str]:
    """Every module a file imports, wherever in it; a name imported from a package may be a module of it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports relatively"
            if node.module == "kb":
                yield from (
                    f"kb.{each.name}"
                    if (ROOT / "kb" / each.name).is_dir() or (ROOT / "kb" / f"{each.name}.py").is_file()
                    else "kb"
                    for each in node.names
                )
            else:
                yield node.module or ""


def room(module: str) -> str:
    """The folder or file below `kb` that a module belongs to."""
    return ".".join(module.split(".")[:2])


def layer(name: str) -> int:
    return next(at for at, names in enumerate(LAYERS) if name in names)


def test_every_module_has_its_layer() -> None:
    assert {room(module_of(file)) for file in FILES} == set().union(*LAYERS)


@pytest.mark.parametrize("file", FILES, ids=module_of)
def test_imports_go_downwards(file: Path) -> None:
    here = room(module_of(file))
    for each in imports(file):
        if each.split(".")[0] != "kb":
            continue
        there = room(each)
        if there == here and here in OWN:
            continue
        assert layer(here) < layer(there), f"{here} imports {there}, which is not below it"
        assert there not in NEVER.get(here, ()), f"{here} has no business with {there}"


def test_the_model_knows_nothing_of_ours() -> None:
    ours = {
        each
        for file in FILES
        if room(module_of(file)) == "kb.schema"
        for each in imports(file)
        if room(each) != "kb.schema"
    }
    assert not {each for each in ours if each.split(".")[0] == "kb"}


def test_three_modules_speak_to_neo4j() -> None:
    assert {module_of(file) for file in FILES if any(each.split(".")[0] == "neo4j" for each in imports(file))} == {
        "kb.driver",
        "kb.graph",
        "kb.reader",
        "kb.managed",  # only to see whether it has come up
    }
