"""The head of a job board's card: title, employer, place and terms, each on a line of its own."""

from dataclasses import dataclass
from typing import Final

from voronka.extract import lazy as re
from voronka.extract.document import Document, Row
from voronka.extract.text import is_first_name, parses

_MAX_HEAD: Final = 12
_SIGNS: Final = frozenset("📍💰💵💸🏢🕒🕐⏰📅🗓💼🏠🌍🧭")
"""Signs before a term on its own line."""
_SEVERAL: Final = 3
_CLEAR: Final = 3
"""Lines under the title where an employer stands by its place alone; further down a place must follow it."""

_BOARD_LINK: Final = re.compile(
    r"(?:hh\.(?:ru|kz|uz)|headhunter\.\w+|superjob\.ru|career\.habr\.com|zarplata\.ru|rabota\.ru|joblab\.ru|"
    r"avito\.ru|trudvsem\.ru|geekjob\.ru|jobster\.pro|rabota\.by|gorodrabot\.ru|"
    r"worki\.ru|getmatch\.ru|budu\.jobs|finder\.(?:vc|work))/"
)
BOARD_RESUME: Final = re.compile(
    r"https?://[^\s/]+/(?:[^\s?#]{0,80}/)?(?:resume|resumes|rezume|cv|candidate|candidates)[/\-?]"
)
BOARD_VACANCY: Final = re.compile(
    r"https?://[^\s/]+/(?:[^\s?#]{0,80}/)?(?:vacancy|vacancies|vakansii|vakansiya|jobs?|vac|careers?|"
    r"rabota)/[^/?#\s]{0,100}\w"
)

# Lines of a card's head that are neither title nor employer: terms, pay, experience, place.
_FACT: Final = re.compile(
    r"(?:требуемый )?опыт(?: работы)?[ :].*|(?:полная|частичная|проектная|сменная|неполная|временная|"
    r"удаленная) (?:занятость|работа).*|формат(?: работы)?:.*|график.*|"
    r"(?:полный|неполный|гибкий|сменный) (?:рабочий )?(?:день|график).*|занятость.*|удален\w+(?: работа)?|"
    r"можно удаленно.*|стажировка.*|вахт\w+.*|подработка.*|(?:можно|возможн\w{1,2}|доступн\w{1,2}) .*|"
    r"(?:зарплата|з/п|зп|оклад|доход)\b.*|(?:от |до )?[\d  .,]{2,12}(?:[-–—][\d  .,]{2,12})?(?: ?(?:₽|р\b|руб|"
    r"тыс|к\b|\$|€|usd|eur|byn|kzt|₸|₴).*)?|уровень .*|образование.*|"
    r"(?:не указана|договорная|по договоренности|з/п не указана|без опыта|офис|гибрид|разъездн\w+.*|на месте.*|"
    r"выплаты.*|от \d.*|до \d.*|\$.*|€.*)|сейчас .*смотр.*|активно ищет.*|рабочие часы.*|"
    r"(?:город|компания|формат|локация|место|регион|тип занятости|отрасль|сфера|специализация|уровень|контакт|"
    r"код)[а-я ]{0,16}:.*|возраст.*|мужчина.*|женщина.*|\d\d (?:лет|года?).*|гражданство.*|переезд.*|"
    r"(?:средний|старший|младший|ведущий|стажер|junior|middle|senior|lead|intern)(?: \(\w+\))?"
    r"|готов\w* к .*|опубликован.*|(?:частота выплат|где работать|кем предстоит работать|вид занятости|характер работы|"
    r"квотируемое|количество|социальн\w+|контактное лицо|выплаты|оформление|время|смены|требования к опыту|"
    r"тип работы)[а-я ]{0,24}:.*|вакансия.*|резюме.*|оформление.*|город:.*|г\. .*|м\. .*|метро .*"
)
# A line with terms in it names no employer: "Удалённо, 5–7 проектов", "Женская одежда, опыт не важен".
_TERMS: Final = re.compile(
    r"(?<!\w)(?:опыт|удален|гибрид|график|занятост|зарплат|вилка|оклад|доход|оплат|на руки|писать"
    r"|пишите|звони|смен[аы]|совместител|подработ|ставк|клиенты(?!\w)|заказчики(?!\w)|покупатели(?!\w))|"
    r"\d ?(?:₽|руб|к\b|%|час|лет|тыс)|\d/\d|, (?:\d|[а-я]+(?:ем|ет|им|ит|ить|ать)\b)"
)
_SENTENCE_END: Final = re.compile(r"(?<![ .][а-я])[.!?:;]$|\b(?:мы|вы|ты|нужно|будет|ищем|ищет|который|что)\b")
_ADDRESS: Final = re.compile(
    r"\b(?:ул|улица|проспект|пр-т|просп|шоссе|переулок|наб|площадь|бульвар|область|край|район|россия|"
    r"республика|москва|санкт-петербург)\b"
)


# A heading of what follows, or a term after its label: "Об этой работе", "Языки: русский".
_SECTION: Final = re.compile(
    r"(?:об? (?:этой )?(?:ваканси|работе|должности|позиции|нас\b|компании|проекте|команде)|описание|детали|подробности|"
    r"коротко|условия|обязанности|требования|задачи|вакансия|about|description|overview|summary|the role)|"
    r"[а-яa-z -]{2,25}: "
)


_IN_SEARCH: Final = re.compile(r"\bв поиск(?:е|ах)\b|\bищ[уе]т?\b")


@dataclass(frozen=True, slots=True)
class Card:
    """The head of a card: the title's line, the employer's line if there is one, whether a board is linked."""

    title: Row
    company: Row | None
    board: bool


def find(doc: Document) -> Card | None:
    """The card with which a text begins, or None where it does not look like one."""
    rows = _of_resume(doc, doc.rows[: 2 * _MAX_HEAD])[:_MAX_HEAD]
    if len(rows) < 3 or rows[0].end - rows[0].words > 160 or rows[0].marker not in {"", "#"}:
        return None
    title, *rest = rows
    if _IN_SEARCH.search(doc.folded, title.words, title.end):
        return None
    board = any(_BOARD_LINK.search(link.url) for link in doc.links) or bool(_BOARD_LINK.search(doc.folded, 0, doc.head))
    if not board and not doc.mentions_between(title.words, min(title.end, title.words + 60)):
        return None
    facts = 0
    company: Row | None = None
    for index, row in enumerate(rest):
        line = doc.folded[row.words : row.end]
        if row.marker in _SIGNS:
            facts += 1
            continue
        if row.marker:
            break
        if _FACT.fullmatch(line) or (_is_place(doc, row) and index < _MAX_HEAD - 1):
            facts += 1
        elif len(line) < 90 and ("•" in line or " · " in line):
            # "CloudPine · Удалённо · Full-time": terms in one line, perhaps with the employer before them.
            facts += 1 + (line.count(" · ") + line.count("•") >= _SEVERAL)
            first = line.replace("•", "·").split(" · ")[0].strip()
            if company is None and index == 0 and not _FACT.fullmatch(first) and _may_be_company(doc, row, line):
                company = row
        elif (
            company is None
            and (index <= _CLEAR or (facts >= _CLEAR and index + 1 < len(rest) and _is_place(doc, rest[index + 1])))
            and not _speaks(line)
            and _may_be_company(doc, row, line)
        ):
            company = row
        else:
            break
    if facts < 2 or (facts < 3 and not board and company is None):
        return None
    return Card(title, company, board)


def _of_resume(doc: Document, rows: list[Row]) -> list[Row]:
    """The lines from the trade on, where a person's name, sex or age stands over it."""
    if len(rows) < 4 or not _is_person(doc, rows[0]):
        return rows
    trade = next(
        (
            index
            for index, row in enumerate(rows[:_MAX_HEAD])
            if any(m.how == "name" for m in doc.mentions_between(row.words, min(row.end, row.words + 60)))
        ),
        0,
    )
    return rows[trade:]


def _is_person(doc: Document, row: Row) -> bool:
    """Whether a line is a person's name or says their sex and age: "Тимур И.", "Анна Ветрова, 30 лет"."""
    if _SEX_AGE.match(doc.folded, row.words, row.end):
        return True
    words = doc.folded[row.words : row.end].split(",")[0].split()
    aged = _AGE.search(doc.folded, row.words, row.end) is not None
    return (
        (2 - aged) <= len(words) <= 3
        and any(is_first_name(word.strip(".,")) for word in words)
        and doc.text[row.words : row.end].split(",")[0].istitle()
        and not doc.mentions_between(row.words, row.end)
    )


def _speaks(line: str) -> bool:
    """Whether a line has terms or an infinitive in it, as no employer's name has."""
    words = _INFINITIVE.findall(line)
    return _TERMS.search(line) is not None or any(
        found[0].tag.POS == "INFN" for word in words if (found := parses(word))
    )


_INFINITIVE: Final = re.compile(r"(?<!\w)[а-я]{2,20}ть(?:ся)?(?!\w)")


def _may_be_company(doc: Document, row: Row, line: str) -> bool:
    raw = doc.text[row.words : row.end]
    return (
        len(line) <= 80
        and not _SENTENCE_END.search(line)
        and not _SECTION.match(line)
        and (raw[:1].isupper() or raw[:1] in "«\"'" or raw[:1].isdigit())
        and not (is_first_name(line.split(" ", maxsplit=1)[0].strip(",")) and _AGE.search(line))
        and all(
            mention.how != "name" or (mention.code == "other" and mention.start > row.words)
            for mention in doc.mentions_between(row.words, row.end)
        )
    )


_SEX_AGE: Final = re.compile(r"(?:мужчина|женщина)\b|(?:возраст|дата рождения)\b|[1-7]\d (?:год|лет)")
# "Анна · 27 лет": who offers herself, no employer.
_AGE: Final = re.compile(r"\b[1-7]\d (?:лет|год)")


# "Брянская область, г. Клинцы", "Республика Алтай, …": how state boards begin an address.
_REGION: Final = re.compile(r"(?:[а-я-]{4,20} (?:область|обл\.?|край|ао)|республика [а-я-]{3,20})(?:,|$)")


def _is_place(doc: Document, row: Row) -> bool:
    """Whether the line is a place: a city, alone or with its address."""
    from voronka.extract import place
    from voronka.model import Kind

    line = doc.folded[row.words : row.end]
    if _REGION.match(line):
        return True
    cities, where = place.find(doc.text, Kind.VACANCY, row.words, row.end)
    if not cities:
        return False
    covered = sum(e.end - e.start for e in where if e.start is not None and e.end is not None)
    first = min((e.start for e in where if e.start is not None), default=row.end)
    return covered >= 0.6 * len(line) or (
        first == row.words and (line[covered : covered + 1] in ",• (" or bool(_ADDRESS.search(line)))
    )
