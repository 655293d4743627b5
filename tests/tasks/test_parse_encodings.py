import encoded
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.parse.decode import cleaned, decode, unescaped
from tasks.parse.mojibake import repaired
from tasks.parse.plain import read_plain

LEAST = 0.99


def test_texts_in_legacy_encodings_and_in_utf_16_are_read_as_they_were_written() -> None:
    cases = list(encoded.cases())
    wrong = [(language, encoding, len(text)) for language, encoding, text, content in cases if decode(content)[0] != text]
    assert len(cases) > 300
    assert len(wrong) <= (1 - LEAST) * len(cases), wrong


@pytest.mark.parametrize("language", ["English", "French", "German", "Spanish", "Portuguese", "Swedish"])
@pytest.mark.parametrize("codec", ["cp1252", "latin-1"])
def test_a_text_that_was_damaged_as_a_whole_is_whole_again(language: str, codec: str) -> None:
    text = encoded.TEXTS[language]
    damaged = "".join(bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in text.encode())
    if codec == "latin-1":  # Those who read UTF-8 so leave control characters, which are the bytes.
        assert decode(damaged.encode("latin-1"))[0] == text
    else:
        assert decode(damaged.encode())[0] == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Itâ€™s over, she said.", "It’s over, she said."),
        ("CAFÉ… À», IRMÃ”", "CAFÉ… À», IRMÃ”"),
        ("São Paulo, Ã©t cetera", "São Paulo, Ã©t cetera"),
        ("â", "â"),
        ("The price is â‚¬5 in SÃO", "The price is €5 in SÃO"),
    ],
)
def test_what_may_have_been_meant_so_is_left_alone(text: str, expected: str) -> None:
    assert repaired(text) == expected


@given(st.text())
def test_a_text_without_damage_stays_as_it_is(text: str) -> None:
    if not set(text) & set("âÃÂ"):
        assert repaired(text) == text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Fish &amp; chips", "Fish & chips"),
        ("it&#8217;s R&D; AT&T", "it’s R&D; AT&T"),
        ("caf&eacute;&nbsp;now", "café\u00a0now"),
        ("co\u00adoperate\u200b \ufb01ne", "cooperate fine"),
    ],
)
def test_what_stands_for_a_character_is_that_character(written: str, read: str) -> None:
    (document,) = read_plain(f"The harbour closes, {written}.".encode())
    assert document.text == f"The harbour closes, {read}."


@given(st.text("&;#ampgltx0123 \ufb01\u00ad"))
def test_cleaning_a_clean_text_changes_nothing(text: str) -> None:
    clean = cleaned(unescaped(text))
    assert cleaned(clean) == clean
