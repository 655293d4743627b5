"""How long it takes to tie new documents to entities that a large knowledge base has: `python -m bench.linking [KNOWN] [DOCUMENTS]`.

The names are generated. Printed are the seconds to read the knowledge base, once, to run the stage `link` on the new documents and commit
what it writes, and to ask whom each of their names means; a tenth of the names are in the knowledge base.
"""

import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from flows import knowledge
from tasks.link import link
from warehouse import queries, schema
from warehouse.storage import Commit, SeedState, Warehouse

KNOWN: Final = 1_000_000
DOCUMENTS: Final = 1_000
NAMES: Final = 12
"""Entities of a document."""
SHARE_KNOWN: Final = 0.1
SYLLABLES: Final = (
    "ba",
    "cor",
    "del",
    "fen",
    "gar",
    "hol",
    "in",
    "jun",
    "kar",
    "lo",
    "mar",
    "nes",
    "or",
    "pel",
    "quo",
    "ri",
    "sel",
    "tor",
    "ul",
    "ven",
)
ASKED: Final = "select count(*), count(*) filter (where method = 'knowledge_base'), count(distinct entity_id) from links"


def main() -> None:
    """Print the seconds of each step."""
    known, documents = (*map(int, sys.argv[1:]), KNOWN, DOCUMENTS)[:2] if len(sys.argv) > 1 else (KNOWN, DOCUMENTS)
    with TemporaryDirectory(prefix="onrecord-linking-") as folder, Warehouse.open(Path(folder, "warehouse")) as warehouse:
        kb = Path(folder, "kb")
        _write(kb, known)
        _timed(f"read a knowledge base of {known:,}", lambda: knowledge.refresh(warehouse, kb))
        batch = _batch(documents, known)
        made = _timed(f"link {documents:,} documents with {NAMES} names each", lambda: link(batch))
        tables = {
            name: table.append_column("made_by", [["bench"] * len(table)]) for name, table in ({"documents": batch["documents"]} | made).items()
        }
        stored = {name: table.cast(_declared(name)) for name, table in tables.items()}
        _timed("commit", lambda: warehouse.commit(Commit("bench-1", "bench", stored, seeds=[SeedState("bench", 0, 0, "", "")])))
        with queries.connect(warehouse.folder) as connection:
            rows = _timed("ask whom each name means", lambda: connection.execute(ASKED).fetchall())
    print("{:,} names, {:,} of them in the knowledge base, {:,} entities".format(*rows[0]))


def _timed(what: str, step: Any) -> Any:  # noqa: ANN401 - whatever the step returns
    started = time.perf_counter()
    done = step()
    print(f"{time.perf_counter() - started:8.2f} s  {what}")
    return done


def _declared(name: str) -> Any:  # noqa: ANN401 - pyarrow's schemas have no types of their own
    stamped = schema.arrow(name, stamped=True)
    return stamped.remove(stamped.get_field_index("batch_id"))


def _write(folder: Path, known: int) -> None:
    folder.mkdir()
    with (folder / "people.csv").open("w", encoding="utf-8") as lines:
        lines.write("id,name,type,aliases\n")
        lines.writelines(f"K{number},{_name(number)},person,{_name(number).split()[-1]}\n" for number in range(known))


def _name(number: int) -> str:
    chance = random.Random(number)  # noqa: S311 - no secret
    first, last = ("".join(chance.choices(SYLLABLES, k=size)).capitalize() for size in (2, 4))
    return f"{first} {last}{SYLLABLES[number % 20]}"


def _batch(documents: int, known: int) -> dict[str, Any]:
    ids = [schema.identifier("bench", number) for number in range(documents)]
    rows = [_document(id_, number) for number, id_ in enumerate(ids)]
    entities = [row for number, id_ in enumerate(ids) for row in _entities(id_, number, known)]
    tables: dict[str, list[Any]] = {"documents": rows, "local_entities": entities, "mentions": [], "local_entity_mentions": []}
    return {name: schema.table(name, some) for name, some in tables.items()}


def _document(id_: str, number: int) -> list[Any]:
    blank: dict[Any, Any] = {schema.TEXT: "", schema.INTEGER: 0, schema.TRUTH: True}
    own = {"document_id": id_, "source_uri": "bench", "container_path": f"line {number}", "story_id": id_}
    return [own.get(column.name, None if column.is_optional else blank[column.type]) for column in schema.TABLES["documents"].columns]


def _entities(id_: str, number: int, known: int) -> Iterator[tuple[Any, ...]]:
    chance = random.Random(f"document {number}")  # noqa: S311 - no secret
    for place in range(NAMES):
        name = _name(chance.randrange(known) if chance.random() < SHARE_KNOWN else known + number * NAMES + place)
        yield id_, schema.identifier(id_, "PERSON", name, place), name, "PERSON", None, "singular"


if __name__ == "__main__":
    main()
