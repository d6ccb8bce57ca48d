"""Years of experience, and the years that are of somebody or something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.extract import experience
from voronka.model import Kind

VACANCIES: list[tuple[str, float | None]] = [
    ("Вы подойдёте, если\nтри года делаете деловые события", 3),
    ("Нужен ивент-менеджер\n\nО нас\n12 лет, 1 100 мероприятий", None),
    ("Ждём, что вы\nработали аналитиком 4 года или дольше", 4),
    ("Мы смотрим на людей, у которых 7+ лет в маркетинге", 7),
    ("Опыт работы: от 1 года до 3 лет", 1),
    ("Требуемый опыт работы: 1–3 года", 1),
    ("Опыт от 2-х лет", 2),
    ("опыт не менее трёх лет", 3),
    ("Опыт в SMM от года", 1),
    ("Опыт от года, желательно знание 1С", 1),
    ("Год практики, пусть даже на своих сайтах, зачтём", 1),
    ("Опыт? не нужен", 0),
    ("опыт неважен", 0),
    ("можно совсем без стажа", 0),
    ("опыт от полугода", 0.5),
    ("опыт закупок от 6 мес", 0.5),
    ("опыт от полутора лет", 1.5),
    ("5+ years in payments", 5),
    ("2+ года в B2B sales", 2),
    ("experience in web3 1+ year", 1),
    ("Требования: 2 года в агентстве, грамотная речь", 2),
    ("от 3 лет руководили отделом", 3),
    ("стаж от 2-х лет", 2),
    ("Опыт: более 5 лет", 5),
    ("Опыт работы: 3-6 лет", 3),
    ("Опыт работы: Нет опыта", 0),
    ("Без опыта", 0),
    ("можно без опыта, всему научим", 0),
    ("Опыт не нужен", 0),
    ("опыт работы не требуется", 0),
    ("Опыт не обязателен", 0),
    ("Опыт не важен", 0),
    ("опыт будет плюсом", None),
    ("Пять лет в мобильной аналитике, Python и SQL", 5),
    ("Без опыта не пишите. Опыт от 1 года", 1),
    ("Нам 5 лет, делаем подарки", None),
    ("Компания более 14 лет на рынке", None),
    ("Средний стаж в команде 6 лет", None),
    ("Учим детей 8–15 лет", None),
    ("Возраст 20–45 лет", None),
    ("принимаем с 18 лет", None),
    ("Испытательный срок 3 месяца", None),
    ("Вырос за 2 года в три раза", None),
    ("Водительский стаж от 3 лет", None),
    ("договор на 2 года", None),
    ("", None),
]

CANDIDATES: list[tuple[str, float | None]] = [
    ("Олег, 6 лет в продажах, последние 2 года РОП в логистике. До этого 3 года КАМ в рознице", 6),
    ("Где работал\n• студия, 2 года: сайты\n• магазин, 3 года: трафик\n• завод, 4 года (по сей день)", 9),
    ("Умею\n• SEO, 2 года\n• контекст, 3 года", 2),
    ("SMM-менеджер, опыт 3 года", 3),
    ("PR-менеджер, 5 лет, ищу новый дом", 5),
    ("Опыт работы: 22 года и 9 месяцев", 22),
    ("Опыт работы: 1 год 6 месяцев", 1),
    ("Монтажёр с 2-летним опытом", 2),
    ("7 лет в текстах, начинал редактором", 7),
    ("9 лет в профессии, из них 4 в B2B", 9),
    ("Аркадий, 38 лет, Москва. Опыт РОПом 6 лет", 6),
    ("Полина, 26 лет\nОпыт: 3 года", 3),
    ("мне 22, коммерческого опыта нет", 0),
    ("Денис, 33 года", None),
    ("пять лет была помощником руководителя", 5),
    ("Продажник b2b, 6 лет на холодную", 6),
    ("3 years in mobile & e-com", 3),
    ("Три с половиной года в рассылках", 3.5),
    ("2 года в агентстве, потом 3 года в банке", 5),
]


def read(text: str, kind: Kind) -> float | None:
    found = experience.find(text, kind)
    if found is None:
        return None
    years, span = found
    assert span.start is not None
    assert text[span.start : span.end] == span.text
    return years


@pytest.mark.parametrize(("text", "years"), VACANCIES)
def test_years_asked_for(text: str, years: float | None) -> None:
    assert read(text, Kind.VACANCY) == years


@pytest.mark.parametrize(("text", "years"), CANDIDATES)
def test_years_a_candidate_has(text: str, years: float | None) -> None:
    assert read(text, Kind.CANDIDATE) == years


@given(
    st.text(max_size=300) | st.text(alphabet="0123456789 летгодмесопыт-–отбзи,.\n", max_size=300),
    st.sampled_from(list(Kind)),
)
def test_any_text_is_survived(text: str, kind: Kind) -> None:
    read(text, kind)


@pytest.mark.parametrize("unit", ["3 года ", "без опыта ", "2-3 лет, "])
@pytest.mark.parametrize("kind", [Kind.VACANCY, Kind.CANDIDATE])
def test_a_megabyte_is_read_in_seconds(unit: str, kind: Kind) -> None:
    experience.find(unit * (1_000_000 // len(unit)), kind)


@pytest.mark.parametrize(
    ("closing", "years"),
    [
        ("Все набирают без опыта. Дедлайны не двигаются.", 0),
        ("Все вакансии без опыта", 0),
        ("Везде опыт не нужен", 0),
        ("На все позиции можно без опыта", 0),
        ("❗️ Все готовы взять кандидатов без опыта", 0),
        ("Все вопросы: @demo_hr", None),
        ("Вакансии без опыта в соседнем канале", None),
    ],
)
def test_the_last_words_of_a_digest_hold_for_its_lines(closing: str, years: float | None) -> None:
    text = f"Стажировки\n\nСтажёр SMM | Москва → @demo_a\nСтажёр PR | Омск → @demo_b\n\n{closing}"
    start = text.index("Стажёр SMM")
    found = experience.find(text, Kind.DIGEST, start, text.index("\nСтажёр PR"))
    assert (found and found[0]) == years
