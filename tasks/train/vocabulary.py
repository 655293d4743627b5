"""Which pieces of the vocabulary of the encoder stay: English news is written in Latin letters."""

from pathlib import Path

from tasks.encoder.pieces import FIRST, LAST, UNKNOWN

LAST_LATIN = "\u024f"


def kept(path: Path) -> dict[str, int]:
    """Return the pieces that stay and their numbers in the whole vocabulary, a piece a line; the others are unknown from now on."""
    pieces = path.read_text("utf-8").rstrip("\n").split("\n")
    return {piece: number for number, piece in enumerate(pieces) if piece in {FIRST, LAST, UNKNOWN} or _is_written_here(piece)}


def _is_written_here(piece: str) -> bool:
    """Tell whether a piece is of Latin letters, figures and signs, and not reserved: `[unused7]`."""
    reserved = len(piece) > 1 and piece.startswith("[")
    return not reserved and all(sign <= LAST_LATIN or not sign.isalpha() for sign in piece)
