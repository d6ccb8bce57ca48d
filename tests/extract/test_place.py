"""Cities of a posting, and the cities that are named for another reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.extract import place
from voronka.extract.gazetteer import mentions, names
from voronka.extract.text import fold
from voronka.model import Kind

VACANCIES = [
    ("Город: Москва", ["Москва"]),
    ("📍 Санкт-Петербург, гибрид", ["Санкт-Петербург"]),
    ("Менеджер по продажам (Екб)", ["Екатеринбург"]),
    ("SMM-менеджер, мск, офис", ["Москва"]),
    ("Маркетолог в Питер", ["Санкт-Петербург"]),
    ("#вакансия #казань #smm\nSMM-менеджер", ["Казань"]),
    ("#работа_москва\nМаркетолог", ["Москва"]),
    ("Локация: #москва, #санкт_петербург, #россия", ["Москва", "Санкт-Петербург"]),
    ("Работа в Нижнем Новгороде, офис на набережной", ["Нижний Новгород"]),
    ("Торговый представитель (Самара, Тольятти)", ["Самара", "Тольятти"]),
    ("Менеджер\nООО Ромашка\nРостов-на-Дону\nот 60 000 ₽", ["Ростов-на-Дону"]),
    ("Требуется продавец, г. Орёл, ул. Московская, 5", ["Орёл"]),
    ("Продавец\nВладимир\n40 000 ₽\nполный день", ["Владимир"]),
    ("Ищем маркетолога во Владимире", ["Владимир"]),
    ("SEO-специалист | Минск | офис", ["Минск"]),
    ("Brand manager, Ереван, офис, 600 000 AMD", ["Ереван"]),
    ("Remote or relocation to Limassol", ["Лимассол"]),
    ("Релокация в Дубай, офис в центре. Команда распределена (Белград, Алматы)", ["Дубай"]),
    ("офис в Тбилиси, но можно и удалённо", ["Тбилиси"]),
    ("Москва и область, разъездной характер работы", ["Москва"]),
    ("г.Набережные Челны", ["Набережные Челны"]),
    ("Набережных Челнах открыта вакансия. Место работы: Набережные Челны", ["Набережные Челны"]),
    ("Таргетолог. Удалённо, на связи с 10 до 19 по мск", []),
    ("График: 9:00–18:00 мск, удалённо", []),
    ("Часовой пояс мск ±2 часа", []),
    ("созвоны в 9:30 и 18:00 по Москве", []),
    ("Разница с мск не больше 3 часов", []),
    ("команда раскидана от Калининграда до Владивостока", []),
    ("Командировки в Москву и Казань раз в месяц", []),
    ("Новосибирск, офис. Командировки в Москву раз в квартал", ["Новосибирск"]),
    ("Компания открывает представительство во Владивостоке", ["Владивосток"]),
    ("Работа в Омске, клиенты в Москве и Казани", ["Омск"]),
    ("Требуются менеджеры в г. Новосибирске. Главный офис находится в Москве", ["Новосибирск"]),
    ("Компания «Москва Медиа» ищет дизайнера", []),
    ("Офис: Самара, метро Московская", ["Самара"]),
    ("Пишите @kazan_kadry или на hr@moscow-test.ru", []),
    ("Сайт https://spb.example.ru/kazan", []),
    ("Директор — Владимир, звоните", []),
    ("Свободный график, находка для студента", []),
    ("Мирный коллектив, орёл и решка", []),
    ("Работа по всей России, кроме Москвы", []),
    ("Тула! Продавец в магазин посуды", ["Тула"]),
    ("Тюмень. Удалёнка не рассматривается", ["Тюмень"]),
    ("", []),
]

CANDIDATES = [
    ("SMM-менеджер, Ижевск, работаю удалённо", ["Ижевск"]),
    ("Лена из Твери ищет удалёнку", ["Тверь"]),
    ("Челябинск → готова к релокации в Москву или Питер", ["Челябинск", "Москва", "Санкт-Петербург"]),
    ("Сейчас в Омске, переезжаю в Сочи и ищу там работу", ["Сочи"]),
    ("Ивент-менеджер, Сочи / Краснодар", ["Сочи", "Краснодар"]),
    ("Менеджер\nКазань\n60 000 ₽\n\nапрель 2015 – ноябрь 2017\nМенеджер\nООО Ромашка, Москва", ["Казань"]),
    ("Живу в Туле, родом из Воронежа", ["Тула"]),
    ("Удалённо, Омск (+3 к Москве)", ["Омск"]),
    ("Окончила университет в Томске. Живу в Перми", ["Пермь"]),
]


def read(text: str, kind: Kind) -> list[str]:
    found, evidence = place.find(text, kind)
    assert len(found) == len(evidence)
    for span in evidence:
        assert span.start is not None
        assert text[span.start : span.end] == span.text
    return list(found)


@pytest.mark.parametrize(("text", "cities"), VACANCIES)
def test_cities_of_a_vacancy(text: str, cities: list[str]) -> None:
    assert read(text, Kind.VACANCY) == cities


@pytest.mark.parametrize(("text", "cities"), CANDIDATES)
def test_cities_of_a_candidate(text: str, cities: list[str]) -> None:
    assert read(text, Kind.CANDIDATE) == cities


@pytest.mark.parametrize(
    ("line", "cities"),
    [
        ("• Пресс-секретарь, 120 000 — @demo_a", ["Москва"]),
        ("• Event-менеджер, 90 000 — @demo_b", ["Москва"]),
        ("• Ассистент, 50 000 — @demo_c", ["Санкт-Петербург"]),
        ("• Менеджер, Пермь — @demo_d", ["Пермь"]),
        ("• Редактор, 60 000 — @demo_e", ["Казань"]),
    ],
)
def test_a_city_over_the_lines_of_a_digest_holds_for_those_below_it(line: str, cities: list[str]) -> None:
    text = (
        "Вакансии недели\n\nМОСКВА\n• Пресс-секретарь, 120 000 — @demo_a\n• Event-менеджер, 90 000 — @demo_b\n\n"
        "📍 Питер:\n• Ассистент, 50 000 — @demo_c\n• Менеджер, Пермь — @demo_d\n\n"
        "г. Казань\n\n• Редактор, 60 000 — @demo_e\n\nОмск\n• SMM, 50 000 — @demo_f"
    )
    start = text.index(line)
    following = text.find("•", start + 1)  # a line's part may reach over the next heading
    assert list(place.find(text, Kind.DIGEST, start, following)[0]) == cities


@pytest.mark.parametrize(
    ("word", "city"),
    [
        ("спб", "Санкт-Петербург"), ("питере", "Санкт-Петербург"), ("нск", "Новосибирск"), ("екб", "Екатеринбург"),
        ("челнах", "Набережные Челны"), ("ростове", "Ростов-на-Дону"), ("ростове-на-дону", "Ростов-на-Дону"),
        ("казанью", "Казань"), ("алма-ате", "Алматы"), ("almaty", "Алматы"), ("nizhny novgorod", "Нижний Новгород"),
        ("йошкар-оле", "Йошкар-Ола"), ("комсомольске-на-амуре", "Комсомольск-на-Амуре"), ("орле", "Орёл"),
        ("великих луках", "Великие Луки"), ("дубае", "Дубай"), ("белграде", "Белград"), ("лимассол", "Лимассол"),
        ("могилеве", "Могилёв"), ("набережных челнов", "Набережные Челны"), ("улан-удэ", "Улан-Удэ"),
    ],
)  # fmt: skip
def test_the_gazetteer_knows_forms_slang_and_latin_letters(word: str, city: str) -> None:
    assert [m.city.name for m in mentions(fold(word))] == [city]


def test_the_table_has_the_towns() -> None:
    cities = {name.city.name for found in names().values() for name in found}
    assert len(cities) > 800
    assert {"Химки", "Мытищи", "Сургут", "Королёв", "Обнинск", "Ташкент", "Астана", "Варшава"} <= cities


@given(
    st.text(max_size=300) | st.text(alphabet="Москва вКазань,./()@#-спб\n ", max_size=300), st.sampled_from(list(Kind))
)
def test_any_text_is_survived(text: str, kind: Kind) -> None:
    found, evidence = place.find(text, kind)
    assert len(found) == len(set(found)) == len(evidence)
    for span in evidence:
        assert span.start is not None
        assert text[span.start : span.end] == span.text


@pytest.mark.parametrize(
    "unit",
    [
        "Москва ",
        *(
            pytest.param(unit, marks=pytest.mark.full)
            for unit in ("😀", "в ", "@", "1", "«", "- ", "a.ru ", "январь 2010 - ")
        ),
    ],
)
def test_a_megabyte_is_read_in_seconds(unit: str) -> None:
    place.find(unit * (1_000_000 // len(unit)), Kind.CANDIDATE)
