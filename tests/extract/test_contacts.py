"""Ways to answer a posting, and names and links that are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.extract import contacts
from voronka.model import Contacts, Kind, Link

TG, PHONE, MAIL, URL = "telegram", "phone", "email", "url"

ROWS: list[tuple[str, dict[str, list[str]]]] = [
    ("Пишите @Anna_HR", {TG: ["anna_hr"]}),
    ("отклик → @kadry_test", {TG: ["kadry_test"]}),
    ("DM @frog_hiring with a meme", {TG: ["frog_hiring"]}),
    ("t.me/kostya_test", {TG: ["kostya_test"]}),
    ("https://t.me/kostya_test", {TG: ["kostya_test"]}),
    ("https://t.me/kadry_test?start=1", {TG: ["kadry_test"]}),
    ("тг: kadry_test", {TG: ["kadry_test"]}),
    ("Telegram - kadry_test", {TG: ["kadry_test"]}),
    ("писать: собака kadry_test", {TG: ["kadry_test"]}),
    ("Опыт с Telegram Ads и VK", {}),
    ("https://t.me/+AbCdEf123", {}),
    ("https://t.me/joinchat/AAAA", {}),
    ("Резюме на job@example.org", {MAIL: ["job@example.org"]}),
    ("Шутки, которые смешат подписчиков.\n\njob@example.org", {MAIL: ["job@example.org"]}),
    ("Почта: Job.HR@Example.org.", {MAIL: ["job.hr@example.org"]}),
    ("job(собака)example.org", {MAIL: ["job@example.org"]}),
    ("job [at] example.org", {MAIL: ["job@example.org"]}),
    ("8 (900) 000-41-17, Ирина", {PHONE: ["+79000004117"]}),
    ("+7 900 000 62 08", {PHONE: ["+79000006208"]}),
    ("89000004090 звонить днём", {PHONE: ["+79000004090"]}),
    ("8-900-000-73-50 (Ольга), 8-900-000-73-51", {PHONE: ["+79000007350", "+79000007351"]}),
    ("wa.me/79000006208", {PHONE: ["+79000006208"]}),
    ("+375 29 123-45-67", {PHONE: ["+375291234567"]}),
    ("Зарплата 60 000 – 80 000, ИНН 7700000000", {}),
    ("Анкета: https://forms.gle/abcTest", {URL: ["https://forms.gle/abcTest"]}),
    ("https://hh.ru/vacancy/900000001", {URL: ["https://hh.ru/vacancy/900000001"]}),
    ("Откликнуться: https://example.org/jobs/smm.", {URL: ["https://example.org/jobs/smm"]}),
    ("Наш сайт: https://example.org", {}),
    ("Сайт example.org/about, ждём отклик @kadry_test", {TG: ["kadry_test"]}),
    ("Портфолио: https://behance.net/nobody", {}),
    ("Мы в соцсетях: https://vk.com/nobody", {}),
    (
        "Пишите @kadry_test\n\nПодписаться на канал @jobs_channel | Разместить вакансию @jobs_admin",
        {TG: ["kadry_test"]},
    ),
    ("Пишите @kadry_test\nБольше вакансий в @other_jobs", {TG: ["kadry_test"]}),
    ("Хотите попасть в рубрику? Пишите @jobs_admin", {}),
    ("@jobs_channel", {}),
    ("Кейсы в канале @my_cases_channel, писать @kadry_test", {TG: ["kadry_test"]}),
    ("@Kadry_Test и t.me/kadry_test", {TG: ["kadry_test"]}),
    ("Head of Growth @ Lumopest", {}),
    ("Зарплата 70 000 – 85 000 ₽", {}),
    ("Оклад 89 000–120 000 рублей", {}),
    ("Портфолио: @kadry_test", {TG: ["kadry_test"]}),
    ("Ищем SDR\nhttps://example.org/sdr", {URL: ["https://example.org/sdr"]}),
    ("Ищем SDR\nhttps://example.org/sdr\nПишите @kadry_test", {TG: ["kadry_test"]}),
    ("", {}),
]


def read(
    text: str, links: list[Link] | None = None, kind: Kind = Kind.VACANCY, channel: str = "jobs_channel"
) -> dict[str, list[str]]:
    found, evidence = contacts.find(text, links or [], kind, channel)
    for span in evidence:
        if span.start is not None:
            assert text[span.start : span.end] == span.text
    return {name: list(values) for name in (TG, PHONE, MAIL, URL) if (values := getattr(found, name))}


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_contacts(text: str, expected: dict[str, list[str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("url", "words", "expected"),
    [
        ("https://t.me/kadry_test", "здесь", {TG: ["kadry_test"]}),
        ("tg://resolve?domain=kadry_test", "", {TG: ["kadry_test"]}),
        ("mailto:job@example.org?subject=cv", "почта", {MAIL: ["job@example.org"]}),
        ("tel:+79000006208", "", {PHONE: ["+79000006208"]}),
        ("https://example.org/career/smm", "Откликнуться", {URL: ["https://example.org/career/smm"]}),
        ("https://forms.yandex.ru/u/1/", "анкета", {URL: ["https://forms.yandex.ru/u/1/"]}),
        ("https://example.org", "Компания", {}),
        ("https://example.org/", "", {}),
        ("https://t.me/jobs_channel", "канал", {}),
        ("https://t.me/jobs_channel_chat", "", {}),
        ("https://t.me/jobs_channel/55", "", {}),
        ("https://disk.yandex.ru/d/x", "кейсы", {}),
        ("https://example.org/promo", "Подписаться", {}),
        ("javascript:alert(1)", "", {}),
        ("http://[", "", {}),
        ("", "", {}),
    ],
)
def test_hidden_links_and_buttons(url: str, words: str, expected: dict[str, list[str]]) -> None:
    assert read("Ищем редактора", [Link(url, words, button=True)]) == expected


def test_a_hidden_link_is_told_by_the_words_it_stands_behind() -> None:
    text = "Откликнуться можно здесь"
    found, evidence = contacts.find(text, [Link("https://t.me/kadry_test", "здесь", 19, 24)], Kind.VACANCY, None)
    assert found == Contacts(telegram=("kadry_test",))
    assert (evidence[0].start, evidence[0].end, evidence[0].text) == (19, 24, "здесь")


def test_a_footer_name_is_no_contact_behind_a_button_either() -> None:
    text = "Ищем редактора\nРазместить вакансию: @jobs_admin"
    assert read(text, [Link("https://t.me/jobs_admin")]) == {}


def test_pages_of_a_candidate_are_a_portfolio_unless_of_a_board() -> None:
    links = [Link("https://example.org/works/1"), Link("https://hh.ru/resume/abc")]
    assert read("Дизайнер ищет работу", links, Kind.CANDIDATE) == {URL: ["https://hh.ru/resume/abc"]}


@pytest.mark.parametrize(
    ("url", "is_contact"),
    [
        ("https://hh.example/resume/9f00b4aa", True),
        ("https://jobs-demo.example/rezume/marketolog-90020.html", True),
        ("https://trudvsem.example/cv/card/e5510c", True),
        ("https://career-habr.example/demo_analyst", True),
        ("https://kwork.ru/seo/90030061/seo-audit", True),
        ("https://superjob.kz/resume/smm-100200.html", True),
        ("https://demo-works.example/cases/12", False),
        ("https://demo-works.example/resume.pdf", False),
        ("https://kwork.ru/seo", False),
        ("https://github.com/demo/cv/blob/1", False),
    ],
)
def test_the_page_of_a_resume_is_the_way_to_answer_it(url: str, is_contact: bool) -> None:
    expected = {URL: [url]} if is_contact else {}
    assert read("Веб-аналитик\nИщу работу", [Link(url)], Kind.CANDIDATE) == expected


OFFSET = st.none() | st.integers(0, 50)


@given(
    st.text(max_size=300) | st.text(alphabet="@.:/tmeha+7890 ()-собак\n", max_size=300),
    st.lists(
        st.builds(Link, st.text(max_size=40), st.text(max_size=10), OFFSET, OFFSET),
        max_size=3,
    ),
)  # fmt: skip
def test_any_text_is_survived(text: str, links: list[Link]) -> None:
    read(text, links)


@pytest.mark.parametrize(
    "unit",
    ["8 ", *(pytest.param(unit, marks=pytest.mark.full) for unit in ("@", "@anna_hr ", "a@", "a.", "t.me/a ", "a-"))],
)
def test_a_megabyte_is_read_in_seconds(unit: str) -> None:
    contacts.find(unit * (1_000_000 // len(unit)), [], Kind.VACANCY, "jobs_channel")
