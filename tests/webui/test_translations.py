"""The English catalogue is whole, nothing is said past it, and no English page speaks Russian but in others' words."""

import ast
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pytest
from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup, Tag
from flask import Flask
from jinja2 import nodes

import voronka.sameness
from crawlers.registry import site_sources
from telegram_sources.channels import load_channels
from tests.webui.conftest import Site, post
from voronka.errors import VoronkaError
from voronka.given import city_names
from webui import i18n
from webui.i18n import CATALOGUE
from webui.reasons import reason

ROOT: Final = CATALOGUE.parents[4]
WEBUI: Final = ROOT / "webui"
CYRILLIC: Final = re.compile(r"[А-Яа-яЁё]")
WORD: Final = re.compile(r"[А-Яа-яЁё]+")

# Russian that is no text of the page: what is looked for in posts.
NOT_SAID: Final = {"cards.py": {"_LABELLED"}, "tongues.py": {"_CYRILLIC", "_WORDS"}}
OWN_NAMES: Final = {"Русский", "Рус"}
"""A language is called by its own name in the switch that leads to it."""


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """All texts that ``./run translations`` finds."""
    found = tmp_path_factory.mktemp("texts") / "messages.pot"
    CommandLineInterface().run(  # type: ignore[no-untyped-call]  # Babel's command line has no types
        ["pybabel", "-q", "extract", "-F", str(ROOT / "pyproject.toml"), "-k", "later", "-o", str(found), str(WEBUI)]
    )
    with found.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def english() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en", abort_invalid=True)


def ready(ids: Iterable[object]) -> str:
    """Entries of a catalogue without their translations, to be pasted and filled."""
    return "".join(f'\nmsgid {json.dumps(text, ensure_ascii=False)}\nmsgstr ""\n' for text in ids)


def texts(catalogue: Catalog) -> set[str]:
    return {str(message.id) for message in catalogue if message.id}


def test_every_text_is_in_the_catalogue_and_nothing_else(wanted: Catalog, english: Catalog) -> None:
    missing = sorted(texts(wanted) - texts(english))
    left = sorted(texts(english) - texts(wanted)) + [str(name) for name in english.obsolete]
    assert not missing, f"{len(missing)} texts are not in {CATALOGUE}; ./run translations adds them:\n{ready(missing)}"
    assert not left, f"no page says these any more; ./run translations removes them:\n{ready(left)}"


def test_every_text_is_translated(english: Catalog) -> None:
    empty = [message.id for message in english if message.id and not message.string]
    assert not empty, f"{len(empty)} texts of {CATALOGUE} wait for their English:\n{ready(empty)}"
    unsure = [message.id for message in english if message.id and message.fuzzy]
    assert not unsure, f"marked fuzzy; look at them and take the mark off:\n{ready(unsure)}"
    russian = [message.id for message in english if CYRILLIC.search(str(message.string).replace("80–120к", ""))]
    assert not russian, f"the English is in Russian:\n{ready(russian)}"


def test_translations_keep_the_shape_of_their_texts(english: Catalog) -> None:
    for message in english:
        if not message.id:
            continue
        given, made = str(message.id), str(message.string)
        places = re.compile(r"%\((\w+)\)s|%(.)")
        assert sorted(places.findall(given)) == sorted(places.findall(made)), f"placeholders: {given!r} → {made!r}"
        wanted = 2 if "|" in given else 1
        assert len(made.split("|")) == wanted, f"one and many, or none of both: {given!r} → {made!r}"
        assert "|" not in given or len(given.split("|")) == 3, f"one, few and many: {given!r}"
        assert given.strip() == given, f"white space around {given!r}"
        assert made.strip() == made, f"white space around {made!r}"


def test_a_call_inside_a_call_is_found_too(wanted: Catalog) -> None:
    assert {"%(time)s назад", "час|часа|часов"} <= texts(wanted)


# -- nothing is said past the catalogue -------------------------------------------------------------------------------


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _past_in_python(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    exempt: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            exempt.add(id(node.value))  # a docstring
        elif isinstance(node, ast.Call) and _called(node) in {"_", "later"} and node.args:
            exempt.add(id(node.args[0]))
            literal = isinstance(node.args[0], ast.Constant)
            if not literal and path.name not in {"reasons.py", "skill_words.py", "source_words.py", "russian.py"}:
                yield f"{path.name}:{node.lineno}: {_called(node)} of no literal text; nobody can collect it"
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = {target.id for target in targets if isinstance(target, ast.Name)}
            if names & NOT_SAID.get(path.name, set()) and node.value is not None:
                exempt |= {id(inner) for inner in ast.walk(node.value)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and CYRILLIC.search(str(node.value)) and id(node) not in exempt:
            yield f"{path.name}:{node.lineno}: {node.value!r}"


def test_no_view_says_anything_past_the_catalogue() -> None:
    past = [line for path in sorted(WEBUI.rglob("*.py")) for line in _past_in_python(path)]
    assert not past, "Russian outside _():\n" + "\n".join(past)


def _past_in_template(app: Flask, path: Path) -> Iterator[str]:
    tree = app.jinja_env.parse(path.read_text(encoding="utf-8"))
    exempt = set()
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "_" and call.args:
            exempt.add(id(call.args[0]))
            if not isinstance(call.args[0], nodes.Const):
                yield f"{path.name}:{call.lineno}: _ of no literal text; nobody can collect it"
    for data in tree.find_all(nodes.TemplateData):
        said = [word for word in WORD.findall(data.data) if word not in OWN_NAMES]
        if said:
            yield f"{path.name}:{data.lineno}: {' '.join(said)}"
    for const in tree.find_all(nodes.Const):
        if isinstance(const.value, str) and CYRILLIC.search(const.value) and id(const) not in exempt:
            yield f"{path.name}:{const.lineno}: {const.value!r}"


def test_no_template_says_anything_past_the_catalogue(shared: Site) -> None:
    past = [line for path in sorted(WEBUI.rglob("*.html")) for line in _past_in_template(shared.app, path)]
    assert not past, "Russian outside _():\n" + "\n".join(past)


def test_scripts_and_styles_say_nothing() -> None:
    for path in [*(WEBUI / "static/js").glob("*.js"), *(WEBUI / "static/css").glob("*.css")]:
        bare = re.sub(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", "", path.read_text(encoding="utf-8"), flags=re.S)
        assert not CYRILLIC.search(bare), f"{path.name}: texts come from the page, in data attributes"


# -- an English page --------------------------------------------------------------------------------------------------


def _content(site: Site) -> set[str]:
    """All Russian words of posts, what was read from them, towns, and sources: these stay as they are."""
    found = " ".join(city_names())
    for state in site.store.sources():
        source, run = state.source, state.last_run
        found += f" {source.title} {source.about} {source.basis} {run.message if run else ''}"
    for number in site.ids.values():
        listing = site.store.listing(number)
        assert listing is not None
        for seen in listing.appearances:
            company, cities = (seen.posting.company, seen.posting.cities) if seen.posting else (None, ())
            found += f" {seen.text} {seen.why} {seen.source_title} {company} {' '.join(cities)} {listing.title}"
    return {word.lower() for word in WORD.findall(found)}


def _is_marked(node: object) -> bool:
    parents = [node] if isinstance(node, Tag) else []
    nearest = next((p["lang"] for p in [*parents, *node.parents] if p.get("lang")), None)  # type: ignore[attr-defined]  # texts have parents too
    return nearest == "ru"


def _russian(page: BeautifulSoup, content: set[str]) -> Iterator[str]:
    """The Russian of an English page: outside elements marked as Russian, or not of others' words."""
    if page.html is not None and page.html.get("lang") is not None:
        assert page.html["lang"] == "en"
    for text in page.find_all(string=CYRILLIC):
        own = not {word.lower() for word in WORD.findall(text)} <= content
        if text.parent is not None and text.parent.name == "title":
            if own:
                yield f"<title>: {text}"
        elif not _is_marked(text) or (own and set(WORD.findall(text)) - OWN_NAMES):
            yield f"<{text.parent.name if text.parent else ''}>: {text.strip()}"
    for tag in page.find_all(True):
        for name, value in tag.attrs.items():
            words = {word for word in WORD.findall(str(value)) if word.lower() not in content}
            if words - OWN_NAMES:
                yield f"<{tag.name} {name}>: {value}"


def _links(page: BeautifulSoup) -> Iterator[str]:
    for link in page.find_all("a", href=re.compile(r"^/(?!/|static/|api/)")):
        if not link.has_attr("data-choice"):
            yield str(link["href"]).partition("#")[0]


def test_every_page_of_the_english_site_is_in_english(site: Site) -> None:
    visitor, admin = site.client, site.admin
    content = _content(site)
    paths = ["/", "/admin", "/nowhere", "/admin/sign-out", "/?role=smm&city=Самара&pay_min=900000&days=3", "/?stale=1"]
    paths += ["/?q=таргетолог казань от 80", "/?kind=content&kind=promo", f"/listing/{site.ids['smm']}?pane"]
    paths += ["/?kind=candidate&exp_max=5&page=7", *(f"/listing/{number}" for number in site.ids.values())]
    waiting = [(admin, path) for path in paths] + [(visitor, "/admin/sign-in")]
    more: Counter[str] = Counter()
    faults: list[str] = []
    for browser in (visitor, admin):
        browser.set_cookie("lang", "en")
    while waiting:
        browser, path = waiting.pop()
        answer = browser.get(path)
        assert answer.status_code < 500, path
        if answer.mimetype != "text/html":
            continue
        page = BeautifulSoup(answer.get_data(as_text=True), "lxml")
        faults += [f"{path} {line}" for line in _russian(page, content)]
        for link in dict.fromkeys(_links(page)):
            view = str(site.app.url_map.bind("").match(link.partition("?")[0])[0])
            if link in paths:
                continue
            more[view] += 1
            if more[view] <= 3:  # a few of each view; what it can say is asked for above
                paths.append(link)
                waiting.append((admin, link))
    assert not faults, "Russian on English pages:\n" + "\n".join(dict.fromkeys(faults))
    assert {"search.index", "sources.show", "help.show"} <= set(more)


def test_what_went_wrong_is_told_in_english(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = site.client
    browser.set_cookie("lang", "en")
    pages = [browser.post("/admin/sign-out"), *(post(browser, "/admin/sign-in", token="wrong") for _ in range(6))]
    for error in (RuntimeError("x"), VoronkaError("y")):

        def broken(*_: object, error: Exception = error) -> None:
            raise error

        monkeypatch.setattr(site.store, "sources", broken)
        pages.append(browser.get("/sources"))
    assert [page.status_code for page in pages] == [400, 401, 401, 401, 401, 401, 429, 500, 503]
    faults = [line for page in pages for line in _russian(BeautifulSoup(page.data, "lxml"), set())]
    assert not faults
    assert browser.get("/api/nothing").get_json()["error"] == "There is no such page"


def _details() -> Iterator[str]:
    """Each reason that grouping can give, as the store keeps it."""
    tree = ast.parse(Path(voronka.sameness.__file__).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) == "Why":
            detail = node.args[2]
            parts = detail.values if isinstance(detail, ast.JoinedStr) else [detail]
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "87" for part in parts)


def test_every_reason_of_grouping_is_told_in_english(shared: Site) -> None:
    details = set(_details())
    assert len(details) > 8
    with shared.app.test_request_context(headers={"Cookie": "lang=en"}):
        said = {detail: reason(detail) for detail in details}
        assert reason("что-то новое (87 %)") == "что-то новое (87 %)"
    unknown = [detail for detail, words in said.items() if CYRILLIC.search(words)]
    assert not unknown, f"webui/reasons.py does not know: {unknown}"
    assert said["тот же текст (87 %)"] == "the same text (87%)"


def test_our_own_sources_are_told_in_english() -> None:
    for source in (*load_channels(), *site_sources(demo=True)):
        assert source.about_en, f"{source.name} has no about_en"
        assert source.basis_en, f"{source.name} has no basis_en"


def test_a_broken_catalogue_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    i18n.english.cache_clear()
    broken = tmp_path / "messages.po"
    monkeypatch.setattr(i18n, "CATALOGUE", broken)
    with pytest.raises(VoronkaError, match=r"messages\.po: cannot be read"):
        i18n.english()
    broken.write_text('msgid "a"\nmsgstr "b\nnonsense\n', encoding="utf-8")
    with pytest.raises(VoronkaError, match="mend it"):
        i18n.english()
    i18n.english.cache_clear()
