"""The settings: described, documented, and refused by name where they cannot be used."""

import re
from pathlib import Path

import pytest

from kb import settings
from kb.errors import SettingsError
from kb.settings import Settings

DOCUMENTED = Path(__file__).parent.parent / "docs" / "settings.md"
ROW = re.compile(r"^\| `(KB_\w+)` \| (.+?) \| (.+) \|$", re.MULTILINE)
FOLDERS = {"data", "cache"}


def test_the_page_lists_every_setting_with_its_default_and_meaning() -> None:
    rows = {name: (default, meaning) for name, default, meaning in ROW.findall(DOCUMENTED.read_text(encoding="utf-8"))}
    fields = Settings.model_fields
    assert list(rows) == [f"KB_{name.upper()}" for name in fields]
    for name, field in fields.items():
        default, meaning = rows[f"KB_{name.upper()}"]
        assert meaning == field.description
        if name not in FOLDERS:
            assert default == (f"`{shown(field.default)}`" if shown(field.default) else "none")


def shown(default: object) -> str:
    if isinstance(default, bool):
        return str(default).lower()
    return f"{default:g}" if isinstance(default, float) else str(default or "")


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("KB_PORT", "eighty", "valid integer"),
        ("KB_PORT", "65536", "less than or equal to 65535"),
        ("KB_BOLT_PORT", "-1", "greater than or equal to 0"),
        ("KB_HEAP_MB", "1", "greater than or equal to 256"),
        ("KB_TIMEOUT", "0", "greater than 0"),
        ("KB_MAX_REJECTS", "many", "valid integer"),
        ("KB_MAX_DEPTH", "0", "greater than or equal to 1"),
        ("KB_MAX_COST", "-1", "greater than or equal to 0"),
        ("KB_SAVED_ONLY", "perhaps", "valid boolean"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_the_name_of_the_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, reason: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=rf"^{name} .*{reason}"):
        settings.load()


def test_the_environment_decides_and_the_password_stays_hidden(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KB_NEO4J_URI", "neo4j+s://graph.example")
    monkeypatch.setenv("KB_NEO4J_PASSWORD", "s3cret")
    monkeypatch.setenv("KB_DATA", str(tmp_path))
    monkeypatch.setenv("KB_TIMEOUT", "2.5")
    found = settings.load()
    assert (found.neo4j_uri, found.data, found.timeout) == ("neo4j+s://graph.example", tmp_path, 2.5)
    assert found.neo4j_password.get_secret_value() == "s3cret"
    assert "s3cret" not in repr(found)


def test_settings_never_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().port = 1  # type: ignore[misc]


def test_a_setting_that_is_empty_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KB_DATA", raising=False)
    default = settings.load().data
    monkeypatch.setenv("KB_DATA", "")
    assert settings.load().data == default != Path()
