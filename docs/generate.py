# ruff: noqa: INP001 - a script, not part of the package
"""Write the reference pages that say what the code says: `python docs/generate.py [FOLDER] [--check]`.

With `--check` nothing is written; the exit status is 1 and the pages are named when one in FOLDER is not what it should be.
"""

import argparse
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from inspect import Parameter
from operator import getitem
from pathlib import Path
from typing import Final

import duckdb
from cyclopts import App, Argument

from flows.cli import app
from flows.settings import FILE, PREFIX, Settings
from warehouse import queries, schema
from warehouse.publish import GATHERED, views
from warehouse.storage import Warehouse

HERE: Final = Path(__file__).parent
MEANINGS: Final = "views.toml"
"""What the columns mean that views compute; the others keep the meaning that they have in a table."""
OWNERS: Final = ("claims", "documents", "claim_speakers", "entities", "runs", "links", "known_entities", "known_names")
"""The tables that views take columns from unchanged; of two that have a column the first explains it."""
ORIGIN: Final = "<!-- Written by docs/generate.py: change the code, then run it again. -->"


def main() -> None:
    """Write the pages, or check them."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path, nargs="?", default=HERE / "reference")
    options.add_argument("--check", action="store_true")
    chosen = options.parse_args()
    written = pages()
    if not chosen.check:
        for name, text in written.items():
            (chosen.folder / name).write_text(text, "utf-8")
        return
    stale = [name for name, text in written.items() if not (chosen.folder / name).is_file() or (chosen.folder / name).read_text("utf-8") != text]
    if stale:
        sys.exit(f"not what the code says: {', '.join(stale)}; run python docs/generate.py")


def pages() -> dict[str, str]:
    """Return the text of each page by the name of its file."""
    with tempfile.TemporaryDirectory() as folder:
        Warehouse.open(Path(folder)).close()
        with queries.connect(Path(folder)) as connection:
            found = {"tables.md": _tables(connection), "views.md": _views(connection)}
    found |= {"settings.md": _settings(), "commands.md": _commands()}
    return {name: "\n".join([ORIGIN, "", *lines, ""]) for name, lines in found.items()}


def _tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    lines = [
        "# Tables",
        "",
        "Every table can be queried by its name. Offsets are half-open and count Unicode code points of `documents.text`; times are in UTC.",
        "Ids are hashes of what they name: the same input gives the same ids, in any order of ingest. “null” says that a value may be missing.",
        "",
        "Each table also has these two columns:",
        "",
        *_rows(("column", "meaning"), ((f"`{column.name}`", column.meaning) for column in schema.STAMPS)),
    ]
    for table in schema.TABLES.values():
        queried = f"stored.{table.name}" if table.name in GATHERED else table.name
        types = _types(connection, queried)
        rows = ((f"`{column.name}`", types[column.name], "null" if column.is_optional else "", column.meaning) for column in table.columns)
        lines += ["", f"## {table.name}", "", f"A row is {table.row}.", ""]
        if queried != table.name:
            lines += [f"The view [{table.name}](views.md#{table.name}) gathers its rows, which are in `{queried}`.", ""]
        lines += _rows(("column", "type", "", "meaning"), rows)
    return lines


def _views(connection: duckdb.DuckDBPyConnection) -> list[str]:
    computed = tomllib.loads((HERE / MEANINGS).read_text("utf-8"))
    lines = ["# Views", "", "Each view answers a question. It is one SQL file in `warehouse/views/`, which is its exact definition."]
    for view in views():
        rows = ((f"`{name}`", kind, _meaning(computed, view.name, name)) for name, kind in _types(connection, view.name).items())
        lines += ["", f"## {view.name}", "", view.question, "", *_rows(("column", "type", "meaning"), rows)]
    return lines


def _types(connection: duckdb.DuckDBPyConnection, name: str) -> dict[str, str]:
    return {row[0]: row[1].removesuffix(" WITH TIME ZONE").lower() for row in connection.execute(f"describe {name}").fetchall()}


def _meaning(computed: Mapping[str, Mapping[str, str]], view: str, column: str) -> str:
    if column in computed.get(view, {}):
        return computed[view][column]
    for owner in OWNERS:
        for declared in schema.TABLES[owner].columns:
            if declared.name == column:
                return declared.meaning
    raise SystemExit(f"{view}.{column} is computed: say in docs/{MEANINGS} what it means")


def _settings() -> list[str]:
    flags = {argument.name.removeprefix("--") for argument in _shared_flags()}
    rows = (
        (f"`{name}`", f"`{PREFIX}{name.upper()}`", f"`--{name}`" if name in flags else "", _default(field.default), field.description or "")
        for name, field in Settings.model_fields.items()
    )
    return [
        "# Settings",
        "",
        f"A setting is looked for on the command line, then in the environment, then in `{FILE}` in the working directory; else it is its default.",
        "`onrecord config` shows each value in force and where it came from. A name or value that is not understood stops any command,",
        "with exit status 2.",
        "",
        *_rows((f"in `{FILE}`", "in the environment", "flag", "default", "meaning"), rows),
    ]


def _default(value: object) -> str:
    return "" if value is None else f"`{value}`"


def _commands() -> list[str]:
    lines = ["# Commands", "", "`onrecord --version` prints the version, `onrecord COMMAND --help` what is said here.", ""]
    lines += ["Every command takes these flags; they win over the environment and `onrecord.toml` ([settings](settings.md)):", ""]
    lines += _rows(("flag", "meaning"), map(_explained, _shared_flags()))
    for name in _named(app):
        lines += _command(name)
    return lines


def _named(commands: App, *above: str) -> Iterator[str]:
    """Yield the commands, those of a group after the group's name."""
    for name in commands:
        if not name.startswith("-"):
            below = list(_named(commands[name], *above, name))
            yield from below or [" ".join((*above, name))]


def _command(name: str) -> Iterator[str]:
    own = [argument for argument in _arguments(name) if argument.show and not argument.keys]
    yield from ("", f"## {name}", "", f"`{' '.join(['onrecord', name, *(_place(argument) for argument in own if _is_place(argument)), '[FLAGS]'])}`")
    for paragraph in _found(name).help.partition("    Parameters\n")[0].strip().split("\n\n"):
        yield from ("", " ".join(paragraph.split()))
    explained = [_explained(argument) for argument in own if argument.parameter.help]
    if explained:
        yield from ("", *_rows(("argument", "meaning"), explained))


def _shared_flags() -> list[Argument]:
    # Of the arguments only those that come together, as the settings do, have keys.
    return [argument for argument in _arguments("config") if argument.keys]


def _arguments(command: str) -> list[Argument]:
    return list(_found(command).assemble_argument_collection(parse_docstring=True))


def _found(command: str) -> App:
    return reduce(getitem, command.split(), app)


def _is_place(argument: Argument) -> bool:
    """Tell whether an argument is known by its place rather than a flag."""
    return argument.index is not None


def _place(argument: Argument) -> str:
    name = argument.name.removeprefix("--").upper()
    several = "..." if argument.field_info.kind is Parameter.VAR_POSITIONAL else ""
    return name if argument.required else f"[{name}{several}]"


def _explained(argument: Argument) -> tuple[str, str]:
    names = [_place(argument)] if _is_place(argument) else [name for name in argument.names if not name.startswith("--no-")]
    default = argument.field_info.default
    shown = f" Default: {default}." if isinstance(default, str) else ""
    return ", ".join(f"`{name}`" for name in names), (argument.parameter.help or "") + shown


def _rows(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for row in (head, ["---"] * len(head), *rows):
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


if __name__ == "__main__":
    main()
