"""The admin's queue of vacancies, the letters of its decisions, and the link of a letter that prolongs."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.mailbox import Mailbox
from tests.vacancies.test_markup import PASTED
from tests.webui.browsing import IN_BROWSER, PHONE, WIDE, Opener
from tests.webui.conftest import Site, post, served, with_mail
from tests.webui.people import hire, sign_in
from tests.webui.test_access import axe_finds_nothing
from tests.webui.test_posting import MESSY, begin, send, words
from voronka.accounts import Role
from voronka.clock import Clock
from voronka.mail import Letter, Post
from voronka.store import vacancies
from voronka.vacancies.reminding import remind


def approve(site: Site, path: str, **more: str) -> None:
    admin = site.admin
    [version] = re.findall(r'name="version" value="(\d+)"', admin.get("/admin/vacancies").get_data(as_text=True))
    assert post(admin, f"/admin{path}/approve", version=version, **more).status_code == 303


def wait(site: Site) -> None:
    site.app.extensions["voronka_letters"].wait()


def test_what_waits_is_shown_refused_with_a_reason_and_approved(site: Site, tmp_path: Path, mailbox: Mailbox) -> None:
    mailed = with_mail(site, tmp_path, mailbox.url)
    author, admin = sign_in(mailed, hire(mailed, "new@lis.example", Role.RECRUITER)), mailed.admin
    path = begin(author, MESSY + "\nТолько девушки до 35 лет")
    public = path.replace("vacancies", "vacancy")
    send(author, path, "publish")
    assert "1 вакансия" in words(admin.get("/admin"))
    queue = words(admin.get("/admin/vacancies"))
    for said in ("New & Co", "маркетолог", "60 000", "ограничение по полу"):
        assert said in queue.replace("Маркетолог", "маркетолог"), said
    assert post(admin, f"/admin{path}/refuse", reason="  ").status_code == 422
    post(admin, f"/admin{path}/refuse", reason="Уберите ограничение по полу")
    assert "Уберите ограничение" in words(author.get(path))
    # corrected, sent again, and looked at before the last change
    send(author, path, "publish", text=MESSY)
    post(author, f"{path}/publish")
    send(author, path, "save", title="Интернет-маркетолог")
    answer = post(admin, f"/admin{path}/approve", version="1")
    assert (answer.status_code, mailed.client.get(public).status_code) == (409, 404)
    approve(mailed, path, trust="1")
    assert "Интернет-маркетолог" in words(mailed.client.get(public))
    assert "сырный гусь" in words(mailed.client.get("/?q=интернет-маркетолог")).lower()
    wait(mailed)
    refused, approved = mailbox.letters
    assert "Уберите ограничение" in refused[1]
    assert f"http://voronka.example{path}" in refused[1]
    assert (approved[0], f"http://voronka.example{public}" in approved[1]) == (["new@lis.example"], True)
    # from now on the team is trusted; and then no more: an edit of what stands waits, and shows what is otherwise
    assert send(author, path, "publish", title="Маркетолог-1").status_code == 303
    assert "Маркетолог-1" in words(mailed.client.get(public))
    [team] = re.findall(r'name="team" value="(\w+)"', admin.get("/admin/vacancies").get_data(as_text=True))
    post(admin, "/admin/vacancies/trust", team=team)
    send(author, path, "publish", title="Маркетолог-2")
    assert "Маркетолог-1" in words(mailed.client.get(public))
    queue = admin.get("/admin/vacancies").get_data(as_text=True)
    for said in ("правка опубликованной", "<del>", "Маркетолог-1</bdi></del>", "Маркетолог-2</bdi></ins>"):
        assert said in queue, said
    send(author, path, "publish", text=MESSY.replace("\n", "\nНовая строка о задачах\n", 1))
    assert "Новая строка о задачах</ins>" in admin.get("/admin/vacancies").get_data(as_text=True)
    assert "Правка ждёт" in words(author.get(path))
    assert f'<option value="{team}">' in admin.get("/admin/vacancies").get_data(as_text=True)
    post(admin, "/admin/vacancies/trust", team=team, on="1")
    assert f'name="team" value="{team}"' in admin.get("/admin/vacancies").get_data(as_text=True)
    assert post(admin, "/admin/vacancies/trust", team="nobody", on="1").status_code == 404
    assert post(admin, "/admin/vacancies/999/approve").status_code == 404


def test_a_letter_before_the_end_prolongs_by_one_click(
    site: Site, tmp_path: Path, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailed, store = with_mail(site, tmp_path, mailbox.url), site.store
    author = sign_in(mailed, hire(mailed, "vera@lis.example", Role.RECRUITER))
    path = begin(author, PASTED)
    send(author, path, "publish")
    approve(mailed, path)
    wait(mailed)
    mailbox.letters.clear()
    sender = Post(mailbox.url, "voronka@kit.example")

    def reminded() -> tuple[int, str]:
        return remind(store, sender.send, "http://voronka.example/", mailed.app.extensions["voronka"].settings.zone)

    assert reminded() == (0, "")
    monkeypatch.setattr(store, "clock", Clock(store.clock.now() + timedelta(days=26)))
    mailbox.answer = "451 later"
    sent, problem = reminded()
    assert (sent, "was not sent" in problem) == (0, True)
    mailbox.answer = "250 taken"
    mailbox.letters.clear()
    assert reminded() == (1, "")
    assert reminded() == (0, "")
    [(to, text)] = mailbox.letters
    assert to == ["vera@lis.example"]
    [link] = re.findall(r"http://voronka\.example(/vacancies/prolong/[\w-]+)", text)
    visitor = mailed.client
    page = visitor.get(link)
    assert (page.headers["X-Robots-Tag"], "Продлить до" in words(page)) == ("noindex", True)
    assert "ещё 4 дня" in words(author.get("/vacancies")), "looking prolongs nothing"
    done = visitor.post(link)
    assert (done.status_code, "стоит до" in words(done)) == (200, True)
    assert "ещё 30 дней" in words(author.get("/vacancies"))
    assert visitor.post(link).status_code == 404
    assert visitor.get("/vacancies/prolong/nothing").status_code == 404


def test_a_letter_of_a_last_day_says_to_change_it(
    site: Site, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    author = sign_in(site, hire(site, "vera@lis.example", Role.RECRUITER))
    path = begin(author, PASTED)
    day = (site.store.clock.now() + timedelta(days=8)).date()
    send(author, path, "publish", deadline=f"{day}")
    approve(site, path)
    monkeypatch.setattr(site.store, "clock", Clock(site.store.clock.now() + timedelta(days=5)))
    sender = Post(mailbox.url, "voronka@kit.example")
    zone = site.app.extensions["voronka"].settings.zone
    assert remind(site.store, sender.send, "http://v.example", zone) == (1, "")
    [(_to, text)] = mailbox.letters
    assert f"стоит до {day:%d.%m.%Y} включительно" in text
    assert f"http://v.example{path}/edit" in text
    assert "prolong" not in text
    page = words(author.get(path))
    assert f"стоит до {day.day} " in page.replace("\u00a0", " ")
    assert ("Продлить" in page, "поменяйте его" in page) == (False, True)


def test_an_address_that_takes_nothing_is_not_tried_again(
    site: Site, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    author = sign_in(site, hire(site, "vera@lis.example", Role.RECRUITER))
    path = begin(author, PASTED)
    send(author, path, "publish")
    approve(site, path)
    monkeypatch.setattr(site.store, "clock", Clock(site.store.clock.now() + timedelta(days=26)))
    mailbox.refused["vera@lis.example"] = "550 nobody here"
    tried: list[Letter] = []
    sender = Post(mailbox.url, "voronka@kit.example")

    def sending(letter: Letter) -> None:
        tried.append(letter)
        sender.send(letter)

    for _ in range(2):
        assert remind(site.store, sending, "http://v.example", site.app.extensions["voronka"].settings.zone) == (0, "")
    assert len(tried) == 1


def test_robots_know_the_map_where_the_page_knows_its_address(site: Site, tmp_path: Path, mailbox: Mailbox) -> None:
    assert "Sitemap" not in site.get("/robots.txt")
    assert "Disallow: /vacancies\n" in site.get("/robots.txt")
    text = with_mail(site, tmp_path, mailbox.url).get("/robots.txt")
    assert "Sitemap: http://voronka.example/sitemap.xml\n" in text


class TestInABrowser:
    pytestmark = IN_BROWSER

    @pytest.fixture
    def shared(self, site: Site) -> Site:
        """A site of its own: what is published here stays."""
        return site

    @pytest.fixture
    def address(self, shared: Site) -> Iterator[str]:
        with served(shared) as found:
            yield found

    @pytest.mark.parametrize(
        ("viewport", "dark"),
        [(PHONE, False), *(pytest.param(*one, marks=pytest.mark.full) for one in ((WIDE, True), (PHONE, True)))],
    )
    def test_axe_finds_nothing(self, visit: Opener, shared: Site, viewport: dict[str, int], dark: bool) -> None:
        author = sign_in(shared, hire(shared, "vera@lis.example", Role.RECRUITER))
        path = begin(author, PASTED)
        send(author, path, "publish")
        approve(shared, path)
        send(author, path, "publish", title="Руководитель гусиной фермы", text=f"{PASTED}\nНовая строка")
        with shared.store.writing() as connection:
            secret = vacancies.new_link(connection, int(path.rpartition("/")[2]))
        page = visit("/admin/vacancies", viewport, dark=dark, admin=True)
        page.locator("ins", has_text="гусиной").first.wait_for()
        for address in (None, f"/vacancies/prolong/{secret}"):
            if address:
                page.goto(address)
            axe_finds_nothing(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
