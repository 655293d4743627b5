import codecs

import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st

from tasks.parse.decode import cleaned, decode
from warehouse.errors import UnreadableSeed

ENGLISH = "The café’s owner, señor Muñoz, said “no” — the façade would cost £5,000 more than the naïve mayor believed. "
RUSSIAN = "Мэр сказал в понедельник, что гавань закроется в мае. Рыбаки были недовольны этим решением. "
CHINESE = "市长周一表示，港口将于五月关闭。渔民对这一决定不满，但没有人反对。"
JAPANESE = "市長は月曜日、港は五月に閉鎖されると述べた。漁師たちはこの決定に不満だった。"


@pytest.mark.parametrize(
    ("text", "codec", "name", "method"),
    [
        (ENGLISH, "utf-8", "utf-8", "utf-8"),
        (ENGLISH, "utf-8-sig", "utf-8", "bom"),
        (ENGLISH, "utf-16", "utf-16-le", "bom"),
        (ENGLISH, "utf-32", "utf-32-le", "bom"),
        (ENGLISH, "utf-16-le", "utf-16-le", "detected"),
        (ENGLISH, "utf-16-be", "utf-16-be", "detected"),
        (ENGLISH, "cp1252", "cp1252", "detected"),
        (RUSSIAN, "koi8-r", "koi8-r", "detected"),
        (RUSSIAN, "cp1251", "cp1251", "detected"),
        (CHINESE, "gb18030", "gb18030", "detected"),
        (JAPANESE, "shift_jis", "cp932", "detected"),
        (JAPANESE, "euc-jp", "euc_jp", "detected"),
    ],
)
def test_the_encoding_of_a_news_text_is_found(text: str, codec: str, name: str, method: str) -> None:
    article = text * 4
    assert decode(article.encode(codec)) == (article, (name, method))


def test_both_byte_orders_marked_as_such_are_read() -> None:
    assert decode(codecs.BOM_UTF16_BE + ENGLISH.encode("utf-16-be"))[0] == ENGLISH


def test_a_declared_encoding_beats_the_detector() -> None:
    assert decode("Grüße aus Köln".encode("cp850"), declared="cp850") == ("Grüße aus Köln", ("cp850", "declared"))


def test_what_is_declared_latin_1_is_read_as_browsers_read_it() -> None:
    assert decode(b"\x93No,\x94 she said.", declared="iso-8859-1") == ("“No,” she said.", ("cp1252", "declared"))


@pytest.mark.parametrize("declared", ["no-such-charset", "rot13", "base64", "", None, "utf-8"])
def test_a_wrong_declaration_does_no_harm(declared: str | None) -> None:
    assert decode((ENGLISH * 4).encode("cp1252"), declared=declared)[0] == ENGLISH * 4


def test_a_few_broken_bytes_leave_the_rest_of_a_utf_8_text_readable() -> None:
    text, encoding = decode((ENGLISH * 4).encode() + b"\xe2\x80 and on it goes.")
    assert text.startswith(ENGLISH)
    assert text.endswith("\ufffd and on it goes.")
    assert encoding.name == "utf-8"


@pytest.mark.parametrize("content", [b"", b" \r\n\t", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF8 + b"\n", "\u200b\u00ad".encode()])
def test_nothing_but_white_space_is_empty(content: bytes) -> None:
    with pytest.raises(UnreadableSeed, match="empty"):
        decode(content)


@pytest.mark.parametrize("content", [b"%PDF-1.7\nnot shown", b"PK\x03\x04....", bytes(range(256)) * 8, b"\0" * 40, b"plain, then \0 a zero"])
def test_what_is_no_text_is_binary(content: bytes) -> None:
    with pytest.raises(UnreadableSeed, match="binary"):
        decode(content)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\r\nb\rc\u2028d\u2029e\x85f", "a\nb\nc\nd\ne\nf"),
        ("co\u00adoperate\u200b now\ufeff", "cooperate now"),
        ("half \ud83d a pair", "half \ufffd a pair"),
        ("tab\tstays, 👩‍🌾 too", "tab\tstays, 👩‍🌾 too"),
    ],
)
def test_only_what_no_reader_sees_is_taken_out(raw: str, shown: str) -> None:
    assert cleaned(raw) == shown


@given(st.binary(max_size=400))
@example(b"\xff\xfe\x00\xd8")
def test_any_bytes_are_clean_text_or_refused(content: bytes) -> None:
    try:
        text, _ = decode(content)
    except UnreadableSeed as refusal:
        event(refusal.reason)
    else:
        assert cleaned(text) == text
        assert text.strip()


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_any_text_in_utf_8_comes_back_but_for_what_is_cleaned(text: str) -> None:
    try:
        found, encoding = decode(codecs.BOM_UTF8 + text.encode())
    except UnreadableSeed:
        assert not cleaned(text).strip()
    else:
        assert found == cleaned(text)
        assert encoding == ("utf-8", "bom")


def test_a_page_that_says_utf_16_and_was_converted_since_is_read_as_what_it_is() -> None:
    assert decode("Grüße aus Köln".encode("cp1252"), declared="utf-16") == ("Grüße aus Köln", ("cp1252", "detected"))
