"""Which files are worth rewriting. Files of about one size are merged when there are enough of them, so a row is rewritten seldom."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from warehouse.catalog import KnownFile
from warehouse.parquet import StoredFile

LARGE: Final = 64 * 2**20
"""Bytes from which on a file is left as it is, unless it is half dead."""

SMALLEST: Final = 64 * 2**10
"""Bytes of the first tier; each further tier holds files FAN times as large."""

FAN: Final = 8
"""Files of a tier that make one of the next: at most 28 small files of a table are then left."""

HALF_DEAD: Final = 0.5
"""Share of superseded documents from which on a file is rewritten whatever its size."""

MOST_SMALL: Final = 32
"""Small files of a table beyond which queries take noticeably longer."""

Group = list[KnownFile]


def due(files: Iterable[KnownFile]) -> list[Group]:
    """Return the groups of files to write anew as one each."""
    tiers: dict[tuple[str, int], Group] = defaultdict(list)
    for known in files:
        tiers[known.file.table_name, _tier(known.file.bytes)].append(known)
    return [group for (_, tier), of_tier in tiers.items() if (group := _worth(of_tier, is_large=tier == _tier(LARGE)))]


def is_overdue(files: Iterable[StoredFile]) -> bool:
    """Tell whether a table has so many small files that merging them should not wait."""
    small = Counter(file.table_name for file in files if file.bytes < LARGE)
    return max(small.values(), default=0) > MOST_SMALL


def whole(files: Sequence[KnownFile]) -> list[Group]:
    """Return the groups that leave each table in one sorted run of files without a superseded row."""
    tables: dict[str, Group] = defaultdict(list)
    for known in files:
        tables[known.file.table_name].append(known)
    return [group for group in tables.values() if len(group) > 1 or group[0].dead]


def _worth(files: Group, *, is_large: bool) -> Group:
    if len(files) >= FAN and not is_large:
        return files
    return [known for known in files if known.dead >= HALF_DEAD]


def _tier(size: int) -> int:
    tier, limit = 0, SMALLEST
    while size >= limit and limit < LARGE:
        tier, limit = tier + 1, limit * FAN
    return tier
