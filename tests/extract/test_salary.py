"""Pay in the ways people write it, and the sums that are no pay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.extract import salary
from voronka.model import Kind, Period, Salary

H, D, W, M, Y, P = Period.HOUR, Period.DAY, Period.WEEK, Period.MONTH, Period.YEAR, Period.PROJECT

# text → (min, max, currency, period, gross, variable)
PAID = [
    ("Зарплата 100 000 руб.", (100_000, 100_000, "RUB", M, None, False)),
    ("ЗП: от 80 000 до 120 000 рублей", (80_000, 120_000, "RUB", M, None, False)),
    ("з/п 80-120к", (80_000, 120_000, "RUB", M, None, False)),
    ("💰 80к-120к", (80_000, 120_000, "RUB", M, None, False)),
    ("💵 60.000-90.000₽", (60_000, 90_000, "RUB", M, None, False)),
    ("Оплата: 150-200.000 р", (150_000, 200_000, "RUB", M, None, False)),
    ("Доход от 70 тыс. руб.", (70_000, None, "RUB", M, None, False)),
    ("до 200 тысяч на руки", (None, 200_000, "RUB", M, False, False)),
    ("Вилка 120–160 тыс. гросс", (120_000, 160_000, "RUB", M, True, False)),
    ("Заработная плата: 90 000 – 110 000 руб. до вычета налогов", (90_000, 110_000, "RUB", M, True, False)),
    ("от 150 000 ₽ за месяц, на руки", (150_000, None, "RUB", M, False, False)),
    ("от 70 000 до 95 000 ₽ за месяц, до вычета налогов", (70_000, 95_000, "RUB", M, True, False)),
    ("Менеджер\nКазань\n45000—60000₽\nполная занятость", (45_000, 60_000, "RUB", M, None, False)),
    ("Маркетолог\nПермь\n60 000₽\nполная занятость", (60_000, 60_000, "RUB", M, None, False)),
    ("оклад 120", (120_000, 120_000, "RUB", M, None, False)),
    ("З/п 150–180 net", (150_000, 180_000, "RUB", M, False, False)),
    ("фикс от 80 + %", (80_000, None, "RUB", M, None, True)),
    ("оклад 50к+%", (50_000, None, "RUB", M, None, True)),
    ("Оклад 60.000 + KPI", (60_000, None, "RUB", M, None, True)),
    ("ЗП 40т + 5% от продаж", (40_000, None, "RUB", M, None, True)),
    ("50 000 + 3 000 за каждого, кого вы привели на встречу", (50_000, None, "RUB", M, None, True)),
    ("80–100 тыс. на руки плюс квартальная премия", (80_000, 100_000, "RUB", M, False, True)),
    ("150 000 рублей на руки, премия раз в квартал", (150_000, None, "RUB", M, False, True)),
    ("оклад 60 000 + %, доход от 120 000 до 200 000", (120_000, 200_000, "RUB", M, None, True)),
    ("Оклад 35 000 и бонусы. Средний доход 90-130 тысяч рублей", (90_000, 130_000, "RUB", M, None, True)),
    ("оклад 60, доход до 200", (60_000, 200_000, "RUB", M, None, True)),
    ("оклад 45 000 + премия, в сумме до 85 000 на руки", (45_000, 85_000, "RUB", M, False, True)),
    ("Compensation: 110k fix, OTE 220k", (110_000, 220_000, "RUB", M, None, True)),
    ("от 80 000 руб. (оклад 45 000 + KPI)", (80_000, None, "RUB", M, None, True)),
    ("ЗП 55-65 тыр, зависит от выручки", (55_000, 65_000, "RUB", M, None, True)),
    ("Испытательный срок 2 мес. 45 т.р., дальше оклад 60 т.р.", (60_000, 60_000, "RUB", M, None, False)),
    ("На испытательном 50 000 ₽, после 70 000 ₽", (70_000, 70_000, "RUB", M, None, False)),
    ("Платим 25 тысяч 500 рублей", (25_500, 25_500, "RUB", M, None, False)),
    ("Платим тысяч 40 в месяц", (40_000, 40_000, "RUB", M, None, False)),
    ("ЗП 25-35 тыс. тг @anna_hr_demo", (25_000, 35_000, "RUB", M, None, False)),
    ("Алматы, 400-500 тыс. тг, офис", (400_000, 500_000, "KZT", M, None, False)),
    ("Казань, офис, 80 000, @anna_hr_demo", (80_000, 80_000, "RUB", M, None, False)),
    ("Пн-пт. 80 000. Пишите", (80_000, 80_000, "RUB", M, None, False)),
    ("В паблике 80 000 человек", None),
    ("Офис у ТЦ. 80 300. Пишите", None),
    ("«Пух» (страховой сервис) → SMM → 140к → @anna_hr_demo", (140_000, 140_000, "RUB", M, None, False)),
    ("Оператор на звонки | удалённо | 250 р/ч | @anna_hr_demo", (250, 250, "RUB", H, None, False)),
    ("Платим 70 000 оклада и 40 000 за каждый подписанный договор", (70_000, None, "RUB", M, None, True)),
    ("100 000 рублей в месяц, с каждого запуска 3 % прибыли", (100_000, None, "RUB", M, None, True)),
    ("120 т.р. фикс, плюс процент от плана, вилка на руки 150–260 т.р.", (150_000, 260_000, "RUB", M, False, True)),
    ("Переезд оплатим (до 250 000 ₽). По деньгам: 450 000 – 550 000", (450_000, 550_000, "RUB", M, None, False)),
    ("Оклад 38 000 руб., учим неделю (300 руб. за час обучения)", (38_000, 38_000, "RUB", M, None, False)),
    ("Нужно сделать лендинг.\nБюджет: 60 000 ₽, оплата 50/50", (60_000, 60_000, "RUB", P, None, False)),
    ("Salary 3.5-5k EUR net, plus quarterly KPI", (3_500, 5_000, "EUR", M, False, True)),
    ("Сербия, релокация, от 3 000 €", (3_000, None, "EUR", M, None, False)),
    ("340 клиентов, самый крупный платит $96k в год", None),
    ("Ставка 300 р/ч", (300, 300, "RUB", H, None, False)),
    ("Платим 400 рублей в час", (400, 400, "RUB", H, None, False)),
    ("3500 за смену + % с продаж", (3500, None, "RUB", D, None, True)),
    ("график 2/2, выход 2800 + 3%", (2800, None, "RUB", D, None, True)),
    ("Оплата 2 500 – 3 500 руб/смена", (2500, 3500, "RUB", D, None, False)),
    ("ставка 3000 ₽ в день", (3000, 3000, "RUB", D, None, False)),
    ("15 000 ₽ в неделю", (15_000, 15_000, "RUB", W, None, False)),
    ("Плачу 1200 за ролик", (1200, 1200, "RUB", P, None, False)),
    ("Оплата 250 руб за 1000 знаков", (250, 250, "RUB", P, None, False)),
    ("500-700 ₽ за пост", (500, 700, "RUB", P, None, False)),
    ("Разовый проект, 30 тыс за всё", (30_000, 30_000, "RUB", P, None, False)),
    ("Нужно сделать лендинг для кофейни.\nБюджет: 25 000 ₽", (25_000, 25_000, "RUB", P, None, False)),
    ("$1000–1500 per month", (1000, 1500, "USD", M, None, False)),
    ("$6–8k/month, gross + quarterly bonus", (6000, 8000, "USD", M, True, True)),
    ("Salary: $60,000 - $80,000 a year", (60_000, 80_000, "USD", Y, None, False)),
    ("Ставка 1500 USDT + 10% от профита", (1500, None, "USD", M, None, True)),
    ("2 500 € net", (2500, 2500, "EUR", M, False, False)),
    ("€3 000+ net", (3000, None, "EUR", M, False, False)),
    ("450 000 – 550 000 ₸ на руки", (450_000, 550_000, "KZT", M, False, False)),
    ("от 2500 до 3200 BYN", (2500, 3200, "BYN", M, None, False)),
    ("Зарплата от 1800 бел. руб.", (1800, None, "BYN", M, None, False)),
    ("ЗП 8 000 000 сум", (8_000_000, 8_000_000, "UZS", M, None, False)),
    ("зарплата сто двадцать тысяч рублей", (120_000, 120_000, "RUB", M, None, False)),
    ("платим от восьмидесяти тысяч", (80_000, None, "RUB", M, None, False)),
    ("Бюджет 5 млн/мес, CPL 4 200 ₽.\nЗ/п 150–180 тыс.", (150_000, 180_000, "RUB", M, None, False)),
    ("закуп 700–900к/мес, подписчик до 45 рублей\nоплата 60 000 р + 5%", (60_000, None, "RUB", M, None, True)),
    ("бюджет 40к в мес, за ведение плачу 15к", (15_000, 15_000, "RUB", M, None, False)),
    ("100–130 тыс. ₽ на руки. Тестовое платное (3 000 ₽).", (100_000, 130_000, "RUB", M, False, False)),
    ("Зарплата 90 000 ₽. Бонус 10 000 ₽ за рекомендацию друга", (90_000, 90_000, "RUB", M, None, False)),
    ("ЗАРПЛАТА ОТ 50 000 РУБЛЕЙ", (50_000, None, "RUB", M, None, False)),
    ("Заработная плата (оклад) 37 000 – 45 000 рублей", (37_000, 45_000, "RUB", M, None, False)),
    ("Оклад: 60 тыс. Премия: 20-40 тыс. Итого: 80-100 тыс.", (80_000, 100_000, "RUB", M, None, True)),
    ("до 1500$ + бонусы", (None, 1500, "USD", M, None, True)),
    ("70 000 руб./мес.", (70_000, 70_000, "RUB", M, None, False)),
    ("90 000 рублей ежемесячно", (90_000, 90_000, "RUB", M, None, False)),
    ("Оклад — 55 000₽ на руки", (55_000, 55_000, "RUB", M, False, False)),
    ("Оплата: 1 500–2 000 руб. за статью", (1500, 2000, "RUB", P, None, False)),
    ("Доход 100-150к, топы зарабатывают 300к", (100_000, 150_000, "RUB", M, None, False)),
    ("Работа 5/2 с 10 до 19, зп 70к", (70_000, 70_000, "RUB", M, None, False)),
    ("от 100 000\xa0₽ до\xa0150 000\xa0₽", (100_000, 150_000, "RUB", M, None, False)),
]

PAID += [
    (
        "Маркетолог\n80 000 – 120 000 ₽\n\nОклад 60 000 + премия, доход до 150 000",
        (80_000, 120_000, "RUB", M, None, True),
    ),
    ("150 000 —\u200d 250 000 ₽/мес на руки", (150_000, 250_000, "RUB", M, False, False)),
    ("60 000 ₽ + %, в среднем 120–150 тысяч", (120_000, 150_000, "RUB", M, None, True)),
    ("до 100 000 ₽/мес.", (None, 100_000, "RUB", M, None, False)),
    ("от 2 500 ₽ за смену", (2500, None, "RUB", D, None, False)),
    ("Оклад 3000 руб/смена + 3% от продаж. Средняя зп 70-80 т.р.", (70_000, 80_000, "RUB", M, None, True)),
    ("Оплата 15-20к за проект в месяц", (15_000, 20_000, "RUB", M, None, False)),
    ("Нужен копирайтер на 10 статей. Бюджет 500р/статья", (500, 500, "RUB", P, None, False)),
    ("Зарплата: 1-й месяц 30000, далее 40000", (40_000, 40_000, "RUB", M, None, False)),
    ("От нас: 75–95к, удалённо, 5/2", (75_000, 95_000, "RUB", M, None, False)),
    ("85 000 ₽ оклад + % (в среднем ещё 25–30 тысяч)", (85_000, None, "RUB", M, None, True)),
    ("20 часов в неделю, 32 000 ₽.", (32_000, 32_000, "RUB", M, None, False)),
    ("Деньги: 150 000 ₽ постоянная часть, с премией за план 220–270 тыс.", (220_000, 270_000, "RUB", M, None, True)),
    ("12 ₽/мин, расшифровка", (12, 12, "RUB", P, None, False)),
]

UNPAID = [
    "Зарплата по договорённости",
    "ЗП обсуждается, опыт от 3 лет",
    "Конкурентная зарплата, 28 дней отпуска",
    "Рекламный бюджет 500 000 ₽ в месяц",
    "Оборот компании 120 млн рублей в год",
    "Средний чек 180к, без фикса, 8% с оплаты",
    "план 6 млн в месяц",
    "10 000 подписчиков и 2300 в телеграме",
    "Бонус 6 000 ₽ за рекомендацию друга",
    "Курс стоит 24 900 ₽, рассрочка от 2 490 ₽ в месяц",
    "300 заявок по 350 рублей",
    "Звоните 8 900 000 12 34 или +7 (900) 000-12-35",
    "Старт 15.10.2026, собеседования с 10:00 до 18:00",
    "команда 120 человек, 46 SKU, 3 филиала",
    "оплачиваемый отпуск, возраст 25-40 лет",
    "зп хорошая, возраст от 25",
    "Компенсация питания 5 000 ₽",
    "Статья до 8 000 знаков",
    "Снизил стоимость лида с 1 900 до 1 100 ₽",
    "Инвестиции $150k от ангела",
    "",
]

CANDIDATES = [
    ("До 20 ч в неделю. Запрос скромный: 25-35 тыс.", (25_000, 35_000, "RUB", M, None, False)),
    ("Только удалённо, живёт в Калуге, ждёт 110–120 тысяч", (110_000, 120_000, "RUB", M, None, False)),
    ("Денег хочется тыщ 30", (30_000, 30_000, "RUB", M, None, False)),
    ("2 года, Ozon, удалённо, 90 000. @pavel_demo", (90_000, 90_000, "RUB", M, None, False)),
    ("Ищу удалёнку от 100к", (100_000, None, "RUB", M, None, False)),
    ("Хотелось бы от 45 тысяч", (45_000, None, "RUB", M, None, False)),
    ("Ожидания по з/п: от 70 000 ₽", (70_000, None, "RUB", M, None, False)),
    ("Ведение 35 000 ₽ в месяц, рекламный бюджет от 50 000 ₽ отдельно", (35_000, 35_000, "RUB", M, None, False)),
    ("Стоимость записи 2 900 → 1 740 ₽.\n— 140–160 тысяч на руки", (140_000, 160_000, "RUB", M, False, False)),
    ("Отдали половину премии. Полный день. От 190 тыс.", (190_000, None, "RUB", M, None, False)),
    ("1 500 ₽/час, отчёт каждую пятницу", (1500, 1500, "RUB", H, None, False)),
    ("Рилс от 1 200 ₽, подкаст до часа 6 000 ₽, пакет из 10 роликов 9 000 ₽", (1200, None, "RUB", P, None, False)),
    ("Удалённо, полный день, теперь от 125 тысяч", (125_000, None, "RUB", M, None, False)),
    ("Хочу от 150 000 ₽ с процентами", (150_000, None, "RUB", M, None, True)),
    ("Expectations: 170k net.", (170_000, 170_000, "RUB", M, False, False)),
]

LINES = [
    ("HR-менеджер в отдел продаж, Казань, 65-75 — @kadry_test", (65_000, 75_000, "RUB", M, None, False)),
    ("Торговый представитель, Омск, от 80 — @kadry_test", (80_000, None, "RUB", M, None, False)),
    ("Продавец, Нск, 48 000, сеть «Лужок» — 8-900-000-00-00", (48_000, 48_000, "RUB", M, None, False)),
    ("РОП, Екб, оклад 120 + бонусы — a@example.org", (120_000, None, "RUB", M, None, True)),
    ("Таргетолог (бюджет 20к), 8 000 ₽ → @kadry_test", (8_000, 8_000, "RUB", M, None, False)),
]


def read(text: str, kind: Kind = Kind.VACANCY) -> tuple[object, ...] | None:
    found = salary.find(text, kind)
    if found is None:
        return None
    value, evidence = found
    assert evidence.start is not None
    assert text[evidence.start : evidence.end] == evidence.text
    return (value.min, value.max, value.currency, value.period, value.gross, value.variable)


@pytest.mark.parametrize(("text", "expected"), PAID)
def test_pay_is_read(text: str, expected: tuple[object, ...]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize("text", UNPAID)
def test_other_sums_are_no_pay(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(("text", "expected"), CANDIDATES)
def test_a_candidate_names_a_wish(text: str, expected: tuple[object, ...]) -> None:
    assert read(text, Kind.CANDIDATE) == expected


@pytest.mark.parametrize(("text", "expected"), LINES)
def test_a_line_of_a_digest_may_leave_out_the_thousands(text: str, expected: tuple[object, ...]) -> None:
    assert read(text, Kind.DIGEST) == expected


def test_only_the_part_asked_for_is_read() -> None:
    text = "Таргетолог, 70–90 тыс.\nКонтекстолог, 80–110 тыс."
    found = salary.find(text, Kind.VACANCY, text.index("Контекст"))
    assert found is not None
    assert found[0] == Salary(80_000, 110_000)
    assert found[1].text == "80–110 тыс."


@given(st.text(alphabet="0123456789 .,-–ктысруб₽$€%+/отдо зпоклад()\n😀@«»", max_size=300), st.sampled_from(list(Kind)))
def test_any_text_is_survived(text: str, kind: Kind) -> None:
    found = salary.find(text, kind)
    if found:
        value, evidence = found
        assert value.min is not None or value.max is not None
        assert evidence.start is not None
        assert evidence.end is not None
        assert 0 <= evidence.start < evidence.end <= len(text)
        assert text[evidence.start : evidence.end] == evidence.text


@pytest.mark.parametrize("unit", ["100 000 ", "@", "9", "сто ", "от 5к ", "«а"])
def test_a_megabyte_is_read_in_seconds(unit: str) -> None:
    salary.find(unit * (1_000_000 // len(unit)), Kind.VACANCY)
