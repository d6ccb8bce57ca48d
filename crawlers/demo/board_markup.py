"""schema.org JobPosting of a vacancy in the shapes that are met in the wild, as JSON-LD scripts and as microdata."""

import json
from html import escape
from typing import Any, Final

from crawlers.demo.model import Board, Pay, Vacancy

QUIRKS: Final = {
    "graph": "the posting is one of several nodes of an @graph",
    "broken_script": "a script with malformed JSON-LD stands before the right one",
    "broken_only": "the page's only script is malformed",
    "pay_number": "baseSalary is a bare number",
    "pay_string": "baseSalary is a string",
    "pay_flat": "baseSalary is a MonetaryAmount with minValue and maxValue, without a QuantitativeValue",
    "org_string": "hiringOrganization is a string",
    "escaped": "description is HTML escaped once more",
    "no_zone": "datePosted is a time without a zone",
    "date_only": "datePosted is a date",
    "place_string": "jobLocation is a string",
    "bare_context": "@context has no scheme and @type is a list",
    "cp1251": "the page is in windows-1251 and says so in its Content-Type only",
}

_BROKEN: Final = '{"@context": "https://schema.org", "@type": "WebSite", "name": "%s", "potentialAction": {,}'


def html_text(text: str) -> str:
    """A vacancy's text as HTML: paragraphs, headings ("# …") and lists ("- …")."""
    pieces: list[str] = []
    inside = False
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        item = line.startswith("- ")
        if item != inside:
            pieces.append("<ul>" if item else "</ul>")
            inside = item
        if item:
            pieces.append(f"<li>{escape(line[2:], quote=False)}</li>")
        elif line.startswith("# "):
            pieces.append(f"<h3>{escape(line[2:], quote=False)}</h3>")
        else:
            pieces.append(f"<p>{escape(line, quote=False)}</p>")
    return "".join([*pieces, "</ul>" if inside else ""])


def scripts(board: Board, vacancy: Vacancy) -> str:
    """The page's JSON-LD scripts; empty where the vacancy has another markup or none."""
    if vacancy.markup != "json-ld":
        return ""
    found = [_breadcrumbs(board, vacancy)]
    if "broken_script" in vacancy.quirks or "broken_only" in vacancy.quirks:
        found.insert(0, _BROKEN % board.name)
    if "broken_only" in vacancy.quirks:
        found = [found[0], json_ld_text(board, vacancy).replace('"title":', '"title" ', 1)]
    elif "graph" in vacancy.quirks:
        posting = json_ld(board, vacancy)
        context = posting.pop("@context")
        nodes = [{"@type": "Organization", "@id": f"{board.origin}/#org", "name": board.name}, posting]
        found = [_dump({"@context": context, "@graph": nodes})]
    else:
        found.append(json_ld_text(board, vacancy))
    return "\n".join(f'<script type="application/ld+json">{text}</script>' for text in found)


def json_ld_text(board: Board, vacancy: Vacancy) -> str:
    """The posting's JSON-LD as the text of its script."""
    return _dump(json_ld(board, vacancy))


def json_ld(board: Board, vacancy: Vacancy) -> dict[str, Any]:
    """The JobPosting of a vacancy with the shapes its quirks name."""
    quirks = vacancy.quirks
    description = html_text(vacancy.text)
    posting: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": vacancy.title,
        "description": escape(description) if "escaped" in quirks else description,
        "datePosted": _posted(vacancy),
        "identifier": {"@type": "PropertyValue", "name": board.name, "value": vacancy.id},
        "url": board.origin + vacancy.path,
    }
    if "bare_context" in quirks:
        posting |= {"@context": "schema.org", "@type": ["JobPosting"]}
    if vacancy.valid_through:
        posting["validThrough"] = vacancy.valid_through.isoformat()
    if vacancy.company:
        organization = {"@type": "Organization", "name": vacancy.company}
        posting["hiringOrganization"] = vacancy.company if "org_string" in quirks else organization
    if vacancy.employment:
        posting["employmentType"] = vacancy.employment[0] if len(vacancy.employment) == 1 else list(vacancy.employment)
    if vacancy.remote:
        posting["jobLocationType"] = "TELECOMMUTE"
        posting["applicantLocationRequirements"] = {"@type": "Country", "name": "RU"}
    if vacancy.cities:
        places = [_place(city) for city in vacancy.cities]
        posting["jobLocation"] = places[0] if len(places) == 1 else places
        if "place_string" in quirks:
            posting["jobLocation"] = ", ".join(vacancy.cities)
    if vacancy.pay:
        posting["baseSalary"] = _salary(vacancy.pay, quirks)
    return posting


def _posted(vacancy: Vacancy) -> str:
    if "date_only" in vacancy.quirks:
        return vacancy.posted.date().isoformat()
    if "no_zone" in vacancy.quirks:
        return vacancy.posted.replace(tzinfo=None).isoformat()
    return vacancy.posted.isoformat()


def _place(city: str) -> dict[str, Any]:
    return {
        "@type": "Place",
        "address": {"@type": "PostalAddress", "addressLocality": city, "addressCountry": "RU"},
    }


def _salary(pay: Pay, quirks: tuple[str, ...]) -> Any:
    if "pay_string" in quirks:
        return pay.text
    if "pay_number" in quirks:
        return pay.min if pay.min is not None else pay.max
    ends = {name: value for name, value in (("minValue", pay.min), ("maxValue", pay.max)) if value is not None}
    if "pay_flat" in quirks:
        return {"@type": "MonetaryAmount", "currency": pay.currency, **ends, "unitText": pay.period}
    return {
        "@type": "MonetaryAmount",
        "currency": pay.currency,
        "value": {"@type": "QuantitativeValue", **ends, "unitText": pay.period},
    }


def _breadcrumbs(board: Board, vacancy: Vacancy) -> str:
    names = ((board.origin + "/", "Главная"), (board.origin + vacancy.path, vacancy.title))
    items = [{"@type": "ListItem", "position": i, "item": url, "name": name} for i, (url, name) in enumerate(names, 1)]
    return _dump({"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items})


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1).replace("</", "<\\/")
