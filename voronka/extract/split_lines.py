"""Lists whose items are told by an address of their own: short tasks and vacancies, one a line or two."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from voronka.extract import lazy as re
from voronka.extract.document import Document, Row
from voronka.extract.ways import PHONE, Ways

# A way to answer, as it stands in a list's line; "www." and words like "подробнее" are too weak to part items.
_ADDRESS: Final = Ways(
    r"(?<![\w.])@[a-z]\w{3,}|https?://[^\s)»\"]{4,200}|\bt\.me/[\w/+-]+|\b[\w.+-]{1,40}@[\w-]{1,40}\.\w+|"
    r"\b[a-z][a-z0-9-]{1,40}\.(?:[a-z]{2,10})/[\w/?=.-]{1,100}",
    (PHONE + r"[ \-]?\d{0,2}",),
)
_MONEY: Final = re.compile(
    r"\d[\d ]{0,9}(?:₽|р\b|руб|т\.? ?р|тыс|к\b|k\b|\$|€|usd|eur|byn|kzt|000\b)|[$€]\s?\d|\d{4,6}(?![\w-])|"
    r"(?:до|от) \d{2,3}\b"
)
MAX_ROWS: Final = 4
"""Lines of one item at most, in the middle of the list."""
MAX_ITEM: Final = 420
"""Characters of one item at most."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its offsets and its first line."""

    start: int
    end: int
    row: Row


def find(doc: Document) -> list[Item]:
    """The items of a list in which each has an address of its own and most name pay or a trade; else nothing."""
    rows = [row for row in doc.rows if row.words < row.end or _ADDRESS.search(doc.folded, row.start, row.end)]
    ends = [i for i, row in enumerate(rows) if _answerable(doc, row)]
    if len(ends) < 3:
        return []
    gaps = sorted(b - a for a, b in pairwise(ends))
    usual = gaps[len(gaps) // 2]
    if usual > MAX_ROWS:
        return []
    items: list[Item] = []
    seen: set[str] = set()
    before = max(-1, ends[0] - usual)
    for at in ends:
        first = before + 1 if at - before <= MAX_ROWS else at
        first = _own_start(rows, first, at)
        before = at
        address = _address(doc, rows[at])
        if address in seen:
            continue
        seen.add(address)
        items.append(Item(rows[first].start, rows[at].end, rows[first]))
    items = _without_own(doc, _of_one_form(doc, items))
    return items if len(items) >= 3 and _is_list(doc, items) else []


# A channel's line about itself, which ends a list.
_OWN: Final = re.compile(
    r"размест|реклам|прайс|предложить|прислать|подпис|все ваканс|больше ваканс|весь список|по (?:всем )?вопрос|"
    r"\bбот(?:а|у)?\b|наш\w* (?:канал|чат|сайт)|post (?:a |your )?(?:job|vacanc)|advertis|\bads?\b|subscribe|submit"
)


def _without_own(doc: Document, items: Sequence[Item]) -> list[Item]:
    """The items without the channel's own lines at either end."""
    kept = list(items)
    for at in (-1, 0):
        if kept and _OWN.search(doc.folded, kept[at].row.words, kept[at].row.end) and not _of_work(doc, kept[at]):
            del kept[at]
    return kept


def _of_one_form(doc: Document, items: Sequence[Item]) -> list[Item]:
    """The items without a channel's closing line: one that has neither the others' bullet nor pay or trade."""
    marks = Counter("" if item.row.marker == "#" else item.row.marker for item in items)
    usual, count = marks.most_common(1)[0] if marks else ("", 0)
    if not usual or count < 0.6 * len(items):
        return list(items)
    return [item for item in items if item.row.marker == usual or _of_work(doc, item)]


def _answerable(doc: Document, row: Row) -> bool:
    return _ADDRESS.search(doc.folded, row.start, row.end) is not None or any(
        link.start is not None and row.start <= link.start < row.end for link in doc.links
    )


def _address(doc: Document, row: Row) -> str:
    match = _ADDRESS.search(doc.folded, row.start, row.end)
    if match is not None:
        return match.group()
    return next((link.url for link in doc.links if link.start is not None and row.start <= link.start < row.end), "")


def _own_start(rows: Sequence[Row], first: int, last: int) -> int:
    """The item's first line where lines before it are a heading: a bullet or number begins an item."""
    marked = [i for i in range(first, last + 1) if rows[i].marker not in {"", "#"}]
    return marked[0] if marked and rows[last].marker == rows[marked[0]].marker else first


def _is_list(doc: Document, items: Sequence[Item]) -> bool:
    lengths = sorted(item.end - item.start for item in items)
    if lengths[-1] > MAX_ITEM or lengths[len(lengths) // 2] > MAX_ITEM // 2:
        return False
    of_work = 0
    for item in items:
        address = _ADDRESS.search(doc.folded, item.start, item.end)
        words = doc.folded[item.row.words : address.start() if address else item.end].strip(" \n-–—:→👉➡️()[]")
        if len(words) < 3 or _LABELLED.match(words):
            return False
        of_work += _of_work(doc, item)
    return of_work >= 0.7 * len(items)


def _of_work(doc: Document, item: Item) -> bool:
    """Whether an item names a trade or a sum before its address."""
    address = _ADDRESS.search(doc.folded, item.row.words, item.end)
    end = address.start() if address else item.end
    trade = any(m.how == "name" for m in doc.mentions_between(item.row.words, min(end, item.row.words + 60)))
    return trade or _MONEY.search(doc.folded, item.row.words, end) is not None


# "Телефон: …", "Сайт: …": addresses of one poster, not items.
_LABELLED: Final = re.compile(
    r"(?:тел|почта|e-?mail|сайт|вк\b|vk\b|тг\b|telegram|телеграм|whats|ватсап|портфолио|кейс|пример|инст|канал|чат|"
    r"подпис|шоурил|резюме|анкета|контакт|связ|пиш|по (?:всем )?вопрос|бронь|запис)\w*(?: [а-я]+)?(?:\s?:|\s?[-–—]\s|$)"
)
_END: Final = re.compile(r"\s[-–—→|/:]+\s|[,;:(|→•\n]|\.\s|(?<!\w)\d[\d ]{2,8}(?:₽|руб|р\b|тыс|т\.|к\b)|\s\d{2,3} ?к\b")


def title_end(doc: Document, item: Item) -> int:
    """Where the words that name an item's task end: at a price, a bracket, a dash, an address."""
    address = _ADDRESS.search(doc.folded, item.row.words, item.end)
    limit = min(item.row.end, address.start() if address else item.end, item.row.words + 120)
    stop = _END.search(doc.folded, min(item.row.words + 3, limit), limit)
    end = stop.start() if stop else limit
    return item.row.words + len(doc.folded[item.row.words : end].rstrip(" ,.:;-–—→👉➡️"))
