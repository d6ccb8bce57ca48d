"""`voronka vacancies`: out, in, and from the team's own site."""

import json
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.cli.conftest import Run
from tests.cli.test_alerts import mailbox
from tests.cli.test_sites import BOARD, FRONT, ORIGIN, serve, web
from tests.crawlers.support import Web
from tests.mailbox import Mailbox
from tests.telegram_sources.inbox_api import TOKEN, running_api
from tests.vacancies.test_markup import PASTED
from voronka.accounts import Role
from voronka.cli import collecting
from voronka.cli.stopping import Stop
from voronka.cli.vacancy_upkeep import upkept
from voronka.cli.workplace import workplace
from voronka.clock import Clock
from voronka.query import Query
from voronka.store import accounts, crossposts, vacancies
from voronka.vacancies import life, site_feed
from voronka.vacancies.draft import TERM, Draft

__all__ = ["mailbox", "web"]
TEAM = ("--team", "Лис", "--by", "vera@lis.example")


@pytest.fixture
def team(run: Run) -> str:
    with workplace() as place, place.store.writing() as connection:
        number = accounts.create_team(connection, "Лис")
        vera = accounts.create_account(connection, "vera@lis.example", "Вера", None)
        accounts.join(connection, vera, number, Role.RECRUITER)
    return number


def test_in_and_out(run: Run, team: str, tmp_path: Path) -> None:
    text = "Ищем SMM-менеджера в пекарню у дома, офис, полный день"
    row = {"title": "SMM-менеджер", "pay_from": 80000, "cities": ["Казань"], "text": text}
    file = tmp_path / "v.jsonl"
    file.write_text(json.dumps(row, ensure_ascii=False) + "\n{}\n", encoding="utf-8")
    first = run("vacancies", "import", str(file), *TEAM)
    assert first.code == 1
    assert ":2: " in first.err
    assert "draft  SMM-менеджер" in first.out
    assert "known  SMM-менеджер" in run("vacancies", "import", str(file), *TEAM).out
    [line] = run("vacancies", "export", "--team", "Лис").out.splitlines()
    assert json.loads(line)["pay_from"] == "80000"
    assert run("vacancies", "export", "--team", "Лис", "--csv").out.startswith("\ufeffномер;")
    assert run("vacancies", "import", str(file), "--team", "Лис", "--by", "eva@lis.example").code == 2
    assert run("vacancies", "export", "--team", "Рысь").code == 2


def test_a_team_is_trusted_and_no_more(run: Run, team: str) -> None:
    def trusted() -> bool:
        with workplace() as place, place.store.reading() as connection:
            return vacancies.is_trusted(connection, team)

    assert run("vacancies", "trust", "Лис").code == 0
    assert trusted()
    assert "wait for the admin again" in run("vacancies", "trust", team, "--off").err
    assert not trusted()
    assert run("vacancies", "trust", "Рысь").code == 2


def test_the_teams_own_site_gives_drafts(run: Run, team: str, web: Web) -> None:
    serve(web, *BOARD, FRONT)
    read = run("vacancies", "fetch", f"{ORIGIN}/jobs", *TEAM)
    assert read.code == 0, read.err
    assert read.out.count("draft  Маркетолог №") == 8
    with workplace() as place:
        noted = site_feed.noted(place.store, team)
        assert noted is not None
        assert (noted.new, noted.known, noted.problem) == (8, 0, "")
        assert place.store.listing_ids() == []
    assert "0 new drafts" in run("vacancies", "fetch", f"{ORIGIN}/jobs", *TEAM).err
    gone = run("vacancies", "fetch", "https://nichego.example/", *TEAM)
    assert gone.code == 2
    with workplace() as place:
        noted = site_feed.noted(place.store, team)
    assert noted is not None
    assert noted.problem


def test_a_collection_ends_with_letters_before_an_end_and_messages_of_channels(
    run: Run, team: str, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    with workplace() as place:
        draft = Draft.of_text(PASTED, place.store.clock.now())
        soon = place.store.clock.now().date() + timedelta(days=3)
        draft = replace(draft, posting=replace(draft.posting, deadline=soon))
        number = life.begin(place.store, team, 1, draft)
        row = life.find(place.store, team, number)
        assert row is not None
        life.publish(place.store, row, 1, None, trusted=True)
        with place.store.writing() as connection:
            crossposts.want(connection, number, -1001234)
    with running_api() as api:
        monkeypatch.setenv("TELEGRAM_BOT_API", f"http://127.0.0.1:{api.port}/bot")
        for _ in range(2):
            with workplace() as place:
                collecting._finish(place, [], Stop())
    [letter] = mailbox.messages
    assert letter["To"] == "vera@lis.example"
    [message] = api.sent
    assert "SEO-специалист" in message["text"]


def test_a_page_closes_by_itself_what_is_over(run: Run, team: str) -> None:
    with workplace() as place:
        draft = Draft.of_text(PASTED, place.store.clock.now())
        number = life.begin(place.store, team, 1, draft)
        row = life.find(place.store, team, number)
        assert row is not None
        life.publish(place.store, row, 1, None, trusted=True)
        place.search.catch_up()
        assert place.search.ask(Query()).results.total == 1
        place.store.clock = Clock(place.store.clock.now() + TERM + timedelta(days=1))
        done = threading.Event()
        with patch("voronka.cli.vacancy_upkeep.keep_vacancies", lambda _place: done.set()), upkept(place):
            assert done.wait(30)
        assert place.search.ask(Query()).results.total == 0
        assert life.public(place.store, number) is not None


def test_a_demos_page_keeps_nothing_up(run: Run) -> None:
    with workplace() as place:
        place.store.claim(datetime(2026, 11, 20, 9, tzinfo=UTC))
        with patch("voronka.cli.vacancy_upkeep.upkeep") as kept, upkept(place):
            pass
        kept.assert_not_called()
