"""The command line: `onrecord COMMAND`. Only `ingest` and what it needs import Prefect, and only when there is work."""

import sys
from collections.abc import Callable
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, Final, Literal, TypeAlias

from cyclopts import App, CycloptsError, Parameter, validators

from flows import entities, operating, settings
from flows.command import DONE, INTERRUPTED, NO_FLAGS, REJECTED, WRONG_USE, Flags, answer
from flows.start import swiftly
from warehouse.errors import OnrecordError, UsageError

app: Final = App(
    name="onrecord",
    help="Drop in news, get a SQL warehouse of who said what.",
    version=version("onrecord"),
    help_format="plaintext",
    default_parameter=Parameter(negative=()),
)

app.command(entities.app)

Format: TypeAlias = Literal["table", "csv", "jsonl", "parquet"]


@app.command
def ingest(
    *paths: Path, shards: Annotated[int, Parameter(validator=validators.Number(gte=1, lte=200))] = 1, dask: str | None = None, flags: Flags = NO_FLAGS
) -> int:
    """Take in what is new, changed or gone in the seeds folder, or in the files and folders named.

    Exit status: 0 done, 1 done but some documents were rejected, 2 wrong use or setting.

    Parameters
    ----------
    paths
        Files and folders to look at instead of the seeds folder; what lies elsewhere goes by its absolute address.
    shards
        Have so many runs of the deployment `ingest/onrecord-share` do it, on the workers of the Prefect server, and wait for them.
    dask
        Address of a Dask scheduler whose workers run the stages in the place of processes here.

    """
    with swiftly():
        from flows.ingesting import bring_up_to_date  # noqa: PLC0415 - loads the catalog

    given = flags.given if dask is None else {**flags.given, "dask": dask}
    return REJECTED if bring_up_to_date(list(paths), given, shards) else DONE


@app.command
def watch(*, flags: Flags = NO_FLAGS) -> int:
    """Take in what is dropped into the seeds folder as soon as it is whole, until Ctrl-C or SIGTERM.

    It looks at the whole folder when it starts and every few minutes, so nothing is missed that came while it was down.
    """
    from flows.watch import watch as keep_up_to_date  # noqa: PLC0415 - loads the catalog and Prefect

    keep_up_to_date(flags.given)
    return DONE


@app.command
def sql(  # noqa: PLR0913 - each is a flag
    query: str | None = None,
    *,
    file: Annotated[Path | None, Parameter(name=["--file", "-f"])] = None,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    form: Annotated[Format, Parameter(name="--format")] = "table",
    at_version: Annotated[int | None, Parameter(name="--version")] = None,
    as_of: datetime | None = None,
    safe: bool = False,
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
    at_version
        Ask the warehouse as it was after this commit; `onrecord log` lists them.
    as_of
        Ask the warehouse as it was then (ISO 8601, UTC if it names no zone).
    safe
        Let one SELECT read the tables as they are now and nothing else, within 1 GB of memory and a minute.

    """
    from flows import questions  # noqa: PLC0415 - loads DuckDB

    chosen = settings.load(flags.given)
    if safe:
        if at_version is not None or as_of is not None:
            raise UsageError("--safe asks the warehouse as it is now: leave --version and --as-of away")
        questions.answer_safely(chosen.warehouse, chosen.catalog, questions.given(query, file), form=form, output=output)
        return DONE
    asked = questions.Asked(chosen.warehouse, chosen.catalog, at_version, as_of)
    questions.answer(asked, questions.given(query, file), form=form, output=output)
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
        answer(text)
    return DONE


@app.command
def rejects(*, reason: str | None = None, as_json: Annotated[bool, Parameter(name="--json")] = False, flags: Flags = NO_FLAGS) -> int:
    """List the files and documents that were refused, and why.

    Parameters
    ----------
    reason
        Only those refused for it: malformed, timeout, ...
    as_json
        Print a JSON object a line.

    """
    from flows.rejected import listed  # noqa: PLC0415 - loads DuckDB

    chosen = settings.load(flags.given)
    answer(listed(chosen.warehouse, chosen.catalog, reason, as_json=as_json))
    return DONE


@app.command
def retry(*, reason: str | None = None, flags: Flags = NO_FLAGS) -> int:
    """Take in again the files in which something was refused.

    Exit status: 0 done, or nothing to try; 1 some documents were rejected again; 2 wrong use or setting.

    Parameters
    ----------
    reason
        Only those with something refused for it: malformed, timeout, ...

    """
    from flows.rejected import retry as try_again  # noqa: PLC0415 - loads the catalog

    refused = try_again(reason, flags.given)
    if refused is None:
        answer("nothing to try again")
    return REJECTED if refused else DONE


for command in (operating.status, operating.server, operating.deploy):
    app.command(command)


@app.command
def config(*, as_json: Annotated[bool, Parameter(name="--json")] = False, flags: Flags = NO_FLAGS) -> int:
    """Show each setting, its value and where it came from.

    Parameters
    ----------
    as_json
        Print it as JSON.

    """
    from flows.report import configuration  # noqa: PLC0415 - only this command needs it

    answer(configuration(settings.origins(flags.given), as_json=as_json))
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
    from flows import journal, plain, progress  # noqa: PLC0415 - likewise
    from flows.evaluation import evaluate as evaluation  # noqa: PLC0415 - loads the pipeline

    chosen = settings.load(flags.given)
    journal.begin(chosen.log_format)
    with progress.watched(chosen.log_format):
        run = plain.runner(chosen)
        if out is not None:
            answer(f"{out}: {evaluation.write(gold, out, run, of_names=names):,} documents")
            return DONE
        report = evaluation.evaluate(gold, run, of_names=names, speech_only=speech)
    for line in (*evaluation.table(report), *(evaluation.misses_by_class(report) if errors else ())):
        answer(line)
    return DONE


@app.command
def log(*, as_json: Annotated[bool, Parameter(name="--json")] = False, flags: Flags = NO_FLAGS) -> int:
    """List the commits, the last one first: when, which run, and how many documents were added, replaced and deleted.

    Parameters
    ----------
    as_json
        Print them as JSON, an object a line.

    """
    from flows import upkeep  # noqa: PLC0415 - loads DuckDB

    chosen = settings.load(flags.given)
    answer(upkeep.log(chosen.warehouse, chosen.catalog, as_json=as_json))
    return DONE


@app.command
def diff(
    before: str,
    after: str,
    *,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    form: Annotated[Format, Parameter(name="--format")] = "table",
    flags: Flags = NO_FLAGS,
) -> int:
    """List the claims that appeared, vanished or changed speaker between two runs.

    The column `because` says `pipeline` of documents that both runs saw with the same content: what another version of the code
    or the model changed. Of the others it says whether the document is new, changed or removed.

    Parameters
    ----------
    before
        The earlier run: its run_id, as `onrecord log` lists it, or the beginning of one.
    after
        The later run.
    output
        A file to write the answer to.
    form
        table, csv, jsonl or parquet.

    """
    from flows import questions  # noqa: PLC0415 - loads DuckDB

    chosen = settings.load(flags.given)
    questions.compare(chosen.warehouse, chosen.catalog, (before, after), form=form, output=output)
    return DONE


@app.command
def maintain(*, settle: bool = False, keep_days: float = 7, flags: Flags = NO_FLAGS) -> int:
    """Rewrite many small files as few large ones, without what was superseded, and remove old files.

    Parameters
    ----------
    settle
        Leave the files of which a plain glob is the whole warehouse, and no others. Run it while nothing else uses the warehouse.
    keep_days
        Keep what earlier versions need for so many days; longer than any query or ingest takes.

    """
    from flows import upkeep  # noqa: PLC0415 - loads DuckDB

    chosen = settings.load(flags.given)
    answer(upkeep.maintain(chosen.warehouse, chosen.catalog, settled=settle, keep_days=keep_days))
    return DONE


@app.command
def doctor(*, repair: bool = False, flags: Flags = NO_FLAGS) -> int:
    """Check every file, row and span of the warehouse, and say what to do about what is wrong.

    Exit status: 0 all is well, 1 something is wrong, 2 wrong use or setting.

    Parameters
    ----------
    repair
        First make the catalog anew from the files where it is lost or wrong, and leave out documents part of whose rows is lost,
        so that the next ingest takes them in again. Run it while nothing else uses the warehouse.

    """
    from flows import upkeep  # noqa: PLC0415 - loads DuckDB

    chosen = settings.load(flags.given)
    told, is_well = upkeep.doctor(chosen.warehouse, chosen.catalog, repair=repair)
    answer(told)
    return DONE if is_well else REJECTED


@app.command
def purge(document: str, *, flags: Flags = NO_FLAGS) -> int:
    """Remove a document for good, from every file and every earlier version, and look through all files to prove it.

    Earlier versions that need a file which held it can no longer be read, nor can queries that are reading one go on.

    Parameters
    ----------
    document
        Its document_id, or its path below the seeds folder.

    """
    from flows import upkeep  # noqa: PLC0415 - loads DuckDB

    chosen = settings.load(flags.given)
    answer(upkeep.purge(chosen.warehouse, chosen.catalog, chosen.seeds, document))
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


if __name__ == "__main__":
    main()
