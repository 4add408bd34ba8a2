"""A mapping: how a list of operations is read, as a TOML file says. See docs/mappings.md."""

from __future__ import annotations

import codecs
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeAlias, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from kb.errors import FileRefused
from kb.files import PACKAGE
from kb.loaders import dates
from kb.loaders.countries import country_code
from kb.loaders.layout import Layout
from kb.loaders.opened import whole

MOST_BYTES = 200_000
MOST_DOTS = 100
"""What a mapping may have, and how many dots a line of it: for a key with many, TOML takes memory without end."""
LONGEST_SHOWN = 100
FOLDER = PACKAGE / "loaders" / "mappings"
"""The mappings that come with kb."""

Name: TypeAlias = Literal[
    "name", "description", "code", "status", "url", "start", "end", "cost", "eu", "rate", "beneficiary",
    "fund", "programme", "category", "country", "nuts", "region", "city", "postcode",
]  # fmt: skip
"""What a column may be read as."""
FIELDS: tuple[str, ...] = get_args(Name)
PLACE = ("nuts", "region", "city", "postcode")
"""The fields that say where."""


def _plain(text: str) -> str:
    return " ".join(text.split())


Column: TypeAlias = Annotated[str, AfterValidator(_plain), Field(min_length=1)]
"""The name of a column, its white space collapsed as `Layout` does it."""


class Part(BaseModel):
    """A part of a mapping, which has no other keys than these."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Form(Part):
    """How the file is written; `names` are patterns of names by which it is found in a folder."""

    separator: str = Field(default=",", pattern=r'^[^"\r\n\x00]$')
    encoding: str = "utf-8"
    quoted: bool = True
    header: int = Field(default=1, ge=1)
    sheet: str | None = None
    names: tuple[str, ...] = ()

    @field_validator("encoding")
    @classmethod
    def _known(cls, given: str) -> str:
        try:
            if b"a;".decode(given) == "a;":
                return codecs.lookup(given).name
        except (LookupError, UnicodeError):
            pass
        raise ValueError(f"{given} is no encoding")


class Cells(Part):
    """How numbers and dates are written in it."""

    decimal: str = Field(default=".", min_length=1, max_length=1)
    thousands: str = Field(default="", max_length=1)
    dates: tuple[str, ...] = ()
    months: tuple[str, ...] = ("en",)
    currency: str = Field(default="EUR", pattern="^[A-Z]{3}$")
    signs: dict[str, str] = {}
    multiplier: float = Field(default=1, gt=0)
    postcode: int = Field(default=0, ge=0, le=10)
    rate: Literal["percent", "part"] = "percent"

    @field_validator("dates")
    @classmethod
    def _patterns(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        for each in given:
            dates.pattern(each)
        return given

    @field_validator("months")
    @classmethod
    def _languages(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := [each for each in given if each not in dates.MONTHS]:
            raise ValueError(f"months in {unknown[0]} are not known: only in {', '.join(dates.MONTHS)}")
        return given

    @model_validator(mode="after")
    def _apart(self) -> Self:
        if self.decimal == self.thousands:
            raise ValueError("decimal and thousands are the same")
        return self


class Constants(Part):
    """What holds for every operation of the list."""

    funds: tuple[str, ...] = ()
    programme: str = ""
    period: str = ""
    country: Annotated[str, AfterValidator(country_code)] = Field(default="", pattern="^([A-Z]{2})?$")


class Mapping(Part):
    """How a list of operations is read."""

    id: str = Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)
    title: str = Field(min_length=1)
    publisher: str = ""
    url: str = ""
    licence: str = ""
    language: str = ""
    note: str = ""
    row: Literal["operation", "place"] = "operation"
    key: tuple[Name, ...] = ()
    file: Form = Form()
    cells: Cells = Cells()
    constants: Constants = Constants()
    columns: dict[Name, Column]
    notes: tuple[Column, ...] = ()
    patterns: dict[Column, str] = {}
    values: dict[Name, dict[Column, str | tuple[str, ...]]] = {}
    unread: dict[Column, str] = {}

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read one from a file; raise FileRefused, naming the key that is wrong."""
        try:
            return cls.of(whole(path, MOST_BYTES).decode("utf-8-sig"), path.name)
        except UnicodeDecodeError:
            raise FileRefused(f"{path.name} is not in UTF-8.", "A mapping is a TOML file in UTF-8.") from None

    @classmethod
    def of(cls, text: str, name: str) -> Self:
        """Read one from its text; raise FileRefused, naming the key that is wrong."""
        if any(line.count(".") > MOST_DOTS for line in text.splitlines()):
            raise FileRefused(f"{name}: a line of it has more than {MOST_DOTS} dots.", HINT)
        try:
            return cls.model_validate(tomllib.loads(text))
        except ValidationError as error:
            raise FileRefused(f"{name}: {_first(error.errors(include_url=False))}.", HINT) from None
        except (ValueError, RecursionError) as error:  # tomllib raises its own, and others for what is long or deep
            raise FileRefused(f"{name} is no TOML: {error}.", HINT) from None

    @field_validator("patterns")
    @classmethod
    def _groups(cls, given: dict[str, str]) -> dict[str, str]:
        for column, text in given.items():
            try:
                groups = re.compile(text).groupindex
            except (re.error, OverflowError, RecursionError) as error:
                raise ValueError(f"{column} has no regular expression: {error}") from None
            if unknown := sorted(set(groups) - set(FIELDS)):
                raise ValueError(f"{column} has a group {unknown[0]}: groups are named as fields, {', '.join(FIELDS)}")
        return given

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        of_groups = [each for text in self.patterns.values() for each in re.compile(text).groupindex]
        fields = [*self.columns, *of_groups]
        doubled = {each for each in fields if fields.count(each) > 1}
        problems: dict[str, set[str]] = {
            "name: no column is read as it": {"name"} - set(fields),
            "is given by two columns": doubled,
            "is of the key, and no column is read as it": {str(each) for each in self.key} - set(fields),
            "has values, and no column is read as it": {str(each) for each in self.values} - set(fields),
            "is a column that is both read and not": set(self.unread) & set(self.used),
            "dates: they say how start and end are written": set(fields) & {"start", "end"},
            "period: it says of which list the category is": set(fields) & {"category"},
            "row: a row is a place, and no column says where": set() if set(fields) & set(PLACE) else {"row"},
        }
        given = {"dates": self.cells.dates, "period": self.constants.period, "row": self.row != "place"}
        for wrong, names in problems.items():
            if given.get(wrong.partition(":")[0]):
                continue
            if names:
                raise ValueError(wrong if ":" in wrong else f"{sorted(names)[0]} {wrong}")
        return self

    @property
    def used(self) -> tuple[str, ...]:
        """Give the columns that are read, each once."""
        return tuple(dict.fromkeys((*self.columns.values(), *self.patterns, *self.notes)))

    @property
    def layout(self) -> Layout:
        """Give what the table must look like."""
        form = self.file
        return Layout(
            self.used, ignored=tuple(self.unread), files=form.names, separator=form.separator, quoted=form.quoted,
            encoding=form.encoding, sheet=form.sheet, header=form.header,
        )  # fmt: skip


HINT = "docs/mappings.md says what a mapping may have."


def _first(errors: Any) -> str:
    """Give the first thing that is wrong, and where."""
    where = _plain(".".join(str(each) for each in errors[0]["loc"] if each != "[key]"))[:LONGEST_SHOWN]
    what = {"extra_forbidden": "is no key of a mapping", "missing": "is missing"}.get(errors[0]["type"])
    if errors[0]["type"] == "literal_error":
        allowed = ", ".join(FIELDS) if "key" in str(errors[0]["loc"]) else _few(errors)
        what = f"{str(errors[0]['input'])[:LONGEST_SHOWN]!r} is none of {allowed}"
    what = what or errors[0]["msg"].removeprefix("Value error, ")
    return f"{where} {what}" if what.startswith("is ") else f"{where}: {what}" if where else what


def _few(errors: Any) -> str:
    return str(errors[0]["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")


def shipped() -> list[Mapping]:
    """Give the mappings that come with kb."""
    return [Mapping.read(each) for each in sorted(FOLDER.glob("*.toml"))]
