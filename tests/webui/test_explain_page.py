"""Why a post was read as it was, on the admin's page: who may, what it says, that nothing is kept."""

import re
from dataclasses import replace

import pytest

from tests.webui.builder import SMM, add, digest_part, smm, spot
from tests.webui.conftest import Site, post
from tests.webui.test_pages import said
from voronka.ingest import Ingest
from voronka.model import Flag, FlagCode, Kind, RawPost
from webui.explain_page import LONGEST

TEXT = "Ищем SMM-менеджера, удалённо, 60 000 ₽.\nFigma. Отклики до 25 ноября: @x_demo_hr"


def page(site: Site, path: str) -> str:
    answer = site.admin.get(path)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.get_data(as_text=True)


def test_it_is_the_admins_alone(shared: Site) -> None:
    for answer in (
        shared.client.get("/admin/explain"),
        shared.client.get("/admin/explain/1"),
        post(shared.client, "/admin/explain", text=TEXT),
    ):
        assert (answer.status_code, answer.location.split("?")[0]) == (303, "/admin/sign-in")
    assert shared.admin.post("/admin/explain", data={"text": TEXT}).status_code == 400, "without the form's token"
    assert shared.admin.get("/admin/explain/4711").status_code == 404


def test_a_listings_page_leads_there(shared: Site) -> None:
    number = shared.ids["smm"]
    link = f'href="/admin/explain/{number}"'
    assert link not in shared.get(f"/listing/{number}")
    assert 'href="/admin/explain"' in page(shared, "/admin")
    assert link in shared.admin.get(f"/listing/{number}").get_data(as_text=True)


def test_each_value_has_its_words_its_number_and_its_rule(shared: Site) -> None:
    html = page(shared, f"/admin/explain/{shared.ids['smm']}")
    words = said(html)
    assert re.search(r'<mark class="f f-cities" title="Город: Казань">Казань<sup>\d+</sup></mark>', html)
    start = SMM.index("80 000")
    assert f"test « 80 000 – 120 000 ₽ на руки » {start}–{start + len('80 000 – 120 000 ₽ на руки')}" in words
    assert "Доход 80 000 – 120 000 ₽ на руки + бонус" in words
    assert "Объединено: тот же текст, другая подпись" in words
    assert words.count("Вид:") == 2, "each of its posts is told of"
    assert "Вакансия" in words
    assert "kind.vacancy" in words


def test_what_a_person_corrected_is_told_with_what_was_read(site: Site) -> None:
    Ingest(site.store).add_page([RawPost("kanal_a", "said", "Нужен SMM-менеджер, Казань, 60 000 ₽. @x_demo_hr")])
    number = site.store.listing_ids()[-1]
    browser = site.admin
    answer = post(browser, f"/listing/{number}/correct/roles", roles="PR-менеджер")
    assert answer.status_code == 303
    words = said(browser.get(f"/admin/explain/{number}").get_data(as_text=True))
    assert "PR-менеджер исправлено человеком; было прочитано: SMM-менеджер" in words
    assert post(browser, f"/listing/{number}/correct/kind", kind="promo").status_code == 303
    words = said(browser.get(f"/admin/explain/{number}").get_data(as_text=True))
    assert "Вид: Реклама , уверенность 1,00 · сказано человеком" in words
    assert "Позиций и людей здесь нет" in words


def test_a_candidates_contacts_are_hidden_here_too(shared: Site) -> None:
    html = page(shared, f"/admin/explain/{shared.ids['person']}")
    assert "Контакты кандидата скрыты." in html
    for secret in ("tainaya", "000-77-01", "79000007701", "behance.example"):
        assert secret not in html


def test_a_line_of_a_digest_is_told_as_one_position_of_it(site: Site) -> None:
    parts = [digest_part(words) for words in ("Копирайтер", "Дизайнер")]
    first, second = add(site.store, "\n".join((*SMM.splitlines(), *map(str, range(3)))), *parts, kind=Kind.DIGEST)
    assert "Позиция 2" in said(page(site, f"/admin/explain/{second}"))
    assert "Позиция" not in said(page(site, f"/admin/explain/{first}"))


def test_warnings_and_signs_are_told_with_their_words(site: Site) -> None:

    posting = replace(
        smm(), flags=(Flag(FlagCode.AGE, spot(SMM, "Опыт от года", "flag.age")),), signs=spot(SMM, "Отклик", "sign.way")
    )
    [number] = add(site.store, SMM, posting)
    words = said(page(site, f"/admin/explain/{number}"))
    assert "Метка age flag.age « Опыт от года »" in words
    assert "Признак sign.way « Отклик »" in words


def test_a_pasted_text_is_explained_and_kept_nowhere(site: Site) -> None:
    before = site.store.stats()
    answer = post(site.admin, "/admin/explain", text=TEXT.replace("\n", "\r\n"))
    html = answer.get_data(as_text=True)
    words = said(html)
    assert answer.status_code == 200
    assert "Отклик до 25 ноября deadline.until « Отклики до 25 ноября »" in words
    assert 'title="Навыки: Figma">Figma<sup>' in html
    assert "@x_demo_hr" in words, "one's own text is shown as it is"
    assert f">\n{TEXT}</textarea>" in html
    assert site.store.stats() == before


@pytest.mark.parametrize(("text", "status"), [("", 400), (" \r\n ", 400), ("?", 200), ("Ы" * (LONGEST + 500), 200)])
def test_any_text_can_be_pasted(shared: Site, text: str, status: int) -> None:
    browser = shared.admin
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/admin").get_data(as_text=True))
    assert token is not None
    answer = browser.post(
        "/admin/explain", data={"csrf_token": token[1], "text": text}, content_type="multipart/form-data"
    )
    assert answer.status_code == status
    if status == 400:
        assert "Вставьте текст публикации." in said(answer.get_data(as_text=True))


def test_markup_in_a_pasted_text_stays_words(shared: Site) -> None:
    html = post(shared.admin, "/admin/explain", text="</textarea><script>alert(1)</script> Ищем сммщика").get_data(
        as_text=True
    )
    assert "<script>alert" not in html
