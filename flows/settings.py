"""The settings: defaults, overridden by `onrecord.toml`, by `ONRECORD_*` in the environment, by the command line."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, EnvSettingsSource, InitSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from flows.journal import Form
from warehouse.errors import UsageError
from warehouse.layout import BUCKET, Location

FILE: Final = "onrecord.toml"
"""The file of settings, looked for in the working directory."""

PREFIX: Final = "ONRECORD_"


class Settings(BaseSettings):
    """What a person can set; `load` reads it from all places."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    seeds: Path = Field(Path("seeds"), description="the folder that news is dropped into")
    warehouse: Location = Field(
        Path("warehouse/data"), description="the folder of the tables, their catalog and onrecord.duckdb; or s3://bucket/path"
    )
    catalog: str | None = Field(None, description="SQLAlchemy URL of the catalog; SQLite in the warehouse folder when not set")
    model: str = Field("built-in", min_length=1, description="built-in, or the name or path of a spaCy pipeline, or module:function")
    kb: Path = Field(
        Path("kb"), description="the folder of the knowledge base: tables and FollowTheMoney entities of people, organisations and places"
    )
    workers: int = Field(0, ge=0, le=1024, description="processes that run the stages; 0 for one a core")
    dask: str | None = Field(None, description="address of a Dask scheduler whose workers run the stages in the place of processes here")
    quiet_seconds: float = Field(0.0, ge=0, le=3600, description="a file changed less than so many seconds ago is left for the next look")
    commit_documents: int = Field(1000, ge=1, description="files that an ingest commits together; more in a run of very many")
    keep_server: float = Field(0.0, ge=0, description="minutes without use after which a server that a run started ends; 0: it ends with the run")
    log_format: Form = Field("text", description="how lines are written to standard error: text, or json, an object a line")

    @field_validator("warehouse", mode="before")
    @classmethod
    def _place(cls, given: object) -> object:
        return Path(given) if isinstance(given, str) and not given.startswith(BUCKET) else given

    @classmethod
    def settings_customise_sources(  # noqa: PLR0917 - as pydantic-settings calls it
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Put the file below the environment; there is no .env file and no folder of secrets."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, InitSettingsSource(settings_cls, _in_file())

    @property
    def processes(self) -> int:
        """The number of processes that `workers` means on this machine."""
        return self.workers or len(os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1))


class Setting(NamedTuple):
    """A value and its origin: default, file, environment or command line."""

    value: Any
    origin: str


def load(overrides: Mapping[str, Any] | None = None) -> Settings:
    """Return the settings in force; `overrides`, as from the command line, win, those that are None count as not given.

    Raises
    ------
    UsageError
        when a setting does not parse or is not known; the message is one line that names it

    >>> load({"workers": 3}).processes
    3
    """
    given = _given(overrides)
    _refuse_unknown()
    try:
        return Settings(**given)
    except ValidationError as error:
        raise UsageError(_explanation(error, given)) from None


def origins(overrides: Mapping[str, Any] | None = None) -> dict[str, Setting]:
    """Return each setting's value and where it came from.

    >>> origins({"workers": 3})["workers"]
    Setting(value=3, origin='command line')
    """
    given = _given(overrides)
    loaded = load(given)
    return {name: Setting(getattr(loaded, name), _origin(name, given)) for name in Settings.model_fields}


def _given(overrides: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (overrides or {}).items() if value is not None}


def _in_file() -> dict[str, Any]:
    """Return the settings of the file; `model` may also stand alone in a table `[nlp]`."""
    try:
        found = tomllib.loads(Path(FILE).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise UsageError(f"{FILE} cannot be read: {' '.join(str(error).split())}") from None
    match found.get("nlp"):
        case {"model": model, **others} if not others:
            return {name: value for name, value in found.items() if name != "nlp"} | {"model": model}
    return found


def _in_environment() -> dict[str, Any]:
    return EnvSettingsSource(Settings)()


def _refuse_unknown() -> None:
    # pydantic-settings asks the environment only for names that it knows, so a misspelt one would pass in silence.
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    unknown = sorted(name for name in os.environ if name.upper().startswith(PREFIX) and name.upper() not in known)
    if unknown:
        raise UsageError(f"{unknown[0]} in the environment is not a setting; the settings are {', '.join(Settings.model_fields)}")


def _origin(name: str, given: Mapping[str, Any]) -> str:
    places = (("command line", given), ("environment", _in_environment()), ("file", _in_file()))
    return next((place for place, values in places if name in values), "default")


def _explanation(error: ValidationError, given: Mapping[str, Any]) -> str:
    first = error.errors()[0]
    name = str(first["loc"][0]) if first["loc"] else "settings"
    place = {"file": f"in {FILE}", "environment": f"in {PREFIX}{name.upper()}"}.get(_origin(name, given), "on the command line")
    if first["type"] == "extra_forbidden":
        return f"{name} {place} is not a setting; the settings are {', '.join(Settings.model_fields)}"
    return f"{name} {place}: {first['msg'][0].lower()}{first['msg'][1:]}, not {first['input']!r}"
