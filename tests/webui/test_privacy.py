"""A candidate's contacts stand nowhere: no page, pane, attribute or JSON, and no query finds a person by them."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.webui.builder import NOW, PERSON, SOURCES, add, person
from tests.webui.conftest import Site, open_site
from voronka.model import Kind, Link
from voronka.store import Store

SECRETS = ("tainaya", "900) 000-77-01", "79000007701", "77-01", "pochta.example", "behance", "vk.example")


def assert_masked(site: Site, path: str, status: int = 200) -> None:
    answer = site.client.get(path)
    assert answer.status_code == status
    whole = (answer.get_data(as_text=True) + str(answer.headers)).lower()
    for secret in SECRETS:
        assert secret not in whole, (path, secret)


def paths(number: int) -> list[str]:
    return [
        "/?kind=candidate", "/?kind=candidate&q=таргетолог танцев", f"/?kind=candidate&open={number}",
        f"/listing/{number}", f"/listing/{number}?pane", "/api/search?kind=candidate", "/api/search?q=таргетолог",
        "/?kind=candidate&order=date&stale=1", "/", f"/?open={number}",
    ]  # fmt: skip


def test_no_answer_holds_a_candidates_contact(shared: Site) -> None:
    number = shared.ids["person"]
    assert "Контакты видны HR после входа" in shared.get(f"/listing/{number}")
    for path in paths(number):
        assert_masked(shared, path)


def test_the_post_of_a_candidate_has_no_address(shared: Site) -> None:
    listing = shared.store.listing(shared.ids["person"])
    assert listing is not None
    assert listing.newest.url is not None
    for path in paths(listing.id):
        assert listing.newest.url not in shared.get(path), path


@pytest.mark.parametrize(
    "words",
    ["tainaya_anna", "@tainaya_anna", "tainaya", "79000007701", "+7 900 000-77-01", "anna.tainaya@pochta.example"],
)
def test_no_query_finds_a_person_by_a_contact(shared: Site, words: str) -> None:
    found = shared.client.get("/api/search", query_string={"q": words, "kind": "candidate"}).get_json()
    assert found["total"] == 0
    answer = shared.client.get("/", query_string={"q": words, "kind": "candidate"}).get_data(as_text=True)
    assert f"/listing/{shared.ids['person']}" not in answer


def test_a_contact_in_title_company_and_an_older_post_is_masked_too(store: Store, tmp_path: Path) -> None:

    store.claim(NOW)
    store.declare(SOURCES)
    text = PERSON.replace("Ищу работу", "Таргетолог @tainaya_anna ищет работу")
    posting = replace(person(), title="Таргетолог @tainaya_anna", company="tainaya_anna", evidence={})
    [number] = add(
        store, text, posting, kind=Kind.CANDIDATE, days=9, links=(Link("https://t.me/tainaya_anna", "я", 0, 1),)
    )
    add(store, "Снова ищу, писать tainaya_anna", posting, kind=Kind.CANDIDATE, into=[number], source="kanal_b")
    site = open_site(store, tmp_path, {})
    for path in paths(number):
        assert_masked(site, path)
