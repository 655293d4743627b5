"""The language model behind one interface; a process chooses one, and loads it once.

Nothing here imports onnxruntime or spaCy until `load` is called, so that the process that only plans the work stays light.
"""

import hashlib
import importlib
import json
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tasks.foreign import Foreign
from tasks.reader import Reader
from warehouse.errors import UsageError

if TYPE_CHECKING:
    from tasks.encoder import Encoder

BUILT_IN: Final = "built-in"
WEIGHTS: Final = Path(__file__).with_name("weights") / "english.zip"
"""The built-in model; the .json beside it is its card, with the SHA-256 of this file."""

_chosen = BUILT_IN


def use(name: str) -> None:
    """Choose the model of this process: `built-in`, the name or path of a spaCy pipeline, or `module:function` that returns one."""
    global _chosen  # noqa: PLW0603 - a process has one model, and loading it twice would cost a second
    _chosen = name


def current() -> str:
    """Return the fingerprint of the chosen model."""
    return fingerprint(_chosen)


@cache
def fingerprint(name: str) -> str:
    """Return `name version sha256` of a model without loading it; `-` stands for what a model does not tell.

    Raises
    ------
    UsageError
        when there is no such model, or the file of the built-in one is missing or damaged

    """
    if name == BUILT_IN:
        card = _checked_card(WEIGHTS)
        return f"{name} {card['version']} {card['sha256']}"
    if ":" in name and not Path(name).exists():
        return f"{name} - {_sha256([_source(name)])}"
    if (Path(name) / "meta.json").is_file():
        files = sorted(path for path in Path(name).rglob("*") if path.is_file())
        return f"{name} {_version(Path(name))} {_sha256(files)}"
    return f"{name} {_package(name)}"


def load() -> Reader:
    """Return the chosen model, loaded on the first call.

    Raises
    ------
    UsageError
        as `fingerprint`, and when what is found is not a spaCy pipeline, or spaCy is not installed

    """
    return _loaded(_chosen)


def encoder(path: Path) -> "Encoder":
    """Return the encoder of a weights file whose card vouches for it."""
    from tasks.encoder import Encoder  # noqa: PLC0415 - brings numpy, which the commands that only look into the warehouse do without

    _checked_card(path)
    return Encoder(path)


@cache
def _loaded(name: str) -> Reader:
    fingerprint(name)
    return encoder(WEIGHTS) if name == BUILT_IN else Foreign(_pipeline(name))


def _pipeline(name: str) -> Any:  # noqa: ANN401 - naming the type would need spaCy, which is optional
    """Return the spaCy pipeline of a name, path or `module:function`."""
    try:
        import spacy  # noqa: PLC0415 - costs a second
        from spacy.language import Language  # noqa: PLC0415
    except ImportError:
        raise UsageError(f"the model {name} is a spaCy pipeline, and spaCy is not installed: install onrecord[spacy]") from None
    try:
        found = _called(name) if ":" in name and not Path(name).exists() else spacy.load(name)
    except (OSError, ValueError, ImportError, AttributeError) as error:
        raise UsageError(f"the model {name} does not load: {' '.join(str(error).split())}") from error
    if not isinstance(found, Language):
        raise UsageError(f"the model {name} is {type(found).__name__}, and a spaCy pipeline is needed")
    return found


def _called(name: str) -> Any:  # noqa: ANN401 - whatever somebody's function returns
    module, _, function = name.partition(":")
    return getattr(importlib.import_module(module), function)()


def _checked_card(path: Path) -> dict[str, Any]:
    """Return the card of a weights file after comparing the file with it."""
    card_path = path.with_suffix(".json")
    try:
        card: dict[str, Any] = json.loads(card_path.read_text("utf-8"))
        expected, found = card["sha256"], _sha256([path])
        card["version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"the built-in model needs {path} and its card {card_path.name}: {error}") from None
    if found != expected:
        raise UsageError(f"{path} is damaged: its SHA-256 is {found}, and its card says {expected}; install onrecord again")
    return card


def _sha256(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _version(folder: Path) -> str:
    try:
        return str(json.loads((folder / "meta.json").read_text("utf-8"))["version"])
    except (OSError, ValueError, KeyError, TypeError):
        return "-"


def _package(name: str) -> str:
    """Return version and SHA-256 of an installed pipeline; pip's record of it holds the hash of every file."""
    try:
        installed = metadata.distribution(name)
    except (metadata.PackageNotFoundError, ValueError):
        raise UsageError(f"there is no model {name}: no folder and no installed spaCy pipeline of that name") from None
    record = installed.read_text("RECORD") or ""
    return f"{installed.version} {hashlib.sha256(record.encode()).hexdigest()}"


def _source(name: str) -> Path:
    """Return the file that defines `module:function`."""
    module = name.partition(":")[0]
    try:
        found = find_spec(module)
    except (ImportError, ValueError):
        found = None
    if found is None or not found.origin or not Path(found.origin).is_file():
        raise UsageError(f"there is no model {name}: no module {module} can be imported")
    return Path(found.origin)
