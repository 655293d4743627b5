"""Find the files that are new, changed or gone since the warehouse last saw them."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from flows import seed
from flows.seed import Seed, Trace
from warehouse.errors import UnreadableSeed, UsageError
from warehouse.storage import SeedState


class Place(NamedTuple):
    """A folder or file to look at, and what source_uri its files begin with."""

    path: str
    uri: str


@dataclass(slots=True)
class Changes:
    """What to do about the files looked at; `unchanged` counts those that need nothing, `growing` those that are left for the next look."""

    new: list[Seed] = field(default_factory=list)
    changed: list[Seed] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    touched: list[SeedState] = field(default_factory=list)
    outdated: list[SeedState] = field(default_factory=list)
    """Files, be they still there or not, on whose stored documents stages are to be run again; they need not be parsed."""
    unchanged: int = 0
    growing: int = 0

    @property
    def needs_run(self) -> bool:
        """Whether there is more to do than to remember that a file was touched."""
        return bool(self.new or self.changed or self.removed or self.outdated)

    @property
    def seeds(self) -> list[Seed]:
        """The files to take in."""
        return self.new + self.changed


class File(NamedTuple):
    """A file as a folder lists it, unopened, with its sidecar; `is_closed` for a folder that may not be listed."""

    source_uri: str
    path: str
    trace: Trace
    is_closed: bool = False
    sidecar: str = ""

    def seed(self, attempts: int = 0) -> Seed:
        """Return it as something to take in."""
        return Seed(self.source_uri, self.path, self.trace, attempts=attempts, sidecar=self.sidecar)

    def with_sidecar(self, path: str | None) -> "File":
        """Return it with the file beside it that says more of it, if there is one."""
        try:
            return self._replace(sidecar=path, trace=seed.both(self.trace, seed.trace(os.lstat(path)))) if path else self
        except FileNotFoundError:
            return self


def discover(places: Sequence[Place], known: Mapping[str, SeedState], *, made_by: str, is_growing: Callable[[Trace], bool] = seed.whole) -> Changes:
    """Compare the files of some places with what is known of them.

    A file is changed when its bytes are others than those known, or when another version of parsing took it in. `made_by` is the
    fingerprint of the code, that of parsing first. What lies in a folder that may not be listed counts as neither seen nor gone; the
    folder itself is reported as a seed.
    """
    changes, seen, closed = Changes(), set[str](), list[str]()
    for file in _files(places):
        seen.add(file.source_uri)
        state = known.get(file.source_uri)
        if file.is_closed:
            closed.append(file.source_uri + "/")
        if state is not None and (state.size, state.modified_ns) == file.trace and _is_parsed_by(state, made_by):
            changes.unchanged += 1
        elif is_growing(file.trace):
            changes.growing += 1
        elif state is None:
            changes.new.append(file.seed())
        else:
            _compare(changes, file, state, made_by=made_by)
    scopes = tuple(place.uri + "/" if place.uri else "" for place in places if os.path.isdir(place.path))
    changes.removed = sorted(uri for uri in known.keys() - seen if _is_below(uri, scopes) and not uri.startswith(tuple(closed)))
    changes.new.sort()
    changes.changed.sort()
    anew = {*changes.removed, *(item.source_uri for item in changes.changed)}
    changes.outdated = [
        state
        for uri, state in known.items()
        if state.made_by != made_by and _is_parsed_by(state, made_by) and uri not in anew and (uri in seen or "" in scopes or uri.startswith(scopes))
    ]
    return changes


def places(paths: Iterable[str | Path], seeds: Path) -> list[Place]:
    """Return the places that paths name; none named means the seeds folder.

    Raises
    ------
    UsageError
        when one does not exist or may not be read

    """
    found = [_place(os.path.abspath(path), os.path.abspath(seeds)) for path in paths or [seeds]]
    for place in found:
        if not os.path.lexists(place.path):
            raise UsageError(f"there is no {place.path}; make it, or name another folder or file")
        if not os.access(place.path, os.R_OK):
            raise UsageError(f"{place.path} may not be read")
    return found


def _place(path: str, root: str) -> Place:
    if path == root:
        return Place(path, "")
    if path.startswith(root + os.sep):
        return Place(path, _text(os.path.relpath(path, root)).replace(os.sep, "/"))
    return Place(path, Path(path).as_uri())


def _is_below(source_uri: str, scopes: tuple[str, ...]) -> bool:
    """Tell whether a known file belongs to one of the folders looked at; the seeds folder holds all that is no absolute URI."""
    return any(source_uri.startswith(scope) if scope else not source_uri.startswith("file:///") for scope in scopes)


def _files(places: Sequence[Place]) -> Iterator[File]:
    for place in places:
        if os.path.isdir(place.path) and not os.path.islink(place.path):
            yield from _below(place.path, place.uri)
        else:
            yield _named(place)


def _named(place: Place) -> File:
    """Return the file that was named, or, where that is a sidecar, the file that it says more of."""
    article = next((place.path.removesuffix(end) for end in seed.SIDECARS if place.path.endswith(end)), "")
    if _has_extension(os.path.basename(article)) and os.path.isfile(article):
        place = Place(article, place.uri[: len(article) - len(place.path)])
    file = File(place.uri, place.path, seed.trace(os.lstat(place.path)))
    sidecars = (place.path + end for end in seed.SIDECARS) if _has_extension(os.path.basename(place.path)) else ()
    return file.with_sidecar(next(filter(os.path.lexists, sidecars), None))


def _has_extension(name: str) -> bool:
    """Tell whether a name has one; only what has may have a sidecar, or `notes.json` would be that of `notes`."""
    return "." in name[1:]


def _below(root: str, uri: str) -> Iterator[File]:
    """Yield the files below a folder but hidden ones; a folder that may not be listed as itself."""
    folders = [(root, uri)]
    while folders:
        folder, prefix = folders.pop()
        try:
            entries = os.scandir(folder)
        except FileNotFoundError:
            continue
        except OSError:
            yield File(prefix, folder, seed.trace(os.lstat(folder)), is_closed=True)
            continue
        with entries:
            listed = [entry for entry in entries if not entry.name.startswith(".")]
        sidecars = _sidecars(listed)
        beside = {entry.name for entry in sidecars.values()}
        for entry in listed:
            below = (prefix + "/" if prefix else "") + _text(entry.name)
            if entry.is_dir(follow_symlinks=False):
                folders.append((entry.path, below))
            elif entry.name not in beside:
                yield from _listed(entry, below, sidecars.get(entry.name))


def _sidecars(entries: Sequence["os.DirEntry[str]"]) -> dict[str, "os.DirEntry[str]"]:
    """Return the sidecars in a folder by the name of the file that each says more of; of several the first kind counts."""
    files = {entry.name: entry for entry in entries if not entry.is_dir(follow_symlinks=False)}
    found: dict[str, os.DirEntry[str]] = {}
    for end in seed.SIDECARS:
        for name in [name for name in files if name.endswith(end)]:
            article = name.removesuffix(end)
            if article in files and _has_extension(article):
                found.setdefault(article, files[name])
    return found


def _listed(entry: "os.DirEntry[str]", uri: str, sidecar: "os.DirEntry[str] | None") -> Iterator[File]:
    try:
        yield File(uri, entry.path, seed.trace(entry.stat(follow_symlinks=False))).with_sidecar(sidecar.path if sidecar else None)
    except FileNotFoundError:
        return  # It went while the folder was listed.


def _is_parsed_by(state: SeedState, made_by: str) -> bool:
    return state.made_by.partition(" ")[0] == made_by.partition(" ")[0]


def _text(name: str) -> str:
    """Return a file's name as text; bytes that are no UTF-8 as escapes."""
    return name if name.isascii() else os.fsencode(name).decode("utf-8", "backslashreplace")


def _compare(changes: Changes, file: File, state: SeedState, *, made_by: str) -> None:
    """Read a file whose trace is new: the same bytes need no work, unless the code that took them in has changed."""
    try:
        content = seed.read(file.path, file.sidecar)
    except UnreadableSeed:
        changes.changed.append(file.seed())
        return
    except FileNotFoundError:
        return
    if content.sha256 != state.sha256:
        changes.changed.append(file.seed())
    elif not _is_parsed_by(state, made_by):
        changes.changed.append(file.seed(state.attempts))
    else:
        changes.touched.append(state._replace(size=content.trace.size, modified_ns=content.trace.modified_ns))
