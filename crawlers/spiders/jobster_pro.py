"""jobster.pro: a board of vacancies in marketing and sales."""

from crawlers.board import BoardSpider
from voronka.sources import Source, SourceKind


class JobsterProSpider(BoardSpider):
    """Reads jobster.pro by its sitemap."""

    name = "jobster_pro"
    in_demo = True
    domain = "jobster.pro"
    list_path = "/vacancies"
    source = Source(
        name="jobster_pro",
        title="Jobster.pro",
        kind=SourceKind.SITE,
        url="https://jobster.pro/",
        about="Вакансии в маркетинге, продажах и digital",
        basis="публичная страница: вакансии из карты сайта, разрешённые его robots.txt",
        about_en="Vacancies in marketing, sales and digital",
        basis_en="public page: the vacancies of the site's sitemap that its robots.txt allows",
    )
