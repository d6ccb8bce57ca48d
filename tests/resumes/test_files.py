"""The text of files: what a file is by its bytes, and what a hostile one can do."""

import pytest

from tests.resumes import made
from voronka.errors import RefusedError
from voronka.resumes import files
from voronka.resumes.extraction import MOST_TEXT

LETTER = "Ищу работу: таргетолог, Казань, от 100 000 ₽. Писать @anna_demo"
XML = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'
DEEP = XML % (b"<w:tbl><w:tr><w:tc>" * 80 + b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" + b"</w:tc></w:tr></w:tbl>" * 80)
ENTITY = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + XML % (b"<w:p><w:r><w:t>&x;</w:t></w:r></w:p>")


def text(name: str, data: bytes) -> str:
    [found] = files.open_file(name, data).found
    return found.text


def test_a_pdf_is_read_with_the_addresses_behind_its_words() -> None:
    read = text("vera.pdf", made.VERA)
    assert read.startswith("Смирнова Вера Андреевна\nЖенщина, 28 лет")
    assert "Казань" in read
    assert read.endswith("https://t.me/vera_target_demo")
    assert read.count("vera.smirnova@pochta.example") == 1


def test_a_docx_is_read_with_its_header_tables_and_links() -> None:
    read = text("olga.docx", made.docx())
    assert read.startswith("Ольга Пробная, +7 900 000-12-34\nКопирайтер\nГород: Самара\nЗарплата: 70 000 ₽")
    assert "сценарии\tдля роликов" in read
    assert read.endswith("https://t.me/olga_probnaya_demo")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r", "cp866"])
def test_a_text_is_read_in_its_encoding(encoding: str) -> None:
    data = LETTER.encode(encoding, "ignore")
    assert text("a.txt", data) == data.decode(encoding)


def test_lines_are_tidied_and_what_does_not_print_goes() -> None:
    assert files.tidied("a\r\nb\x00\u202e\u00ad  \rc\n\n\n\n\nd\x0c") == "a\nb\nc\n\nd"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (made.blank(), "scan"),
        (b"%PDF-1.7 nothing", "damaged"),
        (made.encrypted("secret"), "encrypted"),
        (made.bomb(), "heavy"),
        (b"PK\x03\x04 zip of photos", "archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "doc"),
        (b"{\\rtf1 text}", "rtf"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\r", "kind"),
        (b"", "empty"),
        (b"x" * (files.MOST_BYTES + 1), "large"),
        pytest.param(made.blank(40), "pages", marks=pytest.mark.full),
        pytest.param(made.VERA[:9000], "damaged", marks=pytest.mark.full),
        pytest.param(made.with_part("word/document.xml", ENTITY), "empty", marks=pytest.mark.full),
        pytest.param(b"PK\x03\x04 word/document.xml", "damaged", marks=pytest.mark.full),
        pytest.param(made.with_part("word/document.xml", DEEP), "empty", marks=pytest.mark.full),
        pytest.param(made.with_part("word/document.xml", b"<w:document>" * 50_000), "damaged", marks=pytest.mark.full),
        pytest.param(made.endless(), "scan", marks=pytest.mark.full),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_gives_no_text_is_refused_in_one_line(data: bytes, code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        files.open_file("resume.pdf", data)
    assert refused.value.code == f"resume.{code}"
    assert "\n" not in str(refused.value)


@pytest.mark.full
def test_a_pdf_that_everybody_may_read_needs_no_password() -> None:
    assert "Смирнова" in text("vera.pdf", made.encrypted(""))


def test_a_file_that_takes_too_long_is_left_and_nothing_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "SECONDS", 0.01)
    with pytest.raises(RefusedError, match="too long"):
        files.open_file("vera.pdf", made.VERA)


def test_a_reader_that_is_killed_by_its_limits_is_too_heavy(monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed:
        returncode, stdout = -9, b""

    monkeypatch.setattr("voronka.resumes.files.subprocess.run", lambda *_args, **_more: Killed)
    with pytest.raises(RefusedError) as refused:
        files.open_file("vera.pdf", made.VERA)
    assert refused.value.code == "resume.heavy"


def test_a_very_long_text_is_cut_and_says_so() -> None:
    [found] = files.open_file("a.txt", ("слово " * 20_000).encode()).found
    assert found.cut
    assert len(found.text) == MOST_TEXT


@pytest.mark.parametrize(
    ("given", "name"),
    [("../../etc/passwd", "passwd"), ("C:\\Users\\анна\\cv.pdf", "cv.pdf"), ("a\x00\u202eb.pdf", "ab.pdf"), ("", "?")],
)
def test_a_files_name_is_a_name(given: str, name: str) -> None:
    assert files.plain_name(given) == name
