"""Correcting on the page: by who signed in, with forms that need no JavaScript, lose nothing, and say what changed."""

import re
from html import unescape
from inspect import signature
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import voronka
from search.whoosh_engine import WhooshEngine
from tests.test_ingest import ADVICE, AT, RESUME, SEO, SMM, post
from tests.webui.conftest import Site, open_site
from tests.webui.conftest import post as send
from tests.webui.people import hire, sign_in
from voronka.accounts import Role
from voronka.errors import RefusedError, VoronkaError
from voronka.ingest import Ingest
from voronka.query import Query
from voronka.sources import Source, SourceKind
from voronka.store import Store
from voronka.store.tables import correction
from webui.refusals import REASONS, reason

SECRETS = ("pyshkin", "t.me/kanal_a/1", "t.me/kanal_b")


@pytest.fixture
def read(store: Store, tmp_path: Path) -> Site:
    """A site whose listings were read from posts; ``ids`` by the posts' numbers."""
    store.claim(AT)
    store.declare(Source(name, name.upper(), SourceKind.TELEGRAM) for name in ("kanal_a", "kanal_b"))
    page = [
        post(SMM, days=3),
        post(SMM + "\nСрочно!", 9, "kanal_b", days=2),
        post(SEO, 2),
        post(RESUME, 3),
        post(ADVICE, 4),
    ]
    Ingest(store).add_page(page)
    found = store.listings(store.listing_ids())
    return open_site(store, tmp_path, {a.external_id: one.id for one in found for a in one.appearances})


def text(answer: TestResponse) -> str:
    return unescape(answer.get_data(as_text=True)).replace("\u00a0", " ").replace("\u202f", " ")


def submit(browser: FlaskClient, path: str, **fields: str | list[str]) -> TestResponse:
    """Send a form as it stands on a page."""
    return send(browser, path, **fields)  # type: ignore[arg-type]  # a list is several values of a name


def saved(browser: FlaskClient, path: str, **fields: str | list[str]) -> str:
    """The page that follows a form that was taken."""
    answer = submit(browser, path, **fields)
    assert answer.status_code == 303, text(answer)
    return text(browser.get(answer.location))


def corrections(site: Site) -> int:
    with site.store.reading() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(correction)).scalar_one()


def test_a_stranger_sees_no_form_and_changes_nothing(read: Site) -> None:
    number = read.ids["1"]
    page = read.get(f"/listing/{number}") + read.get(f"/listing/{number}?pane")
    assert "исправить" not in page
    assert "/correct/" not in page
    browser = read.client
    for what in ("kind", "roles", "salary", "place", "same"):
        path = f"/listing/{number}/correct/{what}"
        assert browser.get(path).location == f"/sign-in?next={path}"
        assert submit(browser, path, none="1", kind="promo", roles="smm", other="2").location == "/sign-in"
    for path in (f"/listing/{number}/apart", "/corrections/1/undo"):
        assert submit(browser, path).location == "/sign-in"
    assert browser.get("/admin/corrections").status_code == 303
    admin = read.admin
    for path in (
        f"/listing/{number}/correct/salary",
        f"/listing/{number}/apart",
        "/corrections/1/undo",
    ):
        assert admin.post(path, data={"none": "1"}).status_code == 400, "without the form's token"
    assert corrections(read) == 0


def test_every_fact_has_its_form_with_what_stands_there(read: Site) -> None:
    number, browser = read.ids["1"], read.admin
    page = text(browser.get(f"/listing/{number}"))
    for what, times in (("roles", 1), ("salary", 1), ("place", 2), ("kind", 1)):
        assert page.count(f'"/listing/{number}/correct/{what}"') == times
    assert page.count("это другое объявление") == 2
    assert 'name="other"' in page
    shown = {w: text(browser.get(f"/listing/{number}/correct/{w}")) for w in ("kind", "roles", "salary", "place")}
    assert 'value="vacancy" checked' in shown["kind"]
    assert "Это касается всех публикаций объявления: 2" in shown["kind"]
    assert 'name="roles" type="text" list="all-roles" value="SMM-менеджер"' in shown["roles"]
    assert '<option value="PR-менеджер">' in shown["roles"]
    assert 'value="70 000"' in shown["salary"]
    assert '<option value="net" selected>' in shown["salary"]
    assert 'list="all-cities" value="Казань"' in shown["place"]
    assert 'value="office" checked' in shown["place"]
    article = text(browser.get(f"/listing/{read.ids['4']}"))
    assert f"/listing/{read.ids['4']}/correct/kind" in article
    assert "это другое объявление" not in article
    assert browser.get("/listing/999/correct/kind").status_code == 404
    assert browser.get(f"/listing/{number}/correct/title").status_code == 404


def test_what_was_saved_is_said_shown_and_found(read: Site) -> None:
    number, browser = read.ids["1"], read.admin
    where = f"/listing/{number}/correct"
    page = saved(browser, f"{where}/roles", roles=["PR-менеджер", "контент-менеджер", ""])
    assert "Роль: было «SMM-менеджер», стало «PR-менеджер, Контент-менеджер»." in page
    assert "исправлено человеком" in page
    page = saved(
        browser, f"{where}/salary", min="95 000", max="", currency="RUB", period="month", tax="gross", variable="1"
    )
    assert "было «70 000 – 90 000 ₽ на руки», стало «от 95 000 ₽ до вычета + бонус»" in page
    page = saved(browser, f"{where}/place", cities=["питер", ""], formats=["remote", "office"])
    assert "Город: было «Казань», стало «Санкт-Петербург»." in page
    assert "Формат: было «офис», стало «удалённо, офис»." in page
    found = read.client.get("/api/search?q=пиар спб удаленно").get_json()
    assert [hit["id"] for hit in found["hits"]] == [number]
    assert "исправлено человеком" in read.get(f"/listing/{number}"), "everybody may know"
    assert "Ничего не изменилось" in saved(
        browser, f"{where}/place", cities="Санкт-Петербург", formats=["office", "remote"]
    )
    assert "стало «не указано»" in saved(browser, f"{where}/salary", none="1")
    assert "доход не указан" in read.get(f"/listing/{number}")


@pytest.mark.parametrize(
    ("what", "fields", "trouble", "kept"),
    [
        ("roles", {"roles": ["SMM-менеджор", "SEO-специалист"]}, "может быть, «SMM-менеджер»?", "SMM-менеджор"),
        ("roles", {"roles": "<b>"}, "выберите из подсказок", "&lt;b&gt;"),
        ("roles", {}, "Нужна хотя бы одна роль", ""),
        ("salary", {"min": "100 000", "max": "90 000", "period": "week"}, "больше суммы «до»", 'value="week" selected'),
        ("salary", {"min": "сто", "variable": "1"}, "«сто» — не сумма", 'name="variable" value="1" checked'),
        ("salary", {"min": ""}, "Нужна сумма", ""),
        ("salary", {"min": "9" * 12}, "от 1 до", "9" * 12),
        ("salary", {"min": "5", "currency": "XXX"}, "Такой валюты", ""),
        ("salary", {"min": "5", "period": "age"}, "Такого срока", ""),
        (
            "place",
            {"cities": ["Казнь", "Тверь"], "formats": "hybrid"},
            "может быть, «Казань»?",
            'value="hybrid" checked',
        ),
        ("place", {"cities": "где-то там"}, "не похоже на название города", "где-то там"),
        ("place", {"formats": "home"}, "Формата «home» нет", ""),
        ("place", {"cities": [f"Город{n}" for n in range(20)]}, "Слишком много", ""),
        ("kind", {"kind": "news"}, "Выберите, что это", ""),
        ("same", {"other": "девять"}, "«девять» — не номер", "девять"),
        ("same", {"other": "999"}, "Объявления № 999 нет", "999"),
    ],
)
def test_wrong_input_is_told_and_nothing_typed_is_lost(
    shared: Site, what: str, fields: dict[str, str | list[str]], trouble: str, kept: str
) -> None:
    answer = submit(shared.admin, f"/listing/{shared.ids['smm']}/correct/{what}", **fields)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert trouble in unescape(page).replace("\u00a0", " ")
    assert 'role="alert"' in page
    assert kept in page
    assert corrections(shared) == 0


def test_an_appearance_is_split_off_and_joined_again(read: Site) -> None:
    number, browser = read.ids["1"], read.admin
    page = browser.get(f"/listing/{number}").get_data(as_text=True)
    members = re.findall(r'name="post" value="(\d+)"><input type="hidden" name="position" value="(\d+)"', page)
    assert len(members) == 2
    path = f"/listing/{number}/apart"
    assert "больше нет" in saved(browser, path, post="77", position="0")
    page = saved(browser, path, post=members[0][0], position=members[0][1])
    assert f"Публикация отделена от объявления № {number}." in page
    [split] = re.findall(r'data-listing="(\d+)"', page)
    assert int(split) != number
    Ingest(read.store).reparse()
    assert len(read.store.listings([number, int(split)])) == 2
    shown = text(browser.get("/admin/corrections"))
    assert "Другое объявление" in shown
    assert "Исправление № 1 отменено." in saved(browser, "/corrections/1/undo")
    assert "уже отменено" in saved(browser, "/corrections/1/undo")
    assert "Исправления № 7 нет" in saved(browser, "/corrections/7/undo")
    assert read.client.get(f"/listing/{split}").location == f"/listing/{number}"
    page = saved(browser, path, post=members[0][0], position=members[0][1])
    [split] = re.findall(r'data-listing="(\d+)"', page)
    page = saved(browser, f"/listing/{split}/correct/same", other=f"№ {number}")
    assert f"Объявления № {split} и № {number} объединены." in page, "the newest word on a pair stands"
    other = read.ids["2"]
    page = saved(browser, f"/listing/{other}/correct/same", other=str(number))
    assert f"Объявления № {other} и № {number} объединены." in page
    assert "человек сказал, что это одно и то же" in page
    refused = submit(browser, f"/listing/{number}/correct/same", other=str(read.ids["3"]))
    assert "Вакансия и кандидат" in text(refused)


def test_a_listing_corrected_to_candidate_hides_its_contacts_everywhere(read: Site) -> None:
    number, browser = read.ids["1"], read.admin
    assert "pyshkin" in read.get(f"/listing/{number}")
    page = saved(browser, f"/listing/{number}/correct/kind", kind="candidate")
    assert "Вид: было «Вакансия», стало «Кандидат»." in page
    Ingest(read.store).add_page([post("Ап!\n" + SMM, 11, "kanal_b", days=1)])
    read.app.extensions["voronka"].search.catch_up()
    paths = [
        f"/listing/{number}", f"/listing/{number}?pane", f"/?kind=candidate&open={number}", "/?kind=candidate&q=смм",
        "/api/search?q=смм&kind=candidate", "/api/search?q=pyshkin_hr", "/",
    ]  # fmt: skip
    for path in paths:
        answer = read.client.get(path)
        whole = answer.get_data(as_text=True).replace("q=pyshkin_hr", "")
        for secret in SECRETS:
            assert secret not in whole, path
    for path in (f"/listing/{number}", "/admin/corrections", f"/listing/{number}/correct/kind"):
        told = text(browser.get(path))
        assert not any(secret in told for secret in (*SECRETS, "kanal_a/1")), path
    assert read.client.get("/api/search?q=pyshkin_hr").get_json()["total"] == 0
    assert read.client.get("/api/search?q=@pyshkin_hr&kind=candidate").get_json()["total"] == 0


def test_the_index_equals_the_store_after_corrections(read: Site, tmp_path: Path) -> None:
    browser = read.admin
    one, two, article = (read.ids[name] for name in ("1", "2", "4"))
    saved(browser, f"/listing/{one}/correct/kind", kind="candidate")
    saved(browser, f"/listing/{article}/correct/kind", kind="vacancy")
    saved(browser, f"/listing/{two}/correct/kind", kind="content")
    saved(browser, f"/listing/{article}/correct/place", cities="Тверь")
    saved(browser, "/corrections/1/undo")
    fresh = WhooshEngine(tmp_path / "fresh", stale_days=45)
    fresh.rebuild(read.store)
    search = read.app.extensions["voronka"].search
    for words in ("", "смм", "тверь", "pyshkin"):
        query = Query(text=words, stale=True)
        asked, anew = search.ask(query).results, fresh.search(query, AT)
        assert [hit.listing_id for hit in asked.hits] == [hit.listing_id for hit in anew.hits], words
        assert asked.facets == anew.facets
    kinds = search.ask(Query()).results.kinds_total
    assert kinds == fresh.search(Query(), AT).kinds_total
    assert read.client.get("/api/search?q=тверь").get_json()["total"] == 1


def test_the_list_is_paged_and_says_what_is_undone(read: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = read.admin
    assert "Исправлений ещё нет" in text(browser.get("/admin/corrections"))
    for city in ("Тула", "Тверь", "Уфа"):
        saved(browser, f"/listing/{read.ids['2']}/correct/place", cities=city, formats="remote")
    monkeypatch.setattr("webui.corrections_page._PAGE", 2)
    saved(browser, "/corrections/3/undo")
    page = text(browser.get("/admin/corrections"))
    assert page.count("/undo") == 1
    assert "отменено" in page
    assert 'href="/admin/corrections?before=2"' in page
    older = text(browser.get("/admin/corrections?before=2"))
    assert "не указано" in older
    assert "Тула" in older
    assert "Старше ничего нет" in text(browser.get("/admin/corrections?before=1"))
    assert browser.get("/admin/corrections?before=99999999999999999999").status_code == 200
    assert 'href="/admin/corrections"' in text(browser.get("/admin"))


def test_a_failing_index_loses_no_correction(read: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_search: object) -> int:
        raise VoronkaError("the disk is full")

    monkeypatch.setattr("search.service.Search.catch_up", fail)
    page = saved(read.admin, f"/listing/{read.ids['2']}/correct/salary", none="1")
    assert "Поиск узнает об этом при следующем сборе." in page
    assert corrections(read) == 1


def test_every_refusal_has_words_of_the_page(shared: Site) -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in Path(voronka.__file__).parent.glob("*.py"))
    raised = set(re.findall(r'RefusedError\(\s*"([a-z_.]+)"', code))
    only_typed = {"pay.form", "pay.word", "target.many"}
    assert raised >= only_typed | {"same.against", "apart.tied"}
    known = {"given": "х", "meant": "smm", "most": 1, "numbers": "1, 2", "number": 5}
    with shared.app.test_request_context():
        for name in raised - only_typed:
            values = {key: known[key] for key in signature(REASONS[name]).parameters}
            assert re.search("[а-я]", reason(RefusedError(name, "in English", **values)))


# -- by people, not the admin -----------------------------------------------------------------------------------------


def test_people_correct_under_their_own_name_and_take_back_what_is_theirs(read: Site) -> None:
    number = read.ids["1"]
    anna = hire(read, "anna@kit.example", Role.MANAGER)
    mine, alien = sign_in(read, anna), sign_in(read, hire(read, "vera@other.example", Role.HR))
    page = saved(mine, f"/listing/{number}/correct/place", cities="Тула", formats="remote")
    assert "Город: было «Казань», стало «Тула»." in page
    assert "Все исправления" not in page, "the list is the admin's"
    acts = re.findall(r'action="/corrections/(\d+)/undo"', page)
    assert len(acts) == 2, "the city and the format"
    listed = text(read.admin.get("/admin/corrections"))
    assert listed.count("Anna (anna@kit.example)") == 2
    assert mine.get("/admin/corrections").status_code == 403
    assert "сделал другой человек" in saved(alien, f"/corrections/{acts[0]}/undo", back="1") + text(
        alien.get(f"/listing/{number}")
    )
    assert "исправлено человеком" in read.get(f"/listing/{number}")
    Ingest(read.store).reparse()
    assert read.client.get("/api/search?q=тула").get_json()["total"] == 1
    assert "отменено" in saved(mine, f"/corrections/{acts[0]}/undo", back="1")
    assert "отменено" in saved(read.admin, f"/corrections/{acts[1]}/undo")
    assert "исправлено человеком" not in read.get(f"/listing/{number}")


def test_a_kind_and_the_same_take_one_click(read: Site) -> None:
    browser = sign_in(read, hire(read, "anna@kit.example", Role.RECRUITER))
    one, other = read.ids["1"], read.ids["2"]
    page = text(browser.get(f"/listing/{one}"))
    assert '<button class="mend" type="submit" name="kind" value="promo">реклама</button>' in page
    saved(browser, f"/listing/{one}/correct/same", other=str(other))
    saved(browser, f"/listing/{read.ids['4']}/correct/kind", kind="promo")
    Ingest(read.store).reparse()
    assert [len(listing.appearances) for listing in read.store.listings([one, other])] == [3]
    assert "Реклама" in text(browser.get(f"/listing/{read.ids['4']}"))


def test_only_the_admin_opens_a_candidates_contacts_by_another_kind(read: Site) -> None:
    number = read.ids["3"]
    for role in Role:
        browser = sign_in(read, hire(read, f"{role.value}@kit.example", role))
        assert 'name="kind" value=' not in text(browser.get(f"/listing/{number}"))
        for kind in ("vacancy", "content", "digest"):
            refused = submit(browser, f"/listing/{number}/correct/kind", kind=kind)
            assert (refused.status_code, "только администратор установки" in text(refused)) == (422, True)
    assert corrections(read) == 0
    assert "стало «Материал»" in saved(read.admin, f"/listing/{number}/correct/kind", kind="content")


def test_who_corrects_too_much_has_to_wait(read: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read.app.extensions["voronka_corrections"], "most", 1)
    browser = sign_in(read, hire(read, "anna@kit.example", Role.HR))
    path = f"/listing/{read.ids['2']}/correct/salary"
    assert [submit(browser, path, none="1").status_code for _ in range(2)] == [303, 429]
