"""Lists in a vacancy: what is to be done and what is offered, under a heading or item by item."""

from collections.abc import Iterator, Sequence
from typing import Final

from voronka.extract import lazy as re
from voronka.extract.document import Document, Row
from voronka.extract.folding import has
from voronka.extract.text import sentences

_SHOWN: Final = 160
"""Characters of a list that serve as evidence of it."""
_LISTS: Final = {
    "duties": re.compile(
        r"(?:обязанност\w|задач\w|ваши задачи|что (?:\w+ )?(?:делать|нужно|надо|предстоит)"
        r"|чем (?:\w+ )?(?:заниматься|предстоит)|"
        r"(?:основн\w{2} |твои |ваш[аи] |примерн\w{2} )?(?:функционал|функции|роль|зона ответственности|задачи"
        r"|обязанности)|"
        r"предстоит|вам предстоит|нужно(?: будет)?|надо|вы будете|ты будешь|за что отвеча\w{2,3}"
        r"|что (?:в работе|на вас|на тебе)|"
        r"в работе|о работе|суть работы|(?:key )?responsibilities|duties|what you(?:'ll| will) do|you will|the role)"
    ),
    "conditions": re.compile(
        r"(?:услови\w(?: работы)?|(?:мы |что (?:мы )?)?предлага\w{2}|от нас|с нас|что (?:мы )?(?:даем|даю|у нас"
        r"|взамен)|мы даем|"
        r"у нас|бонусы|плюшки|что получите|гарантируем|we offer|what we offer|benefits|conditions|perks)"
    ),
}
_HEADING: Final = re.compile(r"(?P<name>[^:\n]{3,45}?)\s?(?:[:?](?P<rest>[^\n]*)|(?P<bare>)$)")
_LONGEST_NAME: Final = 46
"""Characters of a heading at most, with a space after it."""
_AFTER_NAME: Final = (":", "?")
_ITEM_SIGNS: Final = frozenset("-•·*✅✔☑▪▫●○◦➤➡→▶►🔹🔸🔻✨💡📌👉+1")
_ITEMS: Final = 3
_COMMA: Final = re.compile(r"[,;]")


def find(doc: Document, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Lists of duties and of conditions between two offsets: a rule's name and the offsets of the list's words."""
    yield from _listed(doc, start, end)
    yield from _tasks(doc, start, end)


def _listed(doc: Document, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Lists under a heading: at least three items on lines of their own or parted by commas."""
    rows = [row for row in doc.rows if start <= row.start < end and row.words < row.end]
    for index, row in enumerate(rows):
        if row.end - row.words > _LONGEST_NAME and not has(
            doc.folded[row.words : row.words + _LONGEST_NAME + 1], _AFTER_NAME
        ):
            continue
        heading = _HEADING.fullmatch(doc.folded, row.words, min(row.end, row.words + 400))
        if heading is None:
            continue
        of_what = next((n for n, p in _LISTS.items() if p.fullmatch(heading["name"].strip(" *_()"))), None)
        if of_what is None:
            continue
        rest = (heading["rest"] or "").strip()
        if rest:
            if len(_COMMA.findall(rest)) + 1 >= _ITEMS:
                yield f"sign.seriousness.{of_what}", row.words, min(row.end, row.words + _SHOWN)
            continue
        items = _items(doc, rows[index + 1 :])
        if len(items) >= _ITEMS or (
            items and len(_COMMA.findall(doc.folded, items[0].words, items[-1].end)) + len(items) >= _ITEMS
        ):
            yield f"sign.seriousness.{of_what}", items[0].words, min(items[-1].end, items[0].words + _SHOWN)


def _items(doc: Document, rows: Sequence[Row]) -> list[Row]:
    """The rows that belong to a list: till another heading or another kind of mark."""
    items: list[Row] = []
    for row in rows[:12]:
        words = doc.folded[row.words : row.end]
        if items and (row.marker != items[0].marker or _is_heading(words)):
            break
        if not items and _is_heading(words):
            break
        items.append(row)
    return items


def _is_heading(words: str) -> bool:
    return words.endswith(":") or (len(words) < 46 and any(p.fullmatch(words.strip(" :*?")) for p in _LISTS.values()))


_TASK: Final = re.compile(
    r"(?!(?:уметь|знать|понимать|быть|иметь|хотеть|любить|готовность|опыт|есть|скорость|внимательность"
    r"|ответственность)\b|\w+ость\b)"
    r"(?:[а-я]{2,14}(?:ать|ять|ить|еть|уть|сти|зти|чь|ться)|(?:ведени|подготовк|разработк|настройк|поиск"
    r"|привлечени|анализ|контрол|создани|"
    r"запуск|составлени|проведени|продвижени|написани|консультировани|выкладк|размещени|планировани|координаци"
    r"|организаци|"
    r"управлени|оформлени|закупк|съемк|монтаж|сбор|обработк|поддержк|заключени|выстраивани|формировани|прием"
    r"|ответы|звонки|"
    r"переговоры|сопровождени|постановк|тестировани|подбор|публикаци|генераци|построени|увеличени|внедрени|развити|"
    r"взаимодействи|мониторинг|оптимизаци|адаптаци|расширени|отчетност|работа с)\w{0,3})(?!\w)"
)
_TASK_ROWS: Final = 2
_NEXT_TASK: Final = re.compile(r"(?:,| и|;) (?:и |потом |затем )?(?=[а-я])")


def _tasks(doc: Document, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Tasks without a heading: rows, or clauses of one row, that each begin with a deed ("вести …", "настройка …")."""
    rows = [row for row in doc.rows if start <= row.start < end and _TASK.match(doc.folded, row.words, row.end)]
    if len(rows) >= _TASK_ROWS and rows[-1].start - rows[0].end < _SHOWN * 4:
        yield "sign.seriousness.duties", rows[0].words, min(rows[-1].end, rows[0].words + _SHOWN)
        return
    for at, to in sentences(doc.folded, start, min(end, doc.head)):
        begin = _WORDS.search(doc.folded, at, to)
        if begin is None or not _TASK.match(doc.folded, begin.start(), to):
            continue
        if any(_TASK.match(doc.folded, m.end(), to) for m in _NEXT_TASK.finditer(doc.folded, begin.start(), to)):
            yield "sign.seriousness.duties", begin.start(), min(to, begin.start() + _SHOWN)
            return


_WORDS: Final = re.compile(r"[а-яa-z]")
