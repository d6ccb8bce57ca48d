"""What the page says of a vacancy's flags and of how it stands to the standard."""

import re

import pytest

from tests.webui.builder import add
from tests.webui.conftest import Site
from tests.webui.test_pages import said as words_of
from voronka.extract.reader import read
from voronka.model import Kind
from voronka.store import Store

SCAM = (
    "Менеджер по рекламе, удалённо, 90 000 ₽. Чтобы закрепить место, вносится залог 3 000 ₽, вернётся после "
    "стажировки. Пишите @zalog_demo"
)
AGENCY = (
    "Кадровое агентство «Ступень» ищет для своего клиента SEO-специалиста. До 35 лет. Тула, 100 000 ₽. @stupen_demo"
)
WHOLE = """Таргетолог в студию «Бумажный кит»
Команда растёт, ищем второго таргетолога. Выход на работу с 1 декабря.
Обязанности: кампании в VK, отчёты, тесты креативов.
80 000 ₽ на руки, оформление по ТК РФ. Казань, ул. Баумана, 12.
Отклики: job@kit.example, Марина"""


def said(html: str) -> str:
    """The text of a page; quotation marks stand at the words that they hold."""
    return re.sub(r" ([»).])", r"\1", re.sub(r"([«(“]) ", r"\1", words_of(html)))


def put(store: Store, text: str, kind: Kind = Kind.VACANCY, **options: object) -> int:
    return add(store, text, *read(text, as_kind=kind).postings, kind=kind, **options)[0]  # type: ignore[arg-type]  # add's


@pytest.fixture
def three(site: Site) -> dict[str, int]:
    numbers = {name: put(site.store, text) for name, text in (("scam", SCAM), ("agency", AGENCY), ("whole", WHOLE))}
    site.app.extensions["voronka"].search.catch_up()
    return numbers


def test_a_card_warns_in_one_line_with_the_reason(site: Site, three: dict[str, int]) -> None:
    page = site.get("/")
    assert page.count('class="warning"') == 1
    assert "Похоже на мошенничество: просят залог или предоплату" in said(page)


def test_an_agency_is_a_quiet_tag(site: Site, three: dict[str, int]) -> None:
    card = re.search(rf'data-id="{three["agency"]}".*?</article>', site.get("/"), re.DOTALL)
    assert card is not None
    assert "<li>агентство</li>" in card.group()
    assert 'class="warning"' not in card.group()


def test_the_listing_says_the_words_and_marks_them(site: Site, three: dict[str, int]) -> None:
    page = site.get(f"/listing/{three['scam']}")
    quote = "«Чтобы закрепить место, вносится залог»"
    assert f"Похоже на мошенничество: просят залог или предоплату — {quote}" in said(page)
    assert re.search(r'<mark data-fields="flags">Чтобы закрепить место, вносится залог</mark>', page)


def test_what_the_law_forbids_is_a_quiet_line(site: Site, three: dict[str, int]) -> None:
    page = said(site.get(f"/listing/{three['agency']}"))
    assert "В вакансии есть ограничение по возрасту («До 35 лет»)" in page
    assert "ст. 64 ТК РФ" in page
    assert "ст. 64" not in said(site.get(f"/listing/{three['whole']}"))


def test_a_whole_vacancy_has_nothing_to_be_asked(site: Site, three: dict[str, int]) -> None:
    page = site.get(f"/listing/{three['whole']}")
    words = said(page)
    assert "Стандарт вакансии 5 из 5" in words
    assert "«Команда растёт»" in words
    assert "сказано, как оформляют" in words
    assert "Скопировать вопросы" not in words


def test_what_is_missing_is_a_question_to_the_author(site: Site, three: dict[str, int]) -> None:
    page = site.get(f"/listing/{three['agency']}")
    assert "Когда выходить на работу и когда примете решение?" in said(page)
    copied = re.search(r'data-copy="(Здравствуйте[^"]*)"', page)
    assert copied is not None
    assert "Какие задачи" in copied.group(1)
    assert "Какой бюджет" not in copied.group(1), "it is said"


def test_who_seems_to_deceive_is_asked_nothing(site: Site, three: dict[str, int]) -> None:
    page = site.get(f"/listing/{three['scam']}")
    assert "Почему ищете сейчас" in said(page)
    assert "Скопировать вопросы" not in said(page)


def test_a_candidate_has_no_standard(site: Site, three: dict[str, int]) -> None:
    number = put(site.store, "Ищу работу, таргетолог, мужчина, 30 лет. @person_demo", Kind.CANDIDATE)
    assert "Стандарт вакансии" not in site.get(f"/listing/{number}")


def test_the_filters(site: Site, three: dict[str, int]) -> None:
    everything, trusted, whole = (said(site.get(url)) for url in ("/", "/?trusted=1", "/?standard=1"))
    assert "просят залог" in everything
    assert "просят залог" not in trusted
    assert "Качество: без подозрительных" in trusted
    assert "1 вакансия" in whole
    assert "Стандарт: соответствует" in whole
    assert re.search(r'name="standard" value="1" checked', site.get("/?standard=1"))
    assert 'name="standard"' not in site.get("/?kind=candidate")


def test_in_english(site: Site, three: dict[str, int]) -> None:
    browser = site.client
    browser.set_cookie("lang", "en")
    page = said(browser.get(f"/listing/{three['scam']}").get_data(as_text=True))
    assert "Looks like fraud: a deposit or prepayment is asked for" in page
    assert "Standard of a vacancy" in page
