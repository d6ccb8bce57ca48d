"""jobster.pro: a board of vacancies in marketing and sales, with the resumes that its sitemap names."""

from crawlers.resume_board import ResumeBoardSpider
from voronka.sources import Source, SourceKind


class JobsterProSpider(ResumeBoardSpider):
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
        basis="публичная страница: вакансии и резюме из карты сайта, разрешённые его robots.txt",
        about_en="Vacancies in marketing, sales and digital",
        basis_en="public page: the vacancies and resumes of the site's sitemap that its robots.txt allows",
    )
