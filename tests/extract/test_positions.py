"""Which position a short post is about: its roles and its title, read from the whole text."""

from difflib import SequenceMatcher

import pytest

from voronka.extract import read
from voronka.model import Kind

SOUGHT = [
    ("Закупщик в телеграм-сетку (14 каналов)", ["media_buyer"], "Закупщик в телеграм-сетку"),
    ("Закупщик рекламы в каналах", ["media_buyer"], "Закупщик рекламы"),
    ("Ищем закупщика размещений в Telegram", ["media_buyer"], "закупщик размещений в Telegram"),
    ("Закупщик на склад стройматериалов", ["other"], "Закупщик"),
    ("Ассистент отдела продаж\nПодготовка договоров, без продаж", ["other"], "Ассистент отдела продаж"),
    ("Помощник отдела продаж, документы и звонки", ["other"], "Помощник отдела продаж"),
    ("Менеджер отдела продаж", ["sales_manager"], "Менеджер отдела продаж"),
    ("Дизайнер инфографики (карточки для WB/OZON)", ["designer"], "Дизайнер инфографики"),
    ("Копирайтер (описания для Ozon)", ["copywriter"], "Копирайтер"),
    ("Дизайнер (баннеры под таргет)", ["designer"], "Дизайнер"),
    ("Маркетолог (SMM + таргет)", ["smm", "targeted_ads", "marketer"], "Маркетолог"),
    ("Ищем сммщицу на инсту и вк, она же крутит таргет", ["smm", "targeted_ads"], "сммщица"),
    ("Нужен контент-менеджер, он же таргетолог", ["content", "targeted_ads"], "контент-менеджер, он же таргетолог"),
    (
        "Ищем SMM-менеджера, по совместительству копирайтера",
        ["smm", "copywriter"],
        "SMM-менеджер, по совместительству копирайтера",
    ),
    ("Ищем SMM-менеджера. Он же будет работать с дизайнером", ["smm"], "SMM-менеджер"),
    ("Таргетолог VK Ads, стоматология", ["targeted_ads"], "Таргетолог VK Ads"),
    ("Таргетолог ВКонтакте в студию", ["targeted_ads"], "Таргетолог"),
    ("Менеджер по продажам в переписке", ["sales_manager"], "Менеджер по продажам в переписке"),
    ("Менеджер по продажам в новый офис", ["sales_manager"], "Менеджер по продажам"),
]
OFFERED = [
    (
        "Меня зовут Милена, учусь на маркетинге. Хочу работать SMM-стажёром на неполный день. Опыта нет. @anna_x",
        ["smm"],
        "SMM-стажёр",
    ),
    ("Учусь на журфаке, хочу устроиться копирайтером в агентство. Пишите @anna_x", ["copywriter"], "копирайтер"),
    (
        "Менеджер Ozon освободился 🙌\n\n✔️ 3 года, 9 кабинетов\nВозьму ещё два, 20 000 ₽ в месяц\nОлег → @oleg_x",
        ["marketplaces"],
        "Менеджер Ozon",
    ),
    ("Дизайнер вернулась из декрета и ищет проекты. Портфолио покажу. @anna_x", ["designer"], "Дизайнер"),
    ("Таргетолог снова свободна для проектов, 4 года опыта, @anna_x", ["targeted_ads"], "Таргетолог"),
]


@pytest.mark.parametrize(
    ("text", "kind", "roles", "title"),
    [(f"{text}\n\nОплата 60 000 руб. Пишите @x_demo_hr", Kind.VACANCY, roles, title) for text, roles, title in SOUGHT]
    + [(text, Kind.CANDIDATE, roles, title) for text, roles, title in OFFERED],
)
def test_the_position_of_a_short_post(text: str, kind: Kind, roles: list[str], title: str) -> None:
    reading = read(text)
    assert reading.kind is kind
    assert [list(posting.roles) for posting in reading.postings] == [roles]
    assert SequenceMatcher(None, (reading.postings[0].title or "").lower(), title.lower()).ratio() >= 0.85
