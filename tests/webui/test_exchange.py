"""Vacancies by files and from the team's own site, on the page."""

import io
from collections.abc import Sequence

import pytest

from tests.webui.conftest import Site, post
from tests.webui.people import hire, sign_in
from tests.webui.test_posting import MESSY, begin, words
from voronka.accounts import Role
from voronka.vacancies import site_feed
from webui import exchange_page


def test_files_go_out_and_come_in_as_drafts(site: Site) -> None:
    hers = sign_in(site, hire(site, "vera@gus.example", Role.RECRUITER))
    begin(hers, MESSY)
    table = hers.get("/vacancies/export.csv")
    assert table.headers["Content-Disposition"] == 'attachment; filename="vacancies.csv"'
    assert "Сырный Гусь" in table.get_data(as_text=True)
    assert '"company": "Сырный Гусь"' in hers.get("/vacancies/export.jsonl").get_data(as_text=True)
    assert hers.get("/vacancies/export.xls").status_code == 404
    other = sign_in(site, hire(site, "eva@lis.example", Role.HR))
    assert "Гусь" not in other.get("/vacancies/export.csv").get_data(as_text=True)
    content = table.data + "плохая;;;;;;;;;;;;Самарра;;;;;;;коротко\n".encode()
    page = post(other, "/vacancies/exchange", file=(io.BytesIO(content), "v.csv"))  # type: ignore[arg-type]
    said = words(page)
    assert "Новых черновиков: 1, уже есть: 0, не прочитано строк: 1" in said
    assert "строка 3:" in said
    again = post(other, "/vacancies/exchange", file=(io.BytesIO(table.data), "v.csv"))  # type: ignore[arg-type]
    assert "Новых черновиков: 0, уже есть: 1" in words(again)
    template = other.get("/vacancies/template.csv").data
    taken = post(other, "/vacancies/exchange", file=(io.BytesIO(template), "t.csv"))  # type: ignore[arg-type]
    assert "Новых черновиков: 1" in words(taken)
    wrong = post(other, "/vacancies/exchange", file=(io.BytesIO(b"%PDF-1.7"), "t.pdf"))  # type: ignore[arg-type]
    assert (wrong.status_code, "ни столбца «должность»" in words(wrong)) == (422, True)
    assert post(other, "/vacancies/exchange").status_code == 422


def test_the_teams_own_site_is_read_by_a_process_of_its_own(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    person = hire(site, "vera@gus.example", Role.RECRUITER)
    hers, started = sign_in(site, person), list[Sequence[str]]()
    monkeypatch.setattr(exchange_page, "start", started.append)
    assert post(hers, "/vacancies/fetch", url="file:///etc/passwd").status_code == 422
    assert post(hers, "/vacancies/fetch", url="https://gus.example/jobs --help").status_code == 303
    assert [list(one[3:]) for one in started] == [
        ["vacancies", "fetch", "https://gus.example/jobs --help", "--team", person.team, "--by", person.email]
    ]
    for _ in range(3):
        last = post(hers, "/vacancies/fetch", url="https://gus.example/jobs")
    assert last.status_code == 429
    site_feed.note(site.store, person.team, "https://gus.example/jobs", None, "no vacancies with JobPosting")
    assert "no vacancies with JobPosting" in words(hers.get("/vacancies/exchange"))
