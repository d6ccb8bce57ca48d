"""Positions sought in one sentence: joined by "и" and commas, or each with its terms between semicolons."""

from typing import Final

from voronka.extract import lazy as re
from voronka.extract import title as titles
from voronka.extract.document import Document
from voronka.extract.parts import Part, Split, around
from voronka.extract.title import Title
from voronka.extract.title_extent import extent
from voronka.extract.worded import Worded


def find(doc: Document) -> Split:
    """The positions of the first sentence that seeks several; else a post that is one whole."""
    return _in_turn(doc) or _together(doc)


_AND: Final = re.compile(
    r"(?: [а-я]{4,15}){0,2}\s*(?:,|\bи\b|\bа также\b|\band\b|\bи еще\b)\s*(?:[а-я]+(?:ого|его|ую|юю|ый|ий|ая|"
    r"ых|их)\s+|(?:\d|один|одна|два|две|двух|три|трех)\s+)*"
)
_PLURAL: Final = re.compile(
    r"\b(?:требуются|требуется|нужен|нужна|ищу|нужны|ищем|приглашаем|набираем|ищет|вакансии|нанимаем|"
    r"возьмем)\b[\s:—–-]*(?:(?!опыт|[а-я]{2,}(?:ал|ел|ил)[аи]? )[а-я]+ ){0,3}$"
)
_ONE_PERSON: Final = re.compile(r"в одном лице|универсал|2 в 1|два в одном|совмещ|одного человека|и швец|\bили\b")


_LIST: Final = Worded(
    r"\b(?:нужны|требуются|ищем|ищет|ищу|приглашаем|набираем|возьмем|открыты (?:вакансии|позиции)|вакансии)\s?[:—–-]\s?"
)
_COUNT: Final = re.compile(
    r"(?:(?:и|а также|еще)\s+)?(?:(?:\d{1,2}|один|одна|одного|одну|два|две|двух|двое|три|трех|четыре|пять|пара)\s+)?"
)
_STOPPED: Final = re.compile(r"[.!?](?=\s+[а-я0-9@+#]|\s*\n|$)|\n")


def _in_turn(doc: Document) -> Split | None:
    """ "Нужны: руководитель с опытом, оклад 80; два менеджера, оклад 40": terms of each between semicolons."""
    for row in doc.rows[:8]:
        listed = _LIST.search(doc.folded, row.words, row.end)
        if listed is None or ";" not in doc.folded[listed.end() : row.end]:
            continue
        stop = row.end
        for mark in _STOPPED.finditer(doc.folded, listed.end(), row.end):
            if ";" not in doc.folded[mark.end() : row.end]:
                stop = mark.start() + 1
                break
        parts: list[Part] = []
        at = listed.end()
        for piece in doc.folded[at:stop].split(";"):
            end = at + len(piece)
            begin = at + len(piece) - len(piece.lstrip())
            counted = _COUNT.match(doc.folded, begin, end)
            begin = counted.end() if counted else begin
            named = next((m for m in doc.mentions_between(begin, min(end, begin + 40)) if m.how == "name"), None)
            if named is None:
                parts = []
                break
            span = extent(doc, named, begin, end)
            inside = tuple(m for m in doc.mentions_between(*span) if m.end <= span[1])
            parts.append(Part(at, end, Title(span[0], span[1], inside or (named,), "title.sought")))
            at = end + 1
        if len(parts) >= 2:
            return Split("positions", tuple(parts), around(doc, parts))
    return None


def _together(doc: Document) -> Split:
    """ "Требуются дизайнер и копирайтер": two positions in one sentence, sharing all the rest."""
    for row in doc.rows[:6]:
        if row.end - row.words > 220 or doc.in_quote(row.words):
            continue
        verb = next(iter(titles.SEEKING.finditer(doc.folded, row.words, row.end)), None)
        if verb is None:
            continue
        named = [m for m in doc.mentions_between(verb.end(), row.end) if m.how == "name"]
        if not named or not _PLURAL.search(doc.folded, row.words, named[0].start):
            continue
        chain = [named[0]]
        for mention in named[1:]:
            if not _AND.fullmatch(doc.folded, chain[-1].end, mention.start) or mention.code in {m.code for m in chain}:
                break
            chain.append(mention)
        if len(chain) >= 2 and not _ONE_PERSON.search(doc.folded, row.words, min(doc.head, row.end + 300)):
            limits = [following.start for following in chain[1:]] + [row.end]
            spans = [extent(doc, m, m.start, _before_and(doc, m.end, to)) for m, to in zip(chain, limits, strict=True)]
            parts = tuple(Part(a, b, Title(a, b, (m,), "title.sought")) for (a, b), m in zip(spans, chain, strict=True))
            return Split("positions", parts, ((0, doc.head),))
        break
    return Split()


def _before_and(doc: Document, start: int, to: int) -> int:
    joint = re.search(r",| и | а также ", doc.folded[start:to])
    return start + joint.start() if joint else to
