"""Recorded answers (WARC) in place of the network: real URLs, the very same spiders, and nobody is asked outside."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from scrapy import Request, Spider
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.http import Headers, Response
from scrapy.settings import BaseSettings
from w3lib.url import safe_url_string
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawlers.faults import SourceError
from crawlers.http import build_response
from voronka.errors import VoronkaError


@dataclass(frozen=True, slots=True)
class Answer:
    """One recorded answer, its body without transfer and content encoding."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    recorded_at: datetime


def load_recording(path: Path) -> dict[str, Answer]:
    """All answers of a WARC file by URL (the last one of each); raises VoronkaError where it cannot be read."""
    try:
        return _load(path, path.stat().st_mtime_ns)
    except OSError as error:
        raise VoronkaError(f"the recording {path} cannot be read: {error.strerror or error}") from error
    except (ArchiveLoadFailed, EOFError, ValueError) as error:
        raise VoronkaError(f"the recording {path} is damaged or no WARC file: {str(error)[:200]}") from error


@lru_cache(maxsize=4)
def _load(path: Path, _changed: int) -> dict[str, Answer]:
    answers = {}
    with path.open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type != "response" or record.http_headers is None:
                continue
            dropped = {"content-encoding", "transfer-encoding", "content-length"}
            headers = tuple((k, v) for k, v in record.http_headers.headers if k.lower() not in dropped)
            url = safe_url_string(record.rec_headers.get_header("WARC-Target-URI"))
            status, body = int(record.http_headers.get_statuscode()), record.content_stream().read()
            answers[url] = Answer(
                status, headers, body, datetime.fromisoformat(record.rec_headers.get_header("WARC-Date"))
            )
    if not answers:
        raise ArchiveLoadFailed("it holds no answers")
    return answers


def recorded_at(path: Path) -> datetime:
    """When a recording was made: the date of its newest answer; raises VoronkaError where it cannot be read."""
    return max(answer.recorded_at for answer in load_recording(path).values())


class RecordingStorage:
    """Scrapy's cache storage over a recording; nothing is ever written to it."""

    def __init__(self, settings: BaseSettings) -> None:
        self.answers = load_recording(Path(settings["VORONKA_REPLAY"]))

    def open_spider(self, spider: Spider) -> None:
        """Nothing to open: a recording is read whole."""

    def close_spider(self, spider: Spider) -> None:
        """Nothing to close."""

    def retrieve_response(self, _spider: Spider, request: Request) -> Response | None:
        """The recorded answer to a GET request."""
        answer = self.answers.get(request.url) if request.method == "GET" else None
        if answer is None:
            return None
        return build_response(request.url, answer.status, Headers(list(answer.headers)), answer.body)

    def store_response(self, spider: Spider, request: Request, response: Response) -> None:
        """A recording is read only."""


class NoNetworkHandler(BaseDownloadHandler):
    """In place of the network, so that no mistake above it can reach outside."""

    async def download_request(self, request: Request) -> Response:  # noqa: ARG002  (Scrapy passes it)
        """Refuse."""
        raise SourceError("is not in the recording, and a replay asks nobody else")
