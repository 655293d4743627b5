"""The card of a model file: what it was made of, how good it is, and the SHA-256 that vouches for it."""

import hashlib
import json
from pathlib import Path
from typing import Any, Final

from tasks.encoder import Encoder
from tasks.train import measure, telling

ABOUT: Final = Path(__file__).with_name("about.json")
"""What the card says whatever the weights: name, version, data and licences."""
BANKS: Final = ("gum", "ewt")


def write(path: Path, scores: dict[str, Any]) -> None:
    """Write the card of a model file beside it, as `NAME.json`."""
    content, about = path.read_bytes(), json.loads(ABOUT.read_text("utf-8"))
    card = {**about, "scores": scores, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    path.with_suffix(".json").write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", "utf-8")


def scores(path: Path, data: Path) -> dict[str, Any]:
    """Return what a model file reaches on the dev parts, which no training sees."""
    encoder = Encoder(path)
    trees = {bank: measure.trees_of(encoder, data / "ud" / f"{bank}.dev.conllu.gz") for bank in BANKS}
    press = data / "press"
    return {
        **trees,
        "names": measure.names_of(encoder, press / "dev.names.jsonl"),
        "claims": telling.claims_of(encoder, press / "dev.claims.jsonl"),
    }
