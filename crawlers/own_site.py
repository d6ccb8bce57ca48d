"""The spiders of sites that a row of sites.yml describes: no file of code is needed."""

import re
from typing import Any
from urllib.parse import urlsplit

from crawlers.board import BoardSpider
from crawlers.board_map import VACANCY_PATH
from crawlers.feed_source import FeedSpider
from crawlers.sites_file import SiteRow
from crawlers.spider import SourceSpider


def own_spider(row: SiteRow) -> tuple[type[SourceSpider], dict[str, Any]]:
    """The spider of a row, a class of its own, without arguments."""
    if row.form == "feed":
        return type("OwnFeedSpider", (FeedSpider,), {"name": row.name, "feeds": row.feeds}), {}
    parts = urlsplit(row.url)
    path = re.compile(re.escape(row.vacancy_path)) if row.vacancy_path else VACANCY_PATH
    values = {"name": row.name, "domain": parts.netloc, "vacancy_path": path, "list_path": parts.path or None}
    return type("OwnBoardSpider", (BoardSpider,), values), {}
