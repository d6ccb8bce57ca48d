"""Which addresses that a page names are its own site's: hostile ones are not, and never an error."""

import pytest

from crawlers.sitemap import canonical_id
from crawlers.sites import is_page_of, joined

OWN = (
    "https://doska.example/vacancies/1", "http://www.doska.example/vacancies/1", "https://spb.doska.example:443/1",
    "https://doska.example/вакансии/1?a=b",
)  # fmt: skip
OTHERS = (
    "https://evil.example/vacancies/1", "https://doska.example.evil.example/1", "https://evildoska.example/1",
    "http://127.0.0.1/vacancies/1", "http://10.0.0.7/", "http://169.254.169.254/latest/", "http://[::1]/vacancies/1",
    "http://localhost/vacancies/1", "https://doska.example:22/vacancies/1", "https://doska.example:99999/1",
    "https://anna@doska.example/1", "https://evil.example\\@doska.example/1", "https://doska.example\\.evil.example/",
    "https://doska.example/a b", "https://doska.example/\x00", "https://doska.example/\u202e1", "http://[doska.example/",
    "ftp://doska.example/1", "javascript:alert(1)", "file:///etc/passwd", "//doska.example/1", "/vacancies/1", "",
    "https://doska.example/" + "a" * 3_000,
)  # fmt: skip


def test_which_addresses_are_a_sites_own() -> None:
    assert [url for url in OWN if not is_page_of(url, "doska.example")] == []
    assert [url for url in OTHERS if is_page_of(url, "doska.example")] == []
    assert is_page_of("http://doska.example:8080/1", "doska.example:8080")
    assert is_page_of("http://127.0.0.1:8080/1", "127.0.0.1:8080")


@pytest.mark.parametrize(
    ("link", "leads_to"),
    [(" /b#top ", "https://doska.example/b"), ("http://[bad/", ""), ("?page=2", "https://doska.example/a?page=2")],
)
def test_where_a_link_leads(link: str, leads_to: str) -> None:
    assert joined("https://doska.example/a", link) == leads_to


def test_a_malformed_address_has_a_name_too() -> None:
    assert canonical_id("http://[bad/") == "http://[bad/"
