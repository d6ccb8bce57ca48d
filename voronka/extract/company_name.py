"""What an employer's name looks like, and what of it is legal form, quotes and remarks."""

from typing import Final

from voronka.extract import lazy as re
from voronka.extract.document import Document
from voronka.extract.text import parses
from voronka.model import Kind

MAX_NAME: Final = 70
FORM: Final = r"(?:ооо|оао|зао|пао|ао|ип|нко|ано|гк|тоо|чп|фгуп|гбу|ltd|llc|inc|gmbh)"
# Words for an organisation, after which its name in quotes stands. Their case endings are open.
ORG: Final = (
    r"компани|агентств|студи|бренд|сет[ьи]|школ|онлайн-школ|академи|завод|фабрик|производств|магазин|"
    r"маркетплейс|сервис|стартап|банк|клиник|холдинг|групп|бюро|"
    r"издательств|медиа|фонд|центр|клуб|ресторан|кафе|кофейн|пекарн|отел|гостиниц|глэмпинг|база отдыха|"
    r"застройщик|девелопер|платформ|проект|команд|лаборатори|"
    r"импорт[её]р|дистрибьютор|поставщик|производител|фирм|организаци|предприяти|корпораци|ритейлер|типографи|"
    r"мастерск|ателье|салон|редакци|журнал|телеканал|радио|"
    r"университет|институт|колледж|лаборатор|аптек|фитнес|дом|франшиз|турфирм|туроператор|автосалон|автоцентр|"
    r"логистик|интегратор|вендор|комбинат|ферм|хозяйств|"
    r"концерн|объединени|супермаркет|гипермаркет|шоурум|продакшн|продакшен|образовательн|интернет-магазин|"
    r"приложени|игр|ассоциаци|конгресс-бюро|барбершоп|стоматологи|"
    r"универмаг|пространств|коворкинг|парк|музей|театр|фестивал|склад|питомник|оператор|партн[её]р|дилер|"
    r"экосистем|маркетинг|event|company|agency|studio"
)
LATIN_NAME: Final = r"[A-Z][\w&.\-’']{1,25}(?: (?:(?:of|and|&) )?[A-Z0-9][\w&.\-’']{0,25}){0,3}"
NAME: Final = (
    r"(?:[А-ЯЁ][а-яё-]{3,20}(?: [а-яё]{4,20})? № ?\d{1,3}|"
    r"[A-ZА-ЯЁ0-9][\w&.\-’'+]{1,30}(?: (?:(?:и|of|and|&) )?[A-ZА-ЯЁ0-9][\w&.\-’'+]{0,30}){0,4})"
)
_NO_NAME: Final = re.compile(
    r"(?:мы|вы|вам|нам|команд\w*|компани[яи]|онлайн|удален\w*|москв\w+|россия|рф|спб|офис|гибрид|remote|"
    r"full.*|part.*|вакансия|b2b|b2c|saas|hr|it|smm|seo|pr|crm|"
    r"telegram|whatsapp|tiktok|instagram|facebook|google|youtube|вконтакте|wb|ozon|wildberries|zoom|figma|"
    r"телеграм\w*|инстаграм\w*|тикток\w*|ютуб\w*|excel|да|нет|привет.*|здравствуйте.*|друзья|ребята|коллеги|кого|кто|обязанности|требования|условия|"
    r"задачи|"
    r"подпис\w*|разместить|клиент\w*|заказчик\w*|отклик\w*|резюме|анкет\w*|образовани\w|высшее|среднее|специальное|жби|пвх|лкм|сиз|тмц|гсм|е-?ком\w*|e-?com\w*|fmcg|edtech|fintech|финтех|геймдев|россии|помощ\w*|проект\w*|штат|отдел\w*|команду|"
    r"европ\w*|дубай|сша|снг|ближайш\w*|начинающ\w*|срочно.*|внимание|москва.*|telegram.*|tg|вк|vk|ai|ml|"
    r"\d[\d.,]*(?:к|k|тыс\w*|₽|\$|%|руб\w*)?\+?|сзфо|цфо|юфо|пфо|дфо|дв|скфо|урфо|сфо|мо|ло|рб|рк|оаэ|гео|сши?|"
    r"up|ап|апп|hot|new|top|repost|репост|bump|актуально|web3?|horeca|хорека|retail|ритейл|we|we['’]re|our|us|ads|зп|з/п|вилка|зарплата|оклад|доход)"
)


def inside_quotes(text: str, start: int, end: int) -> tuple[int, int] | None:
    match = re.search(rf"[«\"“„]([^«»\"“”„\n]{{2,{MAX_NAME}}})[»\"”“]", text[start:end])
    return (start + match.start(1), start + match.end(1)) if match else None


def is_person(words: str) -> bool:
    return " " not in words and any("Name" in parse.tag for parse in parses(words)[:2])


def is_city(doc: Document, start: int, end: int) -> bool:
    from voronka.extract import place

    return bool(place.find(doc.text, Kind.VACANCY, start, end)[0])


def clean(name: str) -> str:
    """A name that a source gives in a field of its own, without legal form and quotes: of "Агентство «Лист»" "Лист"."""
    within = inside_quotes(name, 0, len(name))
    trimmed = trim(name, *(within or (0, len(name))))
    return name[trimmed[0] : trimmed[1]] if trimmed else name.strip()


_NO_FIRST: Final = frozenset({"зп", "з/п", "вилка", "зарплата", "оклад", "доход", "опыт", "график", "оплата", "формат"})
_COUNTRIES: Final = frozenset({
    "россия", "рф", "казахстан", "беларусь", "рб", "украина", "грузия", "армения", "сербия", "кипр", "турция", "оаэ",
    "израиль", "узбекистан", "кыргызстан", "черногория", "польша", "германия", "испания", "португалия", "таиланд",
    "индонезия",
    "russia", "kazakhstan", "belarus", "ukraine", "georgia", "armenia", "serbia", "cyprus", "turkey", "uae", "israel",
    "montenegro", "poland", "germany", "spain", "portugal", "thailand", "europe", "eu", "usa", "cis", "снг", "европа",
})  # fmt: skip
_EDGE: Final = " \t\n«»\"“”„'.,;:!•|—–-→*_()"
_LEGAL_PREFIX: Final = re.compile(rf"(?:{FORM})\b\.?[\s«\"“]+", re.IGNORECASE)
# "Онлайн-школа Берёзка": the name is what follows, where that is a name by itself.
_ORG_PREFIX: Final = re.compile(
    r"(?i:[\w-]{0,20}(?:компания|школа|агентство|студия|академия|магазин|магазины|платформа|биржа|сервис|"
    r"стартап|бренд)|"
    r"[\w-]{0,20}(?:компания|агентство|студия|сеть|школа|клиника|фабрика|завод|салон|магазин|бюро|центр|холдинг|сервис|"
    r"издательство|ресторан|производитель|поставщик|импорт[её]р|дистрибьютор|производство)(?-i: [а-яё-]{4,20}){1,3}|"
    r"[а-яё-]{3,18}(?:ая|ий|ый|ой|ое) (?:компания|фирма|брокер|агентство|студия|сеть|"
    r"холдинг|группа|дистрибьютор|оператор|интегратор)|"
    r"(?:ed|fin|ad|mar|med|health|food|prop|legal)[ -]?tech(?:-стартап|-компания| startup| company)?|"
    r"(?:рекламное|маркетинговое|креативное) агентство|сеть магазинов|группа компаний)\s+(?=[A-ZА-ЯЁ])"
)
# A customer who is no firm, as a board's form has it.
_NOBODY: Final = re.compile(r"частн\w+ (?:лицо|предпринимател|заказчик|клиент)|физ\.? ?лицо|самозанят")
_BRACKET: Final = re.compile(r"\s*\([^()]*\)?\s*$")
# Where a name ends and the next sentence, or what its shops are like, begins.
_SENTENCE: Final = re.compile(r"(?<=\w{3})[.!?] |(?<=\w) формата ")
_TRAILING_FORM: Final = re.compile(rf"[,\s]+(?:{FORM})\b.*$", re.IGNORECASE)
# "ИБ-компания", "онлайн-школа": what sort of employer it is, not its name.
_KIND_OF_COMPANY: Final = re.compile(
    r"(?:^|-)(?:компани|агентств|студи|школ|бренд|сет|платформ|сервис|стартап|магазин|холдинг|завод|клиник|аутсорс|"
    r"аутстафф|продакшн|продакшен|интегратор|вендор|девелопер|застройщик|производител|дистрибьютор|ритейлер)\w{0,3}$|"
    r"^компания-\w+$"
)
# "Сеть Telegram-каналов": the same of several words.
_KIND_OF_SEVERAL: Final = re.compile(
    r"(?:сеть|групп[аы]|команда|(?:онлайн-)?школа|агентство|компания|студия|отдел|проект) (?:и |для )?"
    r"(?:telegram|tg|тг|vk|вк|youtube|it|digital|smm|seo|b2b|saas|ecom|e-com|web)\b"
)


def trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The name's offsets without quotes, legal form and brackets; None where no name is left."""
    while True:
        before = (start, end)
        while start < end and text[start] in _EDGE:
            start += 1
        while end > start and text[end - 1] in _EDGE:
            end -= 1
        prefix = _LEGAL_PREFIX.match(text, start, end) or _ORG_PREFIX.match(text, start, end)
        if prefix is not None:
            start = prefix.end()
        bracket = _BRACKET.search(text[start:end])
        if bracket is not None and bracket.start() > 1:
            end = start + bracket.start()
        more = _SENTENCE.search(text[start:end])
        if more is not None:
            end = start + more.start()
        form = _TRAILING_FORM.search(text[start:end])
        if form is not None and form.start() > 1:
            end = start + form.start()
        if (start, end) == before:
            break
    name = text[start:end]
    if len(name) < 2 or len(name) > MAX_NAME or not any(char.isalpha() for char in name):
        return None
    words = name.lower().replace("ё", "е").split()
    kind = _KIND_OF_COMPANY.search(words[0]) if len(words) == 1 else None
    if kind is not None and not name[kind.start() :].lstrip("-")[:1].isupper():
        return None  # but "Полёт-Сервис" is a name
    if kind is not None and kind.start() == 0:
        return None
    if len(words) == 1 and words[0] in _COUNTRIES:
        return None
    if words[0] in _NO_FIRST or _NOBODY.match(" ".join(words)) or _KIND_OF_SEVERAL.match(" ".join(words)):
        return None
    return None if all(_NO_NAME.fullmatch(word) for word in words) else (start, end)
