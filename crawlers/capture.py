"""Keeps the answers of a crawl as they came, for a sample: bodies as files and an index of what each answered."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from scrapy import Request
from scrapy.http import Response
from scrapy.settings.default_settings import DEFAULT_REQUEST_HEADERS

from crawlers.politeness import Polite

INDEX: Final = "pages.jsonl"
_KEPT_HEADERS: Final = ("Content-Type", "Location")


@dataclass(frozen=True, slots=True)
class Captured:
    """An answer: what was asked for, and what came, its body without transfer encoding."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def capture_settings(folder: Path, middlewares: dict[str, int | None]) -> dict[str, Any]:
    """The settings of a crawl whose answers are kept in ``folder``. Nothing is asked for in a packed form."""
    return {
        "VORONKA_CAPTURE": str(folder),
        "COMPRESSION_ENABLED": False,
        "DEFAULT_REQUEST_HEADERS": {**DEFAULT_REQUEST_HEADERS, "Accept-Encoding": "identity"},
        # nearer to the network than redirecting (600) and retrying: these answers are wanted too
        "DOWNLOADER_MIDDLEWARES": {**middlewares, "crawlers.capture.Capture": 610},
    }


class Capture(Polite):
    """Writes each answer into the folder VORONKA_CAPTURE. Request headers, in which keys go out, are never kept."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep an answer."""
        folder = Path(self.crawler.settings["VORONKA_CAPTURE"])
        with (folder / INDEX).open("a+", encoding="utf-8") as index:
            index.seek(0)
            number = len(index.readlines()) + 1
            found = ((name, response.headers.get(name)) for name in _KEPT_HEADERS)
            headers = [(name, value.decode("latin-1")) for name, value in found if value]
            (folder / str(number)).write_bytes(response.body)
            index.write(json.dumps({"url": request.url, "status": response.status, "headers": headers}) + "\n")
        return response


def captured(folder: Path) -> list[Captured]:
    """What was kept, the last answer of each address, in the order in which they were first asked for."""
    found: dict[str, Captured] = {}
    lines = (folder / INDEX).read_text(encoding="utf-8").splitlines() if (folder / INDEX).exists() else []
    for number, line in enumerate(lines, 1):
        row = json.loads(line)
        headers = tuple((name, value) for name, value in row["headers"])
        found[row["url"]] = Captured(row["url"], row["status"], headers, (folder / str(number)).read_bytes())
    return list(found.values())
