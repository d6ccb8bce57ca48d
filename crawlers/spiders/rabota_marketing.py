"""Работа.Маркетинг: an invented board that exists only in the demo's recording."""

from crawlers.board import BoardSpider
from voronka.sources import Source, SourceKind


class RabotaMarketingSpider(BoardSpider):
    """Reads the demo's second board by its sitemap."""

    name = "rabota_marketing"
    in_demo = True
    demo_only = True
    domain = "rabota-marketing.example"
    source = Source(
        name="rabota_marketing",
        title="Работа.Маркетинг",
        kind=SourceKind.SITE,
        url="https://rabota-marketing.example/",
        about="Вакансии для маркетологов от компаний напрямую (только в демонстрации)",
        basis="придумана нами для демонстрации",
        about_en="Vacancies for marketers straight from companies (in the demo only)",
        basis_en="invented by us for the demo",
    )
