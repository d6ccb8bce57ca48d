"""GeekJob: a board of vacancies of IT companies, those in marketing and sales among them."""

import re

from crawlers.board import BoardSpider
from voronka.sources import Source, SourceKind


class GeekjobSpider(BoardSpider):
    """Reads geekjob.ru by its sitemap."""

    name = "geekjob"
    in_demo = True
    domain = "geekjob.ru"
    vacancy_path = re.compile(r"/vacancy/")
    source = Source(
        name="geekjob",
        title="GeekJob",
        kind=SourceKind.SITE,
        url="https://geekjob.ru/",
        about="Вакансии IT-компаний, в том числе в маркетинге и продажах",
        basis="публичные страницы с разметкой JobPosting; разрешение владельца не получено, поэтому выключен",
        enabled=False,
        about_en="Vacancies of IT companies, in marketing and sales among others",
        basis_en="public pages with JobPosting; off: its owner has not been asked",
    )
