"""Finds a page's schema.org JobPosting, as JSON-LD or microdata, in whatever shape it is met in the wild; pure."""

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any, Final

from extruct.jsonld import JsonLdExtractor
from extruct.w3cmicrodata import MicrodataExtractor
from parsel import Selector

from crawlers.fragment import read_fragment, well_formed
from crawlers.sitemap import canonical_id

Posting = dict[str, Any]
_SCRIPTS: Final = "//script[contains(translate(@type, 'ACDIJLNOPST', 'acdijlnopst'), 'application/ld+json')]"
_MICRODATA: Final = "//*[@itemscope and contains(@itemtype, $type)]"
_MAX_NODES: Final = 20_000
_MAX_DEPTH: Final = 12
_MAX_TEXT: Final = 100_000
_HTML: Final = re.compile(r"(?i)<(?:p|br|ul|ol|li|div|b|strong|h\d|span|a|i|em|table)\b[^>]{0,500}>")
_PREFIX: Final = re.compile("[/:#]")
_TEXTS: Final = (
    "description", "responsibilities", "qualifications", "experienceRequirements", "educationRequirements", "skills",
    "jobBenefits", "incentiveCompensation",
)  # fmt: skip


def find_posting(page: Selector, url: str) -> Posting | None:
    """The JobPosting that a page at ``url`` is about, normalised; None where there is none, or several (a list).

    Normalised: no schema prefix in names and types, entities decoded, long texts plain with line breaks, microdata in
    the shape of JSON-LD.
    """
    for candidates in (list(_from_json_ld(page)), list(_from_microdata(page, url))):
        found = [normalise(candidate) for candidate in candidates]
        found = [posting for posting in found if posting.get("title") or posting.get("name")]
        if len(found) > 1:
            here = [p for p in found if isinstance(p.get("url"), str) and canonical_id(p["url"]) == canonical_id(url)]
            found = here or _same_title(found, page)
        if found:
            return found[0]
    return None


def markup_of(html: str) -> str:
    """The part of a page that a vacancy is read from as it stands there, for showing it.

    A JobPosting as JSON-LD, or the element of one in microdata; where there is none, the main part of the page.
    """
    page = Selector(html)
    for posting in _from_json_ld(page):
        return json.dumps(posting, ensure_ascii=False, indent=1, default=str)
    marked = page.xpath(_MICRODATA, type="schema.org/JobPosting")
    places = (*marked, *page.css("main, article, [role=main]"), *page.css("body"), page)
    return str(places[0].get())


def _same_title(found: list[Posting], page: Selector) -> list[Posting]:
    heading = " ".join(page.css("h1 ::text").getall()).split()
    return [posting for posting in found if str(posting.get("title")).split() == heading]


def _from_json_ld(page: Selector) -> Iterator[Mapping[str, Any]]:
    return json_ld_nodes(page, "JobPosting")


def json_ld_nodes(page: Selector, of_type: str) -> Iterator[Mapping[str, Any]]:
    """All nodes of a type in a page's JSON-LD scripts; scripts that are malformed are left out."""
    for script in page.xpath(_SCRIPTS):
        script.root.set("type", "application/ld+json")  # the extractor knows this spelling only
        try:
            items = JsonLdExtractor().extract_items(script.root)
        except (ValueError, RecursionError, AttributeError):  # malformed: another script may hold it
            continue
        yield from nodes(items, of_type)


def _from_microdata(page: Selector, url: str) -> Iterator[Mapping[str, Any]]:
    return microdata_nodes(page, url, "JobPosting")


def microdata_nodes(page: Selector, url: str, of_type: str) -> Iterator[Mapping[str, Any]]:
    """All nodes of a type in a page's microdata, in the shape of JSON-LD."""
    for node in page.xpath(_MICRODATA, type=f"schema.org/{of_type}"):
        try:
            items = MicrodataExtractor().extract_items(node.root, base_url=url)
        except (ValueError, RecursionError):
            continue
        for posting in nodes([_like_json_ld(item) for item in items], of_type):
            yield {**posting, **_long_texts(node)}


def _long_texts(node: Selector) -> dict[str, str]:
    """Microdata's long texts with their markup, which the extractor flattens."""
    found = {name: node.xpath(f".//*[@itemprop='{name}'][not(@content)][not(@itemscope)]") for name in _TEXTS}
    return {name: matches[0].get() for name, matches in found.items() if matches and matches[0].xpath("*")}


def nodes(items: list[Any], of_type: str) -> Iterator[Mapping[str, Any]]:
    """All nodes of a type of schema.org, wherever they hang (@graph, mainEntity, a list), not those inside of them."""
    waiting = list(reversed(items))
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, list):
            waiting.extend(reversed(node))
        elif isinstance(node, Mapping):
            if is_type(node, of_type):
                yield node
            else:
                waiting.extend(value for value in node.values() if isinstance(value, list | Mapping))


def is_type(node: Mapping[str, Any], name: str) -> bool:
    """Whether a node is of a type of schema.org, whatever its prefix."""
    types = node.get("@type")
    return any(_bare(kind) == name for kind in (types if isinstance(types, list) else [types]) if isinstance(kind, str))


def _bare(name: str) -> str:
    return name if name.isalpha() else _PREFIX.split(name.strip())[-1]


def _like_json_ld(item: Any, depth: int = 0) -> Any:
    if isinstance(item, list):
        return [_like_json_ld(value, depth + 1) for value in item]
    if not isinstance(item, Mapping) or depth > _MAX_DEPTH:
        return item
    properties = item.get("properties")
    if not isinstance(properties, Mapping):
        return item.get("value", "")
    return {"@type": item.get("type"), **{name: _like_json_ld(value, depth + 1) for name, value in properties.items()}}


def normalise(posting: Mapping[str, Any]) -> Posting:
    """A JobPosting in the form that is kept as a post's payload."""
    clean: Posting = {"@type": "JobPosting"}
    for name, value in posting.items():
        key = _bare(name)
        if name.startswith("@") or key in clean:
            continue
        clean[key] = _plain_text(value) if key in _TEXTS and isinstance(value, str) else _clean(value)
    if not isinstance(clean.get("title"), str) or not clean["title"]:
        clean.pop("title", None)
        if isinstance(clean.get("name"), str) and clean["name"]:
            clean["title"] = clean["name"]
    return clean


def _clean(value: Any, depth: int = 0) -> Any:
    if isinstance(value, str):
        return " ".join(unescape(well_formed(value[:_MAX_TEXT])).split())
    if depth > _MAX_DEPTH:
        return None
    if isinstance(value, list):
        return [_clean(item, depth + 1) for item in value[:200]]
    if isinstance(value, Mapping):
        return {
            "@type" if name == "@type" else _bare(name): _bare(item)
            if name == "@type" and isinstance(item, str)
            else _clean(item, depth + 1)
            for name, item in value.items()
            if name == "@type" or not name.startswith("@")
        }
    return value


def _plain_text(value: str) -> str:
    """A long text that may be HTML, once or twice escaped, as plain text."""
    text = well_formed(value[:_MAX_TEXT])
    for _ in range(2):
        if _HTML.search(text):
            break
        text = unescape(text)
    if _HTML.search(text):
        return read_fragment(text, "")[0]
    return "\n".join(line.strip() for line in text.strip().splitlines())
