"""The command line: `onrecord COMMAND`. Only `ingest` and what it needs import Prefect, and only when there is work."""

import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, Final, Literal, TypeAlias

from cyclopts import App, CycloptsError, Parameter

from flows import settings
from warehouse.errors import OnrecordError

DONE, REJECTED, WRONG_USE, INTERRUPTED = 0, 1, 2, 130
"""Exit statuses."""

app: Final = App(
    name="onrecord",
    help="Drop in news, get a SQL warehouse of who said what.",
    version=version("onrecord"),
    help_format="plaintext",
    default_parameter=Parameter(negative=()),
)

Format: TypeAlias = Literal["table", "csv", "jsonl", "parquet"]


@Parameter(name="*")
@dataclass
class Flags:
    """Settings that any command takes; they win over the environment and onrecord.toml."""

    seeds: Path | None = None
    """The folder that news is dropped into."""
    warehouse: Path | None = None
    """The folder of the tables, their catalog and onrecord.duckdb."""
    catalog: str | None = None
    """SQLAlchemy URL of the catalog."""
    model: str | None = None
    """The language model: built-in, or a spaCy pipeline."""
    workers: int | None = None
    """Processes that run the stages; 0 for one a core."""

    @property
    def given(self) -> dict[str, Any]:
        """The settings that were given."""
        return {name: str(value) if isinstance(value, Path) else value for name, value in asdict(self).items() if value is not None}


NO_FLAGS: Final = Flags()


@app.command
def ingest(*paths: Path, flags: Flags = NO_FLAGS) -> int:
    """Take in what is new, changed or gone in the seeds folder, or in the files and folders named.

    Exit status: 0 done, 1 done but some documents were rejected, 2 wrong use or setting.

    Parameters
    ----------
    paths
        Files and folders to look at instead of the seeds folder; what lies elsewhere goes by its absolute address.

    """
    from flows.ingesting import bring_up_to_date  # noqa: PLC0415 - loads the catalog

    return REJECTED if bring_up_to_date(list(paths), flags.given) else DONE


@app.command
def watch(*, flags: Flags = NO_FLAGS) -> int:
    """Take in what is dropped into the seeds folder as soon as it is whole, until Ctrl-C or SIGTERM.

    It looks at the whole folder when it starts and every few minutes, so nothing is missed that came while it was down.
    """
    from flows.watch import watch as keep_up_to_date  # noqa: PLC0415 - loads the catalog and Prefect

    keep_up_to_date(flags.given)
    return DONE


@app.command
def sql(
    query: str | None = None,
    *,
    file: Annotated[Path | None, Parameter(name=["--file", "-f"])] = None,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    form: Annotated[Format, Parameter(name="--format")] = "table",
    flags: Flags = NO_FLAGS,
) -> int:
    """Answer a query over the tables and views; without a query, answer one after another.

    Parameters
    ----------
    query
        One SQL statement, as DuckDB reads it.
    file
        A file to read the statement from.
    output
        A file to write the answer to.
    form
        table, csv, jsonl or parquet.

    """
    from flows import questions  # noqa: PLC0415 - loads DuckDB

    chosen = settings.load(flags.given)
    questions.answer(chosen.warehouse, chosen.catalog, questions.given(query, file), form=form, output=output)
    return DONE


@app.command
def show(document: str, *, flags: Flags = NO_FLAGS) -> int:
    """Print the text of a document with its claims marked and numbered, and who made them.

    Parameters
    ----------
    document
        Its path below the seeds folder, its document_id, or the beginning of either where only one fits.

    """
    from flows.show import shown  # noqa: PLC0415 - loads DuckDB

    chosen = settings.load(flags.given)
    for text in shown(chosen.warehouse, chosen.catalog, document):
        _print(text)
    return DONE


@app.command
def status(*, as_json: Annotated[bool, Parameter(name="--json")] = False, flags: Flags = NO_FLAGS) -> int:
    """Say what is in the warehouse and what the last run did.

    Parameters
    ----------
    as_json
        Print it as JSON.

    """
    from flows.report import standing  # noqa: PLC0415 - loads DuckDB

    chosen = settings.load(flags.given)
    _print(standing(chosen.warehouse, chosen.catalog, as_json=as_json))
    return DONE


@app.command
def config(*, as_json: Annotated[bool, Parameter(name="--json")] = False, flags: Flags = NO_FLAGS) -> int:
    """Show each setting, its value and where it came from.

    Parameters
    ----------
    as_json
        Print it as JSON.

    """
    from flows.report import configuration  # noqa: PLC0415 - only this command needs it

    _print(configuration(settings.origins(flags.given), as_json=as_json))
    return DONE


@app.command
def evaluate(  # noqa: PLR0913 - each is a flag
    gold: Path,
    *,
    out: Path | None = None,
    names: bool = False,
    speech: bool = False,
    errors: bool = False,
    flags: Flags = NO_FLAGS,
) -> int:
    """Measure the pipeline on annotated texts, through a warehouse that is thrown away.

    Parameters
    ----------
    gold
        A file of annotated texts, a JSON object a line.
    out
        Write what was found there, in the format of the gold file, instead of printing measures.
    names
        Compare names and dates instead of claims.
    speech
        Leave out gold and found claims that are neither quoted nor have a reporting cue.
    errors
        Print what was missed, by kind.

    """
    from flows import plain, progress  # noqa: PLC0415 - likewise
    from flows.evaluation import evaluate as evaluation  # noqa: PLC0415 - loads the pipeline

    chosen = settings.load(flags.given)
    with progress.watched():
        run = plain.runner(chosen)
        if out is not None:
            _print(f"{out}: {evaluation.write(gold, out, run, of_names=names):,} documents")
            return DONE
        report = evaluation.evaluate(gold, run, of_names=names, speech_only=speech)
    for line in (*evaluation.table(report), *(evaluation.misses_by_class(report) if errors else ())):
        _print(line)
    return DONE


def main() -> None:
    """Run the command that the arguments name, and exit with its status; an error of ours is one line."""
    sys.exit(_status(lambda: app(exit_on_error=False, print_error=False)))


def _status(command: Callable[[], Any]) -> int:
    try:
        result = command()
    except (OnrecordError, CycloptsError) as error:
        print(f"onrecord: {' '.join(str(error).split())}", file=sys.stderr)  # noqa: T201 - for a person
        return WRONG_USE
    except KeyboardInterrupt:
        print("onrecord: stopped; what was committed stays", file=sys.stderr)  # noqa: T201 - for a person
        return INTERRUPTED
    except BrokenPipeError:
        sys.stdout = None  # Whoever read our output has gone; at exit Python would try to flush it.
        return DONE
    return result if isinstance(result, int) else DONE


def _print(text: str) -> None:
    print(text, end="" if text.endswith("\n") else "\n")  # noqa: T201 - the answer of the command


if __name__ == "__main__":
    main()
