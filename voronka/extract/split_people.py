"""People who are offered one by one: the lines that begin with each of them."""

from dataclasses import replace
from typing import Final

from voronka.extract import lazy as re
from voronka.extract.document import Document, Row
from voronka.extract.roles import RoleMention
from voronka.extract.text import parses
from voronka.extract.title import Title
from voronka.extract.title_extent import extent

_Item = tuple[Row, Title]

_PERSON: Final = re.compile(
    r"(?:(?:Он|Она|Я|Муж|Жена|[А-ЯЁ][а-яё]{2,12}(?: [А-ЯЁ][а-яё]{2,14})?)(?:,? \d\d(?: лет|"
    r" года?)?)?(?: \([^()\n]{1,30}\))?)\s?[,:—–-]\s?"
)


def rows_of(doc: Document) -> list[_Item]:
    """The lines that begin with a person, with their positions; less than two are no list."""
    found = _introduced(doc)
    return found if len(found) >= 2 else _offered(doc)


def _introduced(doc: Document) -> list[_Item]:
    """Lines that begin with a name or "он", "я" and then a position."""
    found: list[_Item] = []
    for row in doc.rows:
        match = _PERSON.match(doc.text, row.words, row.end)
        if match is None:
            continue
        if not _is_person(doc.folded[row.words : match.end()]):
            continue
        mention = next(
            (m for m in doc.mentions_between(match.end(), min(row.end, match.end() + 40)) if m.how == "name"), None
        )
        if mention is not None and not doc.mentions_between(row.words, match.end()):
            found.append((row, _title_of(doc, mention, match.end(), row.end)))
    return found


# Why several people at once look for work, and what is said of one of them and never of a job.
_GIVEN_AWAY: Final = re.compile(
    r"пристра\w+|рекоменду[юе]\w*|свободны\b|ищут (?:работу|проект|новую|команду)|в (?:хорошие|добрые|надежные) руки|"
    r"остались без|сократили|под сокращение|реорганизаци|закрыва\w+ (?:агентство|студию|отдел|офис|проект|компанию)|"
    r"закрылось|закрылась|отпускаем|расста[её]мся"
)
_OF_A_PERSON: Final = re.compile(
    r"\d (?:лет|года?) опыта|\b(?:вел[аи]?|писал[аи]?|делал[аи]?|запускал[аи]?|продавал[аи]?|руководил[аи]?)\b|"
    r"ожидани\w+|рассматрива\w+|к переезду|готова? |свободна?\b|(?:полтора|полгода|\d) ?(?:года?|лет)\b|хочет|ищет|"
    r"просит"
)
_NAMED: Final = re.compile(r"[ ,(—–-]{1,4}(?P<name>[А-ЯЁ][а-яё]{2,12})\b")


def _offered(doc: Document) -> list[_Item]:
    """Lines that begin with a position and tell of who has it: "Дизайнер Лёва. 6 лет, айдентика"."""
    if not _GIVEN_AWAY.search(doc.folded, 0, doc.head):
        return []
    found: list[_Item] = []
    for row in doc.rows:
        mention = next(
            (m for m in doc.mentions_between(row.words, min(row.end, row.words + 25)) if m.how == "name"), None
        )
        if mention is None or not _OF_A_PERSON.search(doc.folded, mention.end, row.end):
            continue
        title = _title_of(doc, mention, row.words, row.end)
        name = _NAMED.match(doc.text, mention.end, row.end)
        if name is not None and _is_person(name["name"].lower()):
            title = replace(title, end=min(title.end, mention.end))
        found.append((row, title))
    return found


def _is_person(words: str) -> bool:
    first = words.split(maxsplit=1)[0].strip(",:—–-")
    return first in {"он", "она", "я", "муж", "жена"} or any("Name" in parse.tag for parse in parses(first)[:2])


def _title_of(doc: Document, mention: RoleMention, lower: int, to: int) -> Title:
    span = extent(doc, mention, lower, to)
    inside = tuple(m for m in doc.mentions_between(*span) if m.end <= span[1])
    return Title(span[0], span[1], inside or (mention,), "title.person")
