"""The employer's name, as written, without legal form and quotes."""

from collections.abc import Iterable
from typing import Final

from voronka.extract import company_named
from voronka.extract import lazy as re
from voronka.extract.company_name import LATIN_NAME, MAX_NAME, NAME, ORG, inside_quotes, is_city, trim
from voronka.extract.company_named import SEEKS_AFTER, quoted
from voronka.extract.document import Document
from voronka.extract.title import Title
from voronka.extract.worded import Worded
from voronka.model import Evidence, Kind

_EXAMINED: Final = 3_500
_LABEL: Final = re.compile(
    r"(?:^|[\n•|;,.]\s*|[^\w\n]{1,4})(?:компания|работодатель|company|employer|организация|"
    r"название компании|(?P<whose>клиент|заказчик|бренд|команда|кто мы|о нас))(?:\s?:| [-–—])\s*(?P<name>[^\n]{2,90})"
)
# Without the label's own word and mark nothing need be tried.
_LABELLED: Final = Worded(
    r"\b(?:компания|работодатель|company|employer|заказчик|организация|бренд|название компании|клиент|"
    r"команда|кто мы|о нас)(?:\s?:| [-–—])"
)
_TITLE_LINE: Final = re.compile(
    rf"\s*(?:\([^()\n]{{1,60}}\)\s*)?(?:(?:@|—|-|–|→|\||в|во|at|in|for|to)\s+(?P<name>{LATIN_NAME}|{NAME})|"
    rf"[,.]\s+(?P<latin>{LATIN_NAME}))"
    rf"(?=\s*(?:[^\w\s&]|\n|$))"
)
# A quoted name after these is no employer: a product, a past or another employer, a title of something.
_NOT_EMPLOYER: Final = re.compile(
    r"(?:категори|участ[ок]к|курс|рубрик|вебинар|тариф|програм(?!миров)|направлени|позици|должност|ваканси|раздел|"
    r"пометк|тем[аеуы] |слов[оа]|кнопк|хештег|жк |станци|остановк|метро|"
    r"профессии?|номинаци|фраз|канал|работал[аи]? (?:с|в|на)|клиент\w* [—–-]|например|уровн|формат|статус|"
    r"вопрос|опци|тег|премии?|конкурс|газет|тц|трц|трк|тк |бц|ярмарк|рынок|рынк|пересла\w+"
    r"|forwarded|(?:с|над) проект|1с|любител|плакал|поисков)\w*[^\n«\"“]{0,25}\Z|(?:^| )за \Z"
)


def find(
    doc: Document, title: Title | None, kind: Kind, start: int = 0, end: int | None = None
) -> tuple[str, Evidence] | None:
    """The employer named between two offsets, or None; a candidate's employers are past ones and never named."""
    if kind is Kind.CANDIDATE:
        return None
    stop = min(len(doc.text) if end is None else end, start + _EXAMINED)
    for rule, span in (
        ("company.label", _label(doc, start, stop)),
        ("company.card", _of_card(doc, start)),
        ("company.sign", _signed(doc, start, stop)),
        ("company.beside_title", _beside_title(doc, title, stop)),
        ("company.line", _of_line(doc, start)),
        ("company.quoted", _quoted(doc, title, start, stop)),
        ("company.named", company_named.find(doc, start, stop)),
    ):
        if span is not None:
            trimmed = trim(doc.text, *span)
            if trimmed is not None:
                return doc.text[trimmed[0] : trimmed[1]], doc.evidence(rule, *trimmed)
    return None


def _of_card(doc: Document, start: int) -> tuple[int, int] | None:
    if start:
        return None
    card = doc.card
    if card is None or card.company is None:
        return None
    start, end = card.company.words, card.company.end
    aside = doc.text.find(" (", start + 2, end)
    end = aside if aside >= 0 else end
    cut = re.search(rf"\s[·•|]\s|,\s(?=(?:{ORG}))", doc.text[start:end])
    return inside_quotes(doc.text, start, end) or (start, start + cut.start() if cut else end)


def _labels(folded: str, start: int, stop: int) -> Iterable[re.Match[str]]:
    return _LABEL.finditer(folded, start, stop) if _LABELLED.search(folded, start, stop) else ()


def _label(doc: Document, start: int, stop: int) -> tuple[int, int] | None:
    match = next(iter(_labels(doc.folded, start, stop)), None)
    if match is None:
        return None
    quoted = inside_quotes(doc.text, *match.span("name"))
    if quoted is not None:
        return quoted
    if _HELD_BACK.search(doc.folded, *match.span("name")):
        return None
    named = doc.text[match.start("name") : match.end("name")]
    if not named[:1].isupper() and (match["whose"] or (" " in named.strip() and named.islower())):
        return None  # "Клиент — федеральная сеть АЗС", "Компания: бренд косметики"
    cut = re.search(
        r"[(,;!|•]|\.(?! ?[а-яa-z](?:\.|$))|\s[-–—]\s|→|\s{2,}", doc.folded[match.start("name") : match.end("name")]
    )
    end = match.start("name") + cut.start() if cut else match.end("name")
    # "Работодатель: Тверь": a form filled in wrongly.
    return None if is_city(doc, match.start("name"), end) else (match.start("name"), end)


_HELD_BACK: Final = re.compile(
    r"не (?:раскры|разгла|назыв|указ|могу)|(?<!\w)nda(?!\w)|секрет|конфиденц|скрыт|инкогнито|сообщ|расскаж|узнаете"
)


# A line of its own under the sign of an office: "🏢 Тёплый дом".
_SIGN: Final = re.compile(rf"^[^\w\n]{{0,3}}(?:🏢|🏛|🏭|🏬)\ufe0f?\s?(?P<name>{NAME})\s*$", re.MULTILINE)


def _signed(doc: Document, start: int, stop: int) -> tuple[int, int] | None:
    match = _SIGN.search(doc.text, start, stop)
    return match.span("name") if match and not is_city(doc, *match.span("name")) else None


def _beside_title(doc: Document, title: Title | None, stop: int) -> tuple[int, int] | None:
    if title is None:
        return None
    line_end = doc.text.find("\n", title.end, stop)
    line_end = stop if line_end < 0 else line_end
    match = _TITLE_LINE.match(doc.text, title.end, line_end)
    if match is not None and trim(doc.text, *(match.span("name") if match["name"] else match.span("latin"))) is None:
        match = None  # "| Remote": a term, no name
    if match is None:
        return _before_title(doc, title) or _second_line(doc, title)
    span = match.span("name") if match.group("name") else match.span("latin")
    # "в фонд «Старт»", "| ГК «Старт»": the name is in the quotes.
    quoted = _QUOTED_NEXT.match(doc.text, span[1], line_end)
    span = quoted.span("name") if quoted else span
    return None if is_city(doc, *span) else span


_QUOTED_NEXT: Final = re.compile(rf" [«\"“„](?P<name>[^«»\"“”„\n]{{2,{MAX_NAME}}})[»\"”“]")
_BEFORE: Final = re.compile(rf"[^\w\n«]{{0,6}}(?P<name>{NAME}) ?(?:[—–|]| - )\s*")


def _before_title(doc: Document, title: Title) -> tuple[int, int] | None:
    """A name with which the title's line begins, and a dash or bar: "Pinebox — Account Executive"."""
    line = doc.text.rfind("\n", 0, title.start) + 1
    match = _BEFORE.fullmatch(doc.text, line, title.start)
    if match is None or doc.mentions_between(*match.span("name")):
        return None
    return None if is_city(doc, *match.span("name")) else match.span("name")


def _second_line(doc: Document, title: Title) -> tuple[int, int] | None:
    """A name alone on the line under the title's, with an empty line after it."""
    rows = [row for row in doc.rows if row.words < row.end][:2]
    if len(rows) < 2 or not rows[0].start <= title.start < rows[0].end or rows[1].marker:
        return None
    start, end = rows[1].words, rows[1].end
    alone = (
        doc.folded[end : end + 3].replace(" ", "").startswith("\n\n") and "\n\n" not in doc.folded[rows[0].end : start]
    )
    if not alone or not re.fullmatch(NAME, doc.text[start:end]) or doc.mentions_between(start, end):
        return None
    return None if is_city(doc, start, end) else (start, end)


# "@ Pinebox Media", "Pinebox | Yerevan", "Сосна | сервис для складов": an employer's line under a title's.
_UNDER_TITLE: Final = re.compile(
    rf"(?:(?:@|🏢|в|at)\s)?(?P<name>{NAME})(?P<after>\s*$|\s?[|·•]\s|\s?\((?=[а-яa-z])|,\s"
    r"(?=(?i:удал[её]н|дистанц|офис|гибрид|remote|от \d|до \d|\d|полн|част|проект)))"
)
# Above a title: a Latin name, several words with capitals, one of two ("СеверЛес"), or one explained in brackets.
_ALONE: Final = re.compile(
    rf"(?:{LATIN_NAME}|(?:[А-ЯЁ][А-ЯЁа-яё]{{1,20}} ){{1,3}}[А-ЯЁ][а-яё]{{1,20}}|"
    rf"[А-ЯЁ][а-яё]{{2,15}}[А-ЯЁ][А-ЯЁа-яё]{{1,20}}|{NAME}(?= \())(?: \([^()\n]{{3,60}}\))?[^\w\n]{{0,6}}"
)


def _of_line(doc: Document, start: int) -> tuple[int, int] | None:
    """The name with which the line after the title's begins, where a bar or nothing follows it; or that alone above."""
    rows = [row for row in doc.rows if row.words < row.end and row.end > start][:3]
    if len(rows) < 2 or rows[0].end - rows[0].words > 90:
        return None
    title, line = rows[:2]
    if (
        not start
        and _ALONE.fullmatch(doc.text, title.words, title.end)
        and not doc.mentions_between(title.words, title.end)
    ):
        named = any(m.how == "name" for m in doc.mentions_between(line.words, min(line.end, line.words + 20)))
        return (title.words, title.end) if named and not is_city(doc, title.words, title.end) else None
    if not doc.mentions_between(title.words, title.end) or line.marker == "#":
        return None
    match = _UNDER_TITLE.match(doc.text, line.words, line.end)
    if match is None:
        return None
    # A name alone is taken for the employer's before a place: "Арена Парк" and then "Воронеж".
    placed = len(rows) == 3 and not rows[2].marker and is_city(doc, rows[2].words, min(rows[2].end, rows[2].words + 40))
    if start and match["after"][:1] != ",":  # of a list's line no more than "Имярек, удалённо, от 90 000"
        return None
    if not (match["after"].strip() or doc.text[line.words] == "@" or (placed and _ALONE.fullmatch(match["name"]))):
        return None
    span = match.span("name")
    return None if is_city(doc, *span) or doc.mentions_between(*span) else span


def _quoted(doc: Document, title: Title | None, start: int, stop: int) -> tuple[int, int] | None:
    """The quoted name that most looks like the employer's: after a word for an organisation, near the title, early."""
    best: tuple[float, tuple[int, int]] | None = None
    for match in quoted(doc.folded, start, stop):
        at, to = match.span("name")
        raw = doc.text[at:to].strip()
        if not raw[:1].isupper() and not raw[:1].isdigit():
            continue
        before = doc.folded[max(start, at - 45) : at - 1]
        # "Позиция в агентстве «…»": what stands right before the name outweighs what stands further off.
        named = _FROM.search(before) is not None or (
            match.group("org") is not None and not match.group("gap").strip() and _PAST.search(before) is None
        )
        we = _WE.search(before) is not None
        other = not named and _NOT_EMPLOYER.search(before) is not None
        if raw.count(" ") > 4 or raw.endswith((".", "!", "?", ",")) or other or doc.in_quote(at):
            continue
        score = 3.0 if match.group("org") or we else 0.0
        # An agency is the employer only where nobody else is named.
        agency = 2.5 if _AGENCY.search(before) else 0.0
        score += (
            2.0
            if re.search(
                r"(?:^|\W)(?:в|во|у|для|мы(?: -)?|ка|из|от|это|нас|наш\w{0,3}|моя|мой|моей|моего|"
                r"(?:со)?основател\w{1,3}|соучредител\w|владел\w{2,4}|хозя\w{2,3}|фаундер|ceo)\s*$",
                before,
            )
            or before.endswith(", ")
            else 0.0
        )
        score += 2.0 if title is not None and 0 <= at - title.end <= 120 else 0.0
        score += 3.0 if SEEKS_AFTER.match(doc.folded, to + 1) else 0.0
        score += 1.0 if at - start < 250 else 0.0
        score -= (at - start) / 800
        begins = _OPENS.search("\n" + doc.folded[max(start, match.start() - 12) : match.start()]) is not None
        score += 1.0 if begins or _THING.search(before) else 0.0
        score += 3.0 if begins and _SIGNED.match(doc.text, to + 1, min(to + 80, stop)) else 0.0
        score -= 1.0 if at - start > 400 else 0.0
        if score >= 1.5 and (best is None or score - agency > best[0]):
            best = (score - agency, (at, to))
    return best[1] if best else None


# "Вакансия от «Радио»", "позиция в «Ели»": here the word for a vacancy leads to its employer.
_FROM: Final = re.compile(r"(?:ваканси|позици|должност|стажировк)\w{1,3} (?:от|в|во|для) (?:[а-я-]{3,20} ){0,3}$")
_PAST: Final = re.compile(r"работал|(?:с|над) проект|канал|клиент|рубрик|премии|участни|вебинар|курс")
# "Автосервис «Полёт» …": what it is stands first in a sentence.
_THING: Final = re.compile(r"(?:^|[\n.!?]\s?)[^\w\n]{0,4}[а-я-]{4,24} $")
_OPENS: Final = re.compile(r"[\n.!:][^\w\n]*(?:(?:тд|гк|тк|ск|ик|фк|ук)\s)?\Z")
# "Мы «Ель», …" in a sentence of its own.
_WE: Final = re.compile(r"(?:^|[\n.!?]\s?)[^\w\n]{0,4}мы(?: -)? $")
# "«Ель», Анна @anna_hr": with whom the post is signed, and how to answer.
_SIGNED: Final = re.compile(
    r"[,.:]?\s(?:(?:HR|hr|менеджер|директор|рекрутер|управляющ\w{2}|хозя\w{2,3}),?\s)?[А-ЯЁ][а-яё]{2,14}"
    r"(?:\s[А-ЯЁ][а-яё.]{1,16}){0,2}(?:\s\([^()\n]{2,20}\))?[\s,:—–-]{1,4}(?:\+7|8|7|@|т\.|тел|t\.me|[a-z])"
    r"|[,.:]?\s(?:@|\+7|8[ (-])"
)
_AGENCY: Final = re.compile(r"(?:^|\W)ка\s*$|\b(?:кадров|рекрутинг|рекрутмент|хедхант|hr-агентств)\w*[^\n«»]{0,30}$")
