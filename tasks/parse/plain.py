"""Read plain text: the document is the whole file."""

from collections.abc import Iterator

from tasks.parse.decode import cleaned, decode, required, unescaped
from tasks.parse.document import Document, Facts
from tasks.parse.furniture import complete


def read_plain(content: bytes) -> Iterator[Document]:
    """Yield the one document of a text file."""
    text, encoding = decode(content)
    text = required(cleaned(unescaped(text)))
    yield Document(text, encoding, complete(text, Facts()))
