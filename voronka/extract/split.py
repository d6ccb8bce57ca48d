"""A post into its positions: digests with a line a vacancy, several positions of one employer, several people."""

from collections.abc import Sequence
from typing import Final

from voronka.extract import lazy as re
from voronka.extract import split_lines, split_people, split_sought
from voronka.extract import title as titles
from voronka.extract.document import Document, Row
from voronka.extract.parts import CONTACT, MAX_PARTS, Part, Split, around
from voronka.extract.text import is_living
from voronka.extract.title import Title
from voronka.extract.title_extent import extent

_ADDRESS: Final = re.compile(r"(?<![\w.])@[a-z]\w{3,}|https?://|\bt\.me/|\b[\w.+-]{1,40}@[\w-]{1,40}\.\w")
_HEADING: Final = re.compile(
    r"ваканси|подборк|удален|стажиров|работа|топ|дайджест|позици|заказ|проект|jobs|hiring|ищут|сегодня|недел|"
    r"апдейт|свеж|горяч"
)
_SEVERAL: Final = re.compile(
    r"\b(?:двоих|двух|двое|трех|троих|четыр\w+|пят[иь]\w*|нескольк\w+|вакансии|позиции|ставки|специалистов|"
    r"сотрудников|людей|ребят|команду|требуются|нужны|открыты|оба|обе|всех|каждой|"
    r"[2-9] (?:позици|ваканс|специалист|человек)\w*|positions|roles|vacancies|отдел)\b|ищем:|ищет:|нужны:|отдел с нуля"
)
_OWN_TERMS: Final = re.compile(
    r"\d{2,3} ?(?:к\b|k\b|тыс|т\.?р|000)|[₽$€]|руб|опыт|занятост|удален|full-time|part-time|обязанност|задач|"
    r"%|график|\d/\d|на руки|парт-тайм|гибрид|ставк"
)
_VERB_AFTER: Final = re.compile(
    r"[ ,:—–-]*(?:ищ[еуё]\w*|который|которая|должен|должна|будет|это\b|нужен|нужна|есть\b|был\w*|может|"
    r"рассказ\w+|стал\w*|получ\w+|придум\w+|жалу\w+|уш[её]л|не\b|is\b|сам\b|знает|пиш[еу]т|дела\w+|помог\w+)"
)


def find(doc: Document) -> Split:
    """How a post falls into positions."""
    if doc.card is not None:
        return Split()
    people = _people(doc)
    if people is not None:
        return people
    best: Split = Split()
    for items in _groups(doc):
        found = _digest(doc, items) or _positions(doc, items)
        if found is not None and len(found.parts) > len(best.parts):
            best = found
    tasks = _tasks(doc)
    if tasks is not None and len(tasks.parts) >= len(best.parts) + (best.form == "digest"):
        best = tasks
    if best.form == "digest" and _of_channels(doc, best.parts):
        return Split()
    return best if best.parts else split_sought.find(doc)


_CHANNELS: Final = re.compile(r"\b(?:канал\w*|чат\w*|паблик\w*|папк\w*|подпис\w+|сообществ\w*)\b|addlist/")


def _of_channels(doc: Document, parts: Sequence[Part]) -> bool:
    """Whether a list is one of channels to read: fields of work, each with a channel's name, and no terms."""
    bare = 0
    for part in parts:
        words = _ADDRESS.sub("", doc.folded[part.start : part.end])
        person = part.title is not None and any(
            m.how == "name" and not titles.is_activity(m) for m in part.title.mentions
        )
        bare += not person and not _OWN_TERMS.search(words.replace("удален", ""))
    outside = doc.folded[: parts[0].start] + doc.folded[parts[-1].start : doc.head]
    return bare >= 0.6 * len(parts) and _CHANNELS.search(outside) is not None


def _tasks(doc: Document) -> Split | None:
    """A list whose lines are told apart by their addresses: tasks have no position's name to begin with."""
    items = split_lines.find(doc)[:MAX_PARTS]
    if not items:
        return None
    parts = []
    for item in items:
        title = titles.at_start(doc, item.row)
        if title is None or not title.certain:
            title = titles.after_employer(doc, item.row, item.row.end) or title
        if title is None or not title.certain:
            end = max(split_lines.title_end(doc, item), item.row.words + 1)
            inside = tuple(m for m in doc.mentions_between(item.row.words, end) if m.end <= end)
            title = Title(item.row.words, end, inside, "title.task")
        parts.append(Part(item.start, item.end, title))
    head = items[0].start
    return Split("digest", tuple(parts), ((0, head),) if doc.folded[:head].strip() else ())


_Item = tuple[Row, Title]


def _groups(doc: Document) -> list[list[_Item]]:
    """Lines that begin with a position, grouped by what stands before their words (a number, one bullet, nothing)."""
    groups: dict[str, list[_Item]] = {}
    for row in doc.rows:
        if (
            row.words >= row.end
            or doc.in_quote(row.words)
            or not doc.mentions_between(row.words, min(row.end, row.words + 80))
        ):
            continue
        title = titles.at_start(doc, row) or _bulleted(doc, row)
        if title is None or _VERB_AFTER.match(doc.folded, title.end):
            continue
        how = {mention.how for mention in title.mentions}
        if "name" not in how and not (row.marker and "generic" in how) and not _short_head(doc, row, title):
            continue
        groups.setdefault("*" if _is_emoji(row.marker) else row.marker, []).append((row, title))
    if groups.get(""):
        groups[""] = sorted([*groups[""], *_unlisted(doc, groups[""])], key=lambda item: item[0].start)
    return [items[:MAX_PARTS] for items in groups.values() if len(items) >= 2]


_UNLISTED: Final = 40


def _unlisted(doc: Document, items: list[_Item]) -> list[_Item]:
    """Headings of the same kind with a trade that no table has: a person's noun alone on a line of its own."""
    if not all(_heads(doc, row) for row, _ in items):
        return []
    taken = {row.start for row, _ in items}
    found: list[_Item] = []
    for row in doc.rows:
        if row.marker or row.start in taken or row.start < items[0][0].start or row.end - row.words > _UNLISTED:
            continue
        mentioned = doc.mentions_between(row.words, row.end)
        first = re.compile(r"[а-я-]{4,30}").match(doc.folded, row.words, row.end)
        if first is None or any(m.how != "generic" for m in mentioned) or not _heads(doc, row):
            continue
        if is_living(first.group().rsplit("-", maxsplit=1)[-1]):
            found.append((row, Title(row.words, row.end, tuple(mentioned), "title.start")))
    return found


def _heads(doc: Document, row: Row) -> bool:
    """Whether a line stands after an empty line and has one below it."""
    return (
        _after_blank(doc, row)
        and doc.folded[row.end : row.end + 3].strip(" ").startswith("\n")
        and (not doc.folded[row.end : row.end + 3].replace(" ", "").startswith("\n\n"))
    )


def _bulleted(doc: Document, row: Row) -> Title | None:
    """A position after a bullet whose first word is of no trade ("— менеджер по работе с дизайнерами")."""
    first = next(iter(doc.mentions_between(row.words, row.words + 1)), None)
    if first is None or not row.marker or row.marker == "#":
        return None
    start, end = extent(doc, first, row.words, row.end)
    return Title(start, end, tuple(m for m in doc.mentions_between(start, end) if m.end <= end), "title.start")


def _is_emoji(marker: str) -> bool:
    return len(marker) == 1 and ord(marker) > 0x2190 and marker not in "•●○◦▪▫■□►▶–—"


def _short_head(doc: Document, row: Row, title: Title) -> bool:
    """Whether a line is a trade's name and then a comma ("SMM, Минск, 1800 BYN"), or a position and a colon."""
    after = doc.folded[title.end : title.end + 1]
    generic = after == ":" and all(mention.how == "generic" for mention in title.mentions)
    return title.end - row.words <= 25 and (after in {",", "("} or (generic and _after_blank(doc, row)))


def _bounds(doc: Document, items: Sequence[_Item]) -> list[tuple[int, int]]:
    """The offsets of each item: to the next one; the last to an empty line, or as many as the others hold."""
    starts = _openings(doc, [row for row, _ in items])
    bounds = [(starts[i], starts[i + 1]) for i in range(len(starts) - 1)]
    blanks = max((doc.folded[a:b].rstrip().count("\n\n") for a, b in bounds), default=0)
    end = starts[-1]
    text = doc.folded
    for _ in range(blanks + 1):
        cut = text.find("\n\n", end + 1, doc.head)
        end = cut if cut >= 0 else doc.head
    # A way to answer in the last lines is the last item's own, where the others end with theirs as well.
    answered = bool(bounds) and all(CONTACT.search(text, a, b) for a, b in bounds)
    footers = _FOOTER.finditer(text, starts[-1], end)
    footer = next((f for f in footers if not answered or CONTACT.search(text, starts[-1], f.start())), None)
    return [*bounds, (starts[-1], footer.start() if footer else end)]


_EMPLOYER_LINE: Final = 60


def _openings(doc: Document, heads: Sequence[Row]) -> list[int]:
    """Where the items begin: with their positions, or with the line above where most have one (the employer)."""
    rows = doc.rows
    at = {row.start: index for index, row in enumerate(rows)}
    above: list[int | None] = []
    for row in heads:
        index = at[row.start]
        before = rows[index - 1] if index else None
        opens = (
            before is not None
            and before.end - before.start <= _EMPLOYER_LINE
            and "\n\n" not in doc.folded[before.end : row.start].replace(" ", "")
            and _after_blank(doc, before)
            and before not in heads
            and not CONTACT.search(doc.folded, before.start, before.end)
        )
        above.append(before.start if opens and before is not None else None)
    if sum(start is not None for start in above) < max(2, 0.7 * len(heads)):
        return [row.start for row in heads]
    return [row.start if start is None else start for row, start in zip(heads, above, strict=True)]


_FOOTER: Final = re.compile(
    r"\n(?=[^\w\n]{0,6}(?:подписаться|подписывайтесь|разместить|больше вакансий|все вакансии|резюме|пишите|"
    r"писать|контакт|не берите|сохраняйте|#|@\w+\s*$|оба\b|обе\b|все\b|общее|условия для всех))"
)


def _digest(doc: Document, items: list[_Item]) -> Split | None:
    if len(items) < 3:
        return None
    bounds = _bounds(doc, items)
    lengths = sorted(b - a for a, b in bounds)
    if lengths[len(lengths) // 2] > 700:
        return None
    own = [bool(CONTACT.search(doc.folded, a, b)) or _hidden(doc, a, b) for a, b in bounds]
    heading = doc.folded[: bounds[0][0]]
    spread = len(doc.links) >= len(items) and all(link.start is None for link in doc.links)
    titled = bool(_HEADING.search(heading))
    if (
        sum(own) < max(2, 0.6 * len(items))
        and not spread
        and not (titled and doc.links and not CONTACT.search(doc.folded, bounds[-1][1], doc.head))
    ):
        return None
    parts = []
    for index, ((a, b), (_, title)) in enumerate(zip(bounds, items, strict=True)):
        links = (doc.links[index],) if spread and not _ADDRESS.search(doc.folded, a, b) else None
        parts.append(Part(a, b, title, links))
    head = bounds[0][0]
    return Split("digest", tuple(parts), ((0, head),) if heading.strip() else ())


def _hidden(doc: Document, start: int, end: int) -> bool:
    return any(link.start is not None and start <= link.start < end for link in doc.links)


def _positions(doc: Document, items: list[_Item]) -> Split | None:
    """Several positions of one employer: each with lines or terms of its own."""
    distinct = [item for i, item in enumerate(items) if not any(_same(doc, item, other) for other in items[:i])]
    if len(distinct) < 2:
        return None
    bounds = _bounds(doc, distinct)
    plain = distinct[0][0].marker in {"", "#"}
    numbered = distinct[0][0].marker == "1"
    with_terms = 0
    long = False
    for (_, b), (row, title) in zip(bounds, distinct, strict=True):
        rest = doc.folded[title.end : b]
        alone = row.end - title.end <= 40
        with_terms += bool(_OWN_TERMS.search(rest)) and len(rest.strip()) >= 5
        long = long or (plain and not alone)
    outside = doc.folded[: bounds[0][0]] + doc.folded[bounds[-1][1] : doc.head]
    several = bool(_SEVERAL.search(outside))
    if long and not (several and _paid_apart(doc, bounds, distinct)):
        return None
    if with_terms < len(distinct) or not (several or numbered or plain or _paid_apart(doc, bounds, distinct)):
        return None
    if plain and not several and not all(_after_blank(doc, row) for row, _ in distinct):
        return None
    parts = tuple(Part(a, b, title) for (a, b), (_, title) in zip(bounds, distinct, strict=True))
    return Split("positions", parts, around(doc, parts))


_PAY: Final = re.compile(r"\d{2,3} ?(?:к\b|k\b|тыс|т\.?р|000)|\d[\d ]{2,9}(?:₽|р\b|руб|/смен)|[$€]\s?\d")


def _paid_apart(doc: Document, bounds: Sequence[tuple[int, int]], items: Sequence[_Item]) -> bool:
    """Whether each item names a worker and a pay of its own, as nobody's list of duties does."""
    workers = sum(any(m.how == "name" and not titles.is_activity(m) for m in title.mentions) for _, title in items)
    # "Руководитель отдела: …", "Менеджеры, пять мест: …": what the department is of, the heading says.
    headed = all(_after_blank(doc, row) and all(m.how == "generic" for m in title.mentions) for row, title in items)
    return (2 * workers > len(items) or headed) and all(
        _PAY.search(doc.folded, title.end, b) for (_, b), (_, title) in zip(bounds, items, strict=True)
    )


def _same(doc: Document, item: _Item, other: _Item) -> bool:
    (row, title), (other_row, other_title) = item, other
    return doc.folded[row.words : title.end] == doc.folded[other_row.words : other_title.end]


def _after_blank(doc: Document, row: Row) -> bool:
    return row.start < 2 or doc.folded[: row.start].rstrip(" ").endswith("\n\n")


def _people(doc: Document) -> Split | None:
    found = split_people.rows_of(doc)
    if len(found) < 2:
        return None
    bounds = _bounds(doc, found)
    parts = tuple(Part(a, b, title) for (a, b), (_, title) in zip(bounds, found, strict=True))
    return Split("people", parts, around(doc, parts))
