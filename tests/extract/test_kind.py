"""Kinds of posts, with the reasons given."""

import pytest

from tests.extract.invented import POSTS, Post
from voronka.extract import read
from voronka.extract.document import Document
from voronka.extract.kind import find
from voronka.extract.kind_cues import cues
from voronka.extract.parts import Split
from voronka.model import Kind, Link

ALL = POSTS


@pytest.mark.parametrize("post", ALL, ids=[post.text[:30] for post in ALL])
def test_the_kind_of_a_post_and_its_reasons(post: Post) -> None:
    reading = read(post.text, [Link(url) for url in post.links])
    assert reading.kind == post.kind
    assert reading.reasons or reading.kind is Kind.CONTENT
    assert all(reason.rule.startswith("kind.") for reason in reading.reasons)


def test_what_a_quotation_says_is_not_the_posts_own_word() -> None:
    quoted = "«Ищу работу маркетологом, есть опыт, готова к переезду, от 80 тысяч»."
    assert find(Document(quoted.strip("«».")), Split()).kind is Kind.CANDIDATE
    post = f"{quoted} Так писала нам Вера, а теперь её отделу нужен второй маркетолог. Удалённо, 90к, @vera_otdel"
    assert find(Document(post), Split()).kind is Kind.VACANCY


def test_a_boards_link_tells_a_resume_from_a_vacancy() -> None:
    text = "Менеджер по продажам\nТула\n60 000₽\nполная занятость"
    resume = Document(text, [Link("https://board.example/resume/menedzher-1.html")])
    vacancy = Document(text, [Link("https://board.example/vacancy/1")])
    assert (find(resume, Split()).kind, find(vacancy, Split()).kind) == (Kind.CANDIDATE, Kind.VACANCY)


def test_a_channels_closing_line_is_not_its_subject() -> None:
    text = (
        "Нужен таргетолог, 40 000 ₽, удалённо. @target_zakaz\n\nПодписаться на канал @kanal | Разместить вакансию @adm"
    )
    assert find(Document(text), Split()).kind is Kind.VACANCY


def test_confidence_grows_with_evidence() -> None:
    short = find(Document("Копирайтер, @tekst_x"), Split())
    long = find(Document("Ищем копирайтера.\nОбязанности: тексты\nТребования: опыт от года\nРезюме: @tekst_x"), Split())
    assert short.confidence < long.confidence <= 1


def test_every_kind_but_digest_has_cues() -> None:
    assert {cue.kind for cue in cues()} == set(Kind) - {Kind.DIGEST}
    assert all(cue.weight > 0 and cue.cap > 0 for cue in cues())


def test_a_remote_worker_that_is_sought_is_no_work_that_is() -> None:
    sought = "Ищу удалённого ассистента на 4 часа в день. Плачу 30к. Я психолог, веду 3 курса. @vera_demo"
    assert find(Document(sought), Split()).kind is Kind.VACANCY
    assert (
        find(Document(sought.replace("удалённого ассистента", "удалённо подработку")), Split()).kind is Kind.CANDIDATE
    )
