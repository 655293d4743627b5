"""What the conventions say about where things live and who imports whom, as a check of a tree of source files."""

import ast
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Final, NamedTuple

FOLDERS: Final = ("warehouse", "tasks", "flows", "deployments")
OURS: Final = frozenset((*FOLDERS, "bench", "docs", "tests"))
MAY_IMPORT: Final = {
    "warehouse": ("warehouse",),
    "tasks": ("tasks", "warehouse.schema", "warehouse.errors"),
    "flows": ("flows", "tasks", "warehouse"),
    "deployments": ("deployments", "flows"),
}
TRAINING: Final = "tasks.train"
NETWORK: Final = frozenset(("asyncio", "ftplib", "http", "httpx", "requests", "smtplib", "socket", "ssl", "urllib", "urllib3"))
BANNED: Final = {
    "warehouse": frozenset(("prefect",)),
    "tasks": frozenset(("prefect", "duckdb", "random", "secrets", "time", "sqlalchemy")) | NETWORK,
}
CLOCK: Final = frozenset(("now", "today", "utcnow"))
NAMELESS: Final = frozenset(("utils", "helpers", "common", "core", "base", "manager", "misc"))
MOST_LINES: Final = 400
FEWEST_FILES: Final = 3


class Module(NamedTuple):
    """A source file: its path below the root, its dotted name, and its tree."""

    path: str
    name: str
    tree: ast.Module

    @property
    def folder(self) -> str:
        """The folder at the root that it lies in."""
        return self.name.partition(".")[0]


def breaches(root: Path) -> list[str]:
    """Return what in a tree breaks the conventions, a line each."""
    modules = [_module(root, path) for folder in FOLDERS for path in sorted((root / folder).rglob("*.py"))]
    names = {module.name for module in modules}
    found = [f"{module.path} {breach}" for module in modules for breach in _imports(module, names)]
    found += [f"{module.path} reads the clock" for module in modules if module.folder == "tasks" and _reads_clock(module)]
    return found + list(_names(modules)) + list(_sizes(root))


def _module(root: Path, path: Path) -> Module:
    below = path.relative_to(root)
    name = ".".join(below.with_suffix("").parts).removesuffix(".__init__")
    return Module(below.as_posix(), name, ast.parse(path.read_text("utf-8")))


def imported(module: Module, names: Iterable[str]) -> Iterator[str]:
    """Yield what a module imports, as dotted names; `names` are the modules there are, to tell a module from what is in it."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parent = "." * node.level + (node.module or "")
            whole = [f"{parent}.{alias.name}" for alias in node.names]
            yield from (name if name in names else parent for name in whole)


def _imports(module: Module, names: set[str]) -> Iterator[str]:
    for name in sorted(set(imported(module, names))):
        if name.startswith("."):
            yield "has a relative import"
        elif not _may_import(module, name):
            yield f"imports {name}"


def _may_import(module: Module, name: str) -> bool:
    top, is_training = name.partition(".")[0], _is_in(module.name, TRAINING)
    if top in OURS:
        return any(_is_in(name, allowed) for allowed in MAY_IMPORT[module.folder]) and (is_training or not _is_in(name, TRAINING))
    return top not in BANNED.get(module.folder, ()) or (is_training and top == "random")


def _is_in(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def _reads_clock(module: Module) -> bool:
    return any(isinstance(node, ast.Attribute) and node.attr in CLOCK for node in ast.walk(module.tree))


def _names(modules: Iterable[Module]) -> Iterator[str]:
    taken = set(sys.stdlib_module_names) | packages_distributions().keys() - OURS
    for module in modules:
        own = module.name.rpartition(".")[2]
        if own in NAMELESS:
            yield f"{module.path} has a name that says nothing"
        if Path(module.path).parent.as_posix() == "flows" and own in taken:
            yield f"{module.path} bears the name of another module"


def _sizes(root: Path) -> Iterator[str]:
    for folder in (*FOLDERS, "tests", "bench", "docs"):
        for path in sorted((root / folder).rglob("*.py")):
            lines = len(path.read_text("utf-8").splitlines())
            if lines > MOST_LINES:
                yield f"{path.relative_to(root).as_posix()} has {lines} lines"
    for folder in FOLDERS:
        for package in sorted(path.parent for path in (root / folder).rglob("__init__.py")):
            if len(list(package.glob("*.py"))) < FEWEST_FILES:
                yield f"{package.relative_to(root).as_posix()} is a folder for fewer than {FEWEST_FILES} files"
