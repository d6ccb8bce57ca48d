"""The text of a PDF or a DOCX, in a process of its own: a hostile file may fill or occupy that one, and no other.

``python -m voronka.resumes.extraction pdf|docx``: the file on stdin, on stdout one JSON object, {"text", "links"} or
{"fault"}: "encrypted", "pages", "damaged" or "heavy". Whatever else goes wrong ends it with another code than 0.
"""

import json
import resource
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pypdf import PdfReader

MOST_PAGES: Final = 30
MOST_TEXT: Final = 60_000
"""Characters that are taken of a file; so much of a post is read."""
_MOST_LINKS: Final = 50
_LONGEST_LINK: Final = 500
_MEMORY: Final = 512_000_000
_CPU_SECONDS: Final = 10
_UNPACKED: Final = 40_000_000
_MEMBERS: Final = 2000
_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LABEL: Final = 40


class FaultError(Exception):
    """Why a file gives no text."""


def main() -> None:
    """Read the file of stdin within limits."""
    for limit, value in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))
    read = {"pdf": _pdf, "docx": _docx}[sys.argv[1]]
    try:
        text, links = read(sys.stdin.buffer.read())
        answer: dict[str, Any] = {"text": text, "links": links}
    except FaultError as fault:
        answer = {"fault": str(fault)}
    except MemoryError:
        answer = {"fault": "heavy"}
    sys.stdout.write(json.dumps(answer))


def _pdf(data: bytes) -> tuple[str, list[str]]:
    import logging

    from pypdf import PdfReader
    from pypdf.errors import LimitReachedError, PyPdfError

    logging.disable()  # a damaged file is a page of warnings
    try:
        reader = PdfReader(BytesIO(data))
        # many are closed with an owner's password alone: everybody may read those
        if reader.is_encrypted and not reader.decrypt(""):
            raise FaultError("encrypted")
        if len(reader.pages) > MOST_PAGES:
            raise FaultError("pages")
        text = ""
        for page in reader.pages:
            text += page.extract_text() + "\n"
            if len(text) > MOST_TEXT:
                break
        return text[: MOST_TEXT + 1], list(_links_of(reader))
    except LimitReachedError as error:
        raise FaultError("heavy") from error
    except PyPdfError as error:
        raise FaultError("damaged") from error


def _links_of(reader: "PdfReader") -> Iterator[str]:
    """The addresses behind a PDF's words; what is built otherwise than it should be is passed over."""
    found = 0
    for page in reader.pages:
        notes = page.get("/Annots")
        notes = notes.get_object() if notes is not None else None
        for one in notes if isinstance(notes, list) else []:
            note = one.get_object()
            action = note.get("/A") if isinstance(note, dict) else None
            action = action.get_object() if action is not None else None
            url = action.get("/URI") if isinstance(action, dict) else None
            if isinstance(url, str) and found < _MOST_LINKS:
                found += 1
                yield url[:_LONGEST_LINK]


def _docx(data: bytes) -> tuple[str, list[str]]:
    import zipfile
    import zlib

    from docx import Document
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        members = zipfile.ZipFile(BytesIO(data)).infolist()
        # zipfile unpacks no more of a member than it says here
        if len(members) > _MEMBERS or sum(member.file_size for member in members) > _UNPACKED:
            raise FaultError("heavy")
        document = Document(BytesIO(data))
        heads = [section.header for section in document.sections if not section.header.is_linked_to_previous]
        parts = [*(head._element for head in heads[:3]), document.element.body]
        text = ""
        for line in (line for part in parts for line in _lines(part)):
            text += line + "\n"
            if len(text) > MOST_TEXT:
                break
        targets = [one.target_ref for one in document.part.rels.values() if one.is_external]
        return text[: MOST_TEXT + 1], [target[:_LONGEST_LINK] for target in targets[:_MOST_LINKS]]
    except (zipfile.BadZipFile, zlib.error, OpcError, LxmlError, KeyError, ValueError, NotImplementedError) as error:
        raise FaultError("damaged") from error


def _lines(part: Any) -> Iterator[str]:
    """The lines of a piece of a document in their order; also those in tables and in boxes."""
    for node in part:
        if node.tag == f"{_WORD}p":
            yield _words(node)
            for box in node.iter(f"{_WORD}txbxContent"):
                if not any(above.tag == _FALLBACK for above in box.iterancestors()):
                    yield from _lines(box)
        elif node.tag == f"{_WORD}tr":
            own = [*node.iterfind(f"{_WORD}tc"), *node.iterfind(f"{_WORD}sdt/{_WORD}sdtContent/{_WORD}tc")]
            cells = [[line for line in _lines(cell) if line] for cell in own]
            label = cells[0][0].strip(": ") if len(cells) == 2 and len(cells[0]) == 1 else ""
            if label and len(label) <= _LABEL and cells[1]:
                yield f"{label}: {cells[1][0]}"
                yield from cells[1][1:]
            else:
                yield from (line for cell in cells for line in cell)
        elif node.tag in {f"{_WORD}{name}" for name in ("tbl", "tc", "sdt", "sdtContent")}:
            yield from _lines(node)


def _words(paragraph: Any) -> str:
    """A paragraph's own words, without those of a box that hangs on it."""
    words = ""
    for node in paragraph.iter(f"{_WORD}t", f"{_WORD}tab", f"{_WORD}br", f"{_WORD}cr"):
        if next(node.iterancestors(f"{_WORD}p")) is paragraph:
            words += (node.text or "") if node.tag == f"{_WORD}t" else "\t" if node.tag == f"{_WORD}tab" else "\n"
    return words


if __name__ == "__main__":
    main()
