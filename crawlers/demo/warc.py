"""Writes recorded answers as a WARC file, the same bytes for the same answers."""

import gzip
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from io import BytesIO
from typing import BinaryIO
from uuid import NAMESPACE_URL, uuid5

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer: the URL asked, status, body, Content-Type and further headers."""

    url: str
    body: bytes
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Sequence[tuple[str, str]] = ()


def write(out: BinaryIO, answers: Iterable[Answer], recorded_at: datetime) -> None:
    """Write ``answers`` as gzipped response records dated ``recorded_at`` (UTC); record ids follow from the URLs."""
    writer = WARCWriter(out, gzip=True)
    instant = recorded_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    for answer in answers:
        headers = [
            ("Server", "nginx/1.18.0"),
            ("Date", recorded_at.strftime("%a, %d %b %Y %H:%M:%S GMT")),
            ("Content-Type", answer.content_type),
            ("Content-Length", str(len(answer.body))),
            *answer.headers,
        ]
        status = f"{answer.status} {HTTPStatus(answer.status).phrase}"
        record = writer.create_warc_record(
            answer.url,
            "response",
            payload=BytesIO(answer.body),
            length=len(answer.body),  # without it warcio makes temporary files that it leaves open
            http_headers=StatusAndHeaders(status, headers, protocol="HTTP/1.1"),
            warc_headers_dict={
                "WARC-Date": instant,
                "WARC-Record-ID": f"<urn:uuid:{uuid5(NAMESPACE_URL, answer.url)}>",
            },
        )
        writer.write_record(record)


def gzipped(body: bytes) -> bytes:
    """``body`` as a gzip file whose bytes depend on no version of the compressor (stored, no name, no time)."""
    out = BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=0, fileobj=out, mtime=0) as file:
        file.write(body)
    return out.getvalue()
