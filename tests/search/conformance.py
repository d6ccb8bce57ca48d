"""Rows that any engine must pass: invented listings by name, and which of them a query finds, in order if any."""

from typing import Any

from tests.search.builder import rub
from voronka.model import Contacts, Employment, Kind, Seniority, WorkFormat
from voronka.query import Query

LISTINGS: dict[str, tuple[str, dict[str, Any]]] = {
    "smm": (
        "SMM-менеджер в кофейню\nВести соцсети, снимать рилсы. Опыт в e-com.\nПишите @cofe_hr",
        {"title": "SMM-менеджер", "roles": ("smm",), "cities": ("Казань",), "formats": (WorkFormat.OFFICE,),
         "employment": (Employment.FULL,), "company": "ООО «Зерно»", "salary": rub(60_000, 80_000),
         "experience_years": 1, "days": 1, "contacts": Contacts(telegram=("cofe_hr",))},
    ),
    "target": (
        "Таргетолог\nЗапуск рекламы в соцсетях, ecom-проекты, C++ не нужен",
        {"title": "Таргетолог", "roles": ("targeted_ads",), "formats": (WorkFormat.REMOTE,),
         "employment": (Employment.PROJECT,), "salary": rub(500, None, period="hour"), "seniority": Seniority.MIDDLE,
         "days": 3, "source": "kanal_b"},
    ),
    "sales": (
        "Менеджер по продажам\nХолодные звонки, b2b, 1С. Компания Зерно",
        {"title": "Менеджер по продажам", "roles": ("sales_manager", "lead_generation"), "cities": ("Москва",),
         "company": "Зерно", "salary": rub(None, 150_000), "experience_years": 3, "days": 0.5,
         "skills": ("Битрикс24", "английский B2")},
    ),
    "person": (
        "Ищу работу: таргетолог, Казань или удалённо\nПишите тг: anna_targ или +7 900 000-00-01",
        {"kind": Kind.CANDIDATE, "title": "таргетолог", "roles": ("targeted_ads",), "cities": ("Казань",),
         "formats": (WorkFormat.REMOTE, WorkFormat.HYBRID), "salary": rub(100_000, 120_000), "experience_years": 2,
         "days": 5, "contacts": Contacts(telegram=("anna_targ",), phone=("+79000000001",))},
    ),
    "old": ("Маркетолог\nПродажи через партнёров", {"roles": ("marketer",), "days": 60}),
    "closed": ("Маркетолог-аналитик", {"roles": ("marketing_analyst",), "days": 2, "closed": True}),
    "board": ("Бренд-менеджер", {"roles": ("brand_manager",), "days": 90, "seen_days": 1, "source": "doska"}),
    "advice": ("Как не выгореть в продажах", {"kind": Kind.CONTENT, "days": 4}),
    "course": ("Курс таргетолога со скидкой", {"kind": Kind.PROMO, "days": 4}),
    "ours": (
        "Секретный маркетолог проекта Омега, кофе за наш счёт",
        {"roles": ("marketer",), "team": "team_a", "days": 6},
    ),
}  # fmt: skip

ALL = ("sales", "smm", "target", "person", "board")

ROWS: list[tuple[Query, tuple[str, ...]]] = [
    # no words: by date; stale and closed are hidden; content and promo only when named
    (Query(), ALL),
    (Query(order="date"), ALL),
    (Query(stale=True), ("sales", "smm", "closed", "target", "person", "old", "board")),
    (Query(kinds=(Kind.CONTENT, Kind.PROMO)), ("advice", "course")),
    (Query(kinds=(Kind.CANDIDATE,)), ("person",)),
    (Query(days=3), ("sales", "smm", "target")),
    (Query(team="team_a"), ("sales", "smm", "target", "person", "ours", "board")),
    (Query(team="team_b"), ALL),
    (Query(team=""), ALL),
    # words
    (Query(text="таргетолога"), ("target", "person")),
    (Query(text="ТАРГЕТОЛОГИ", kinds=(Kind.PROMO,)), ("course",)),
    (Query(text="соцсети"), ("smm", "target")),
    # a skill in all its spellings
    (Query(text="bitrix24"), ("sales",)),
    (Query(text="битрикс 24, english"), ("sales",)),
    (Query(text="продажи -битрикс", stale=True), ("old",)),
    (Query(text="менеджер продажа"), ("sales",)),
    (Query(text="менеджер в продажах"), ("sales",)),
    (Query(text='"менеджера по продажам"'), ("sales",)),
    (Query(text='"продажам менеджер"'), ()),
    (Query(text='"менеджер ооо"'), ()),  # no phrase runs from the title into the company
    (Query(text="e-com"), ("smm", "target")),
    (Query(text="ecom"), ("smm", "target")),
    (Query(text="e com"), ("smm",)),
    (Query(text="smm менеджер"), ("smm",)),
    (Query(text="smm-менеджер"), ("smm",)),
    (Query(text="C++"), ("target",)),
    (Query(text="с++"), ("target",)),
    (Query(text="1c"), ("sales",)),
    (Query(text="B2B"), ("sales",)),
    (Query(text="зерно"), ("sales", "smm")),
    (Query(text="таргетолог -казань"), ("target",)),
    (Query(text='-таргетолог -"холодные звонки"'), ("smm", "board")),
    (Query(text="таргет"), ("target", "person")),  # no such word: taken for the beginning of one
    (Query(text="соцсети тарг"), ("target",)),
    (Query(text="та"), ()),
    (Query(text="таргет казань"), ()),  # only the last word may be a beginning
    (Query(text="омега"), ()),
    (Query(text="омега", team="team_a"), ("ours",)),
    (Query(text="кофейня банан"), ()),
    # what others have and one may not see changes no answer
    (Query(text="кофе"), ("smm",)),
    (Query(text="кофе", team="team_a"), ("ours",)),
    # people are not found by their contacts, employers are
    (Query(text="cofe_hr"), ("smm",)),
    (Query(text="anna_targ"), ()),
    (Query(text="anna"), ()),
    (Query(text="9000000001"), ()),
    # filters
    (Query(roles=("targeted_ads", "smm")), ("smm", "target", "person")),
    (Query(roles=("lead_generation",)), ("sales",)),
    (Query(groups=("sales",)), ("sales",)),
    (Query(groups=("marketing",), roles=("sales_manager",)), ()),
    (Query(seniority=("middle", "lead")), ("target",)),
    (Query(employment=("full", "project")), ("smm", "target")),
    (Query(formats=("office",)), ("smm",)),
    (Query(cities=("Казань",)), ("smm", "person")),
    (Query(cities=("Казань", "Москва")), ("sales", "smm", "person")),
    (Query(cities=("Казань",), formats=("office",)), ("smm",)),
    (Query(cities=("Казань",), formats=("remote",)), ("smm", "target", "person")),
    (Query(cities=("Казань",), formats=("remote", "hybrid")), ("target", "person")),
    (Query(cities=("Нигде",)), ()),
    (Query(companies=("зерно",)), ("sales", "smm")),
    (Query(companies=('ООО "ЗЕРНО"',)), ("sales", "smm")),
    (Query(sources=("doska", "kanal_b")), ("target", "board")),
    (Query(salary_min=100_000), ("sales", "person")),
    (Query(salary_max=85_000), ("smm", "target")),
    (Query(salary_min=80_000, salary_max=110_000), ("smm", "target", "person")),
    (Query(salary_min=0), ("sales", "smm", "target", "person")),
    (Query(experience_max=2), ("smm", "person")),
    (Query(experience_max=0), ()),
    # orders
    (Query(order="pay"), ("sales", "person", "target", "smm", "board")),
    (Query(order="pay", size=2, page=2), ("target", "smm")),
    (Query(size=2, page=3), ("board",)),
    (Query(size=2, page=4), ()),
]
"""(query, names found in order); for queries with words and the order of relevance only the set is compared."""
