"""Files of resumes: what a file is by its own bytes, and the text that is in it. What comes here is hostile."""

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from voronka.errors import RefusedError
from voronka.resumes import tables
from voronka.resumes.extraction import MOST_PAGES, MOST_TEXT

MOST_BYTES: Final = 5_000_000
LEAST_LETTERS: Final = 30
SECONDS: Final = 20.0
"""So long a PDF or a DOCX may take, however busy the machine is."""
_AT_ONCE: Final = threading.BoundedSemaphore(2)
_LONGEST_NAME: Final = 120
_ENCODINGS: Final = ("cp1251", "koi8_r", "cp866")
_USUAL: Final = frozenset("оеаинтсрвлкмдпу")


@dataclass(frozen=True, slots=True)
class Found:
    """One candidate's text out of a file; ``row`` is the table's, None of a file of its own; ``cut``: it went on."""

    file: str
    text: str
    row: int | None = None
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """What a file gave, and which rows of a table gave nothing."""

    found: Sequence[Found]
    empty_rows: Sequence[int] = ()


def open_file(name: str, data: bytes) -> Opened:
    """The texts of a file; raises RefusedError (``resume.…``) where it gives none."""
    name = plain_name(name)
    if len(data) > MOST_BYTES:
        raise RefusedError("resume.large", f"the file is larger than {MOST_BYTES // 1_000_000} MB", most=MOST_BYTES)
    kind = _kind(data)
    if kind in {"pdf", "docx"}:
        text = _extracted(kind, data)
    else:
        text = decoded(data)
        if PurePath(name).suffix.lower() in {".csv", ".tsv"}:
            rows = list(tables.texts_of(text))
            found = [_found(name, words, number) for number, words in rows if words]
            return Opened(found, [number for number, words in rows if not words])
    if sum(c.isalpha() for c in text) < LEAST_LETTERS:
        if kind == "pdf":
            raise RefusedError("resume.scan", "the file has no text: it is a scan or a picture")
        raise RefusedError("resume.empty", "the file has no text")
    return Opened([_found(name, text)])


def plain_name(given: str) -> str:
    """A file's name without its folders and what does not print."""
    name = re.split(r"[/\\]", given)[-1]
    return "".join(c for c in name if c.isprintable()).strip()[-_LONGEST_NAME:] or "?"


def tidied(text: str) -> str:
    """A text without what no line of a resume has: control characters, soft hyphens, many empty lines."""
    text = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text).replace("\u00ad", "")
    text = "".join(c for c in text if c in "\n\t" or c.isprintable() or c in "\u00a0\u200d")
    text = re.sub(r"[ \t\u00a0]+$", "", text, flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def decoded(data: bytes) -> str:
    """The text of bytes in UTF-8, UTF-16 with its mark, or one of the Russian encodings.

    Raises RefusedError where they are no text.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if b"\x00" in data:
        raise RefusedError("resume.kind", "this is no PDF, DOCX, TXT or CSV")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        guesses = [data.decode(encoding, "replace") for encoding in _ENCODINGS]
        return max(guesses, key=lambda text: sum(c in _USUAL for c in text))


def _kind(data: bytes) -> str:
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        if b"word/document.xml" not in data:
            raise RefusedError(
                "resume.archive", "this is an archive or another kind of document: give the files themselves"
            )
        return "docx"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise RefusedError("resume.doc", "this is an old .doc or a file with a password: save it as .docx without one")
    if data.startswith(b"{\\rtf"):
        raise RefusedError("resume.rtf", "RTF is not read: save the file as .docx or PDF")
    return "text"


def _found(name: str, text: str, row: int | None = None) -> Found:
    text = tidied(text)
    return Found(name, text[:MOST_TEXT], row, len(text) > MOST_TEXT)


def _extracted(kind: str, data: bytes) -> str:
    """The text of a PDF or DOCX with the addresses behind its words at the end; at most two at a time in a process."""
    command = [sys.executable, "-I", "-m", "voronka.resumes.extraction", kind]
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    with _AT_ONCE:
        try:
            done = subprocess.run(  # noqa: S603  (no shell; the kind is one of two words of ours)
                command, input=data, capture_output=True, timeout=SECONDS, env=kept, cwd="/", check=False
            )
        except subprocess.TimeoutExpired as error:
            raise _fault("heavy") from error
    if done.returncode < 0:
        raise _fault("heavy")  # killed by its limits
    if done.returncode:
        raise _fault("damaged")
    answer = json.loads(done.stdout)
    if "fault" in answer:
        raise _fault(answer["fault"])
    text, links = str(answer["text"]), [str(one) for one in answer["links"]]
    shown = [link.removeprefix("mailto:").removeprefix("tel:") for link in links]
    further = [link for link in dict.fromkeys(shown) if link and link.isprintable() and link not in text]
    return "\n".join([text, *further]) if further else text


def _fault(what: str) -> RefusedError:
    words = {
        "encrypted": "the file is closed by a password: save it without one",
        "pages": f"the file has more than {MOST_PAGES} pages",
        "heavy": "the file takes too long or too much memory to read",
    }
    code = what if what in words else "damaged"
    return RefusedError(f"resume.{code}", words.get(code, "the file is damaged: open it and save it anew"))
