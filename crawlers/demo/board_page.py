"""The pages of a job board: robots.txt, sitemaps, vacancy pages with and without markup, what is not there."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from crawlers.demo.board_markup import html_text, scripts
from crawlers.demo.model import Board, Vacancy

_CLOSED = '<div class="notice notice_closed">Вакансия закрыта и перенесена в архив</div>'


def render_robots(board: Board) -> str:
    """robots.txt with what is not to be read and where the sitemap is."""
    return (
        "User-agent: *\nDisallow: /account/\nDisallow: /search\nDisallow: /*?from=\nCrawl-delay: 1\n\n"
        f"Sitemap: {board.origin}/sitemap.xml\n"
    )


def render_sitemap_index(board: Board, changed: Sequence[datetime]) -> str:
    """The index of the board's sitemaps, with the last change of each."""
    rows = "".join(
        f"  <sitemap>\n    <loc>{board.origin}{path}</loc>\n    <lastmod>{when.isoformat()}</lastmod>\n  </sitemap>\n"
        for path, when in zip(board.sitemaps, changed, strict=True)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</sitemapindex>\n'
    )


def render_sitemap(board: Board, vacancies: Sequence[Vacancy], others: Sequence[str] = ()) -> str:
    """A sitemap: ``others`` are paths of pages that are no vacancies, without a date."""
    rows = "".join(f"  <url>\n    <loc>{board.origin}{path}</loc>\n  </url>\n" for path in others)
    rows += "".join(
        f"  <url>\n    <loc>{board.origin}{vacancy.path}</loc>\n    <lastmod>{vacancy.posted.isoformat()}</lastmod>\n"
        "    <changefreq>daily</changefreq>\n  </url>\n"
        for vacancy in vacancies
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'
    )


def render_vacancy(board: Board, vacancy: Vacancy, similar: Sequence[Vacancy] = ()) -> str:
    """A vacancy's page; ``similar`` are other vacancies that it links to."""
    body = _microdata(board, vacancy) if vacancy.markup == "microdata" else _plain(vacancy)
    if vacancy.closed:
        body = _CLOSED + body
    links = "".join(f'<li><a href="{other.path}">{escape(other.title)}</a></li>' for other in similar)
    aside = f'<aside class="similar"><h2>Похожие вакансии</h2><ul>{links}</ul></aside>' if similar else ""
    company = f" в {vacancy.company}" if vacancy.company else ""
    title = f"Вакансия {vacancy.title}{company} | {board.name}"
    return _document(board, title, f"{body}\n{aside}", head=scripts(board, vacancy))


def render_front(board: Board, vacancies: Sequence[Vacancy]) -> str:
    """The board's front page: a list of titles, no vacancy of its own."""
    links = "".join(f'<li><a href="{vacancy.path}">{escape(vacancy.title)}</a></li>' for vacancy in vacancies)
    return _document(board, board.name, f"<main><h1>{escape(board.tagline)}</h1><ul>{links}</ul></main>")


def render_missing(board: Board) -> str:
    """What the board answers with status 404."""
    return _document(board, f"Страница не найдена | {board.name}", "<main><h1>Такой страницы нет</h1></main>")


def _document(board: Board, title: str, body: str, *, head: str = "") -> str:
    return f"""<!DOCTYPE html>
<html lang="ru">
<head>
<meta charset="utf-8">
<title>{escape(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta property="og:site_name" content="{escape(board.name)}">
{head}
</head>
<body>
<header class="header"><a class="logo" href="/">{escape(board.name)}</a>
<nav><a href="/vacancies">Вакансии</a> <a href="/companies">Компании</a> <a href="/account/login">Войти</a></nav>
</header>
{body}
<footer class="footer"><p>© 2026 {escape(board.name)}. {escape(board.tagline)}</p></footer>
</body>
</html>
"""


def _facts(vacancy: Vacancy) -> list[tuple[str, str, str]]:
    """What stands in the list of facts, as (name, value, class)."""
    facts = []
    if vacancy.pay:
        facts.append(("Зарплата", vacancy.pay.text, "salary"))
    if vacancy.cities:
        facts.append(("Город", ", ".join(vacancy.cities), "city"))
    if vacancy.remote:
        facts.append(("Формат", "Удалённо", "format"))
    if vacancy.experience:
        facts.append(("Опыт", vacancy.experience, "experience"))
    return facts


def _plain(vacancy: Vacancy) -> str:
    facts = "".join(f'<dt>{name}</dt><dd class="{kind}">{escape(text)}</dd>' for name, text, kind in _facts(vacancy))
    company = f'<p class="company">{escape(vacancy.company)}</p>' if vacancy.company else ""
    return (
        f'<main class="vacancy"><article><h1>{escape(vacancy.title)}</h1>{company}<dl class="facts">{facts}</dl>'
        f'<div class="description">{html_text(vacancy.text)}</div>'
        f'<p class="date">Опубликовано {vacancy.posted:%d.%m.%Y}</p></article></main>'
    )


def _microdata(board: Board, vacancy: Vacancy) -> str:
    pay = vacancy.pay
    pieces = [
        '<main class="vacancy" itemscope itemtype="http://schema.org/JobPosting">',
        f'<h1 itemprop="title">{escape(vacancy.title)}</h1>',
        f'<link itemprop="url" href="{board.origin}{vacancy.path}">',
        f'<meta itemprop="datePosted" content="{vacancy.posted.date().isoformat()}">',
    ]
    if vacancy.valid_through:
        pieces.append(f'<meta itemprop="validThrough" content="{vacancy.valid_through.isoformat()}">')
    if vacancy.company:
        pieces.append(
            '<div itemprop="hiringOrganization" itemscope itemtype="http://schema.org/Organization">'
            f'<span itemprop="name">{escape(vacancy.company)}</span></div>'
        )
    if pay:
        ends = "".join(
            f'<meta itemprop="{name}" content="{value}">'
            for name, value in (("minValue", pay.min), ("maxValue", pay.max))
            if value is not None
        )
        pieces.append(
            '<div itemprop="baseSalary" itemscope itemtype="http://schema.org/MonetaryAmount">'
            f'<meta itemprop="currency" content="{pay.currency}">'
            '<span itemprop="value" itemscope itemtype="http://schema.org/QuantitativeValue">'
            f'{ends}<meta itemprop="unitText" content="{pay.period}">{escape(pay.text)}</span></div>'
        )
    pieces += [
        '<div itemprop="jobLocation" itemscope itemtype="http://schema.org/Place">'
        '<span itemprop="address" itemscope itemtype="http://schema.org/PostalAddress">'
        f'<span itemprop="addressLocality">{escape(city)}</span></span></div>'
        for city in vacancy.cities
    ]
    if vacancy.remote:
        pieces.append('<meta itemprop="jobLocationType" content="TELECOMMUTE"><span>Можно удалённо</span>')
    pieces += [f'<meta itemprop="employmentType" content="{value}">' for value in vacancy.employment]
    if vacancy.experience:
        pieces.append(
            f'<p class="experience">Опыт: <span itemprop="experienceRequirements">{vacancy.experience}</span></p>'
        )
    pieces += [f'<div itemprop="description">{html_text(vacancy.text)}</div>', "</main>"]
    return "\n".join(pieces)
