"""All settings, in one list: each is an environment variable `KB_<NAME>` with a help text."""

from __future__ import annotations

from pathlib import Path

import platformdirs
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from kb.errors import SettingsError

PLANS = 200
"""How many statements a managed Neo4j keeps the plans of, and any is taken to."""


class Settings(BaseSettings):
    """What `kb` runs with. Read once, never changed."""

    model_config = SettingsConfigDict(env_prefix="KB_", env_ignore_empty=True, frozen=True, extra="ignore")

    neo4j_uri: str | None = Field(
        None,
        description="Address of a Neo4j of your own (neo4j://, bolt://, neo4j+s://). Without it kb runs one itself.",
    )
    neo4j_user: str = Field("neo4j", description="User of that Neo4j.")
    neo4j_password: SecretStr = Field(SecretStr(""), description="Password of that Neo4j.")
    neo4j_database: str = Field("neo4j", description="Database to use on that Neo4j.")
    data: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("kb", appauthor=False)),
        description="Folder of the managed Neo4j: its data, its password, its logs, and the files of rejected rows.",
    )
    cache: Path = Field(
        default_factory=lambda: Path(platformdirs.user_cache_dir("kb", appauthor=False)),
        description="Folder of what can be fetched again: the jars of Neo4j.",
    )
    bolt_port: int = Field(
        7687,
        ge=0,
        le=65535,
        description="Port of the managed Neo4j; another free one is taken when it is in use.",
    )
    heap_mb: int = Field(768, ge=256, description="Heap of the managed Neo4j, in megabytes.")
    pagecache_mb: int = Field(128, ge=16, description="Page cache of the managed Neo4j, in megabytes.")
    host: str = Field("127.0.0.1", description="Address the web service listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port the web service listens on.")
    timeout: float = Field(
        10.0,
        gt=0,
        le=600,
        description="Longest time of one statement of the service, in seconds; at the command line a minute at least.",
    )
    max_depth: int = Field(14, ge=1, le=50, description="How deep braces of an operation may be nested.")
    max_cost: int = Field(50_000_000, ge=0, description="What an operation may cost, by the estimate of limits.md.")
    max_answer_mb: int = Field(20, ge=1, description="How large an answer may be, in megabytes.")
    saved_only: bool = Field(False, description="Whether only the example operations are run.")
    introspection: bool = Field(True, description="Whether the schema may be asked for, as GraphiQL does.")
    suggestions: bool = Field(True, description="Whether errors suggest names of the schema.")
    answers_mb: int = Field(64, ge=0, description="Memory for answers that are kept, in megabytes.")
    cors_origins: str = Field("", description="Sites whose pages may ask, separated by commas; * for all.")
    admin_token: SecretStr = Field(
        SecretStr(""),
        description="What the header X-KB-Profile must say to have db hits counted; without it none does.",
    )
    max_rejects: int = Field(1000, ge=0, description="More rejected rows than this in one load and nothing is loaded.")


def load() -> Settings:
    """Give the settings of this process; raise `SettingsError` that names the variable and what is wrong."""
    try:
        return Settings()  # type: ignore[call-arg]
    except ValidationError as error:
        first = error.errors()[0]
        name = "KB_" + str(first["loc"][0]).upper()
        raise SettingsError(f"{name} is set to something that cannot be used: {first['msg']}.") from None
