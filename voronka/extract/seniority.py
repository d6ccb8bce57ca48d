"""Seniority: the level that the title's words, or the text in so many words, say."""

from typing import Final

from voronka.extract import lazy as re
from voronka.extract.folding import folded, has
from voronka.extract.text import fold
from voronka.model import Evidence, Kind, Seniority

_LEAD: Final = (
    r"руководител\w*|начальник\w*|директор\w*|управляющ\w+|заведующ\w+|глав[аыу]\b(?! \w+ книг)|head\b|"
    r"chief\b|director|шеф-?\w*|"
    r"роп(?:а|у|ом|ы|ов)?\b|супервайзер\w*|супервизор\w*|supervisor|групп?-?хед\w*|тим-?лид\w*|team ?-?lead\w*|lead\b"
    r"|лид(?:а|ом)?\b|"
    r"cmo\b|cso\b|cco\b|cro\b|"
    r"рук\b|нач\b|vp\b|главн\w+ редактор\w*|главред\w*|техлид\w*"
)
_ROWS: Final = (
    (Seniority.INTERN, r"стаж[её]р\w*|intern\b|internship|trainee|практикант\w*|стажировк\w*"),
    (Seniority.MIDDLE, r"(?:middle|мидд?л\w*)\b\+?"),
    (Seniority.JUNIOR,
        r"junior\b|джун\w*|джуниор\w*|младш(?:ий|его|ему|им|ая|ую|ей|ие|их)\b|мл\.|начинающ\w+|jr\b|новичк\w+"),
    (Seniority.LEAD, _LEAD),
    (Seniority.SENIOR,
        r"senior\b|ст\.(?= ?[а-я]{4})|вед\.|сеньор\w*|синьор\w*|сениор\w*|старш(?:ий|его|ему|им|ая|ую|ей|ие|их)\b"
        r"|ведущ(?:ий|его|ему|им|ая|"
        r"ую|ей|ие|их)\b|sr\b"),
)  # fmt: skip
_TITLE: Final = tuple((level, re.compile(rf"\b(?:{words})")) for level, words in _ROWS)
# Words of a head that say nothing of this position: "lead generation", "помощник руководителя".
_NO_LEAD: Final = re.compile(
    r"\b(?:lead|лид)[ -]?(?:gen|ген|менеджер|manager)|(?:помощни\w+|ассистент\w*|секретар\w+"
    r"|assistant to)(?: \w+)? \w+|с руководител\w+"
)

_SAID_LEVELS: Final = (
    (Seniority.INTERN, r"стаж[её]р\w*|intern|trainee"),
    (Seniority.MIDDLE, r"middle\+?|мидд?л\w*|средний"),
    (Seniority.SENIOR, r"senior|сеньор\w*|синьор\w*"),
    (Seniority.JUNIOR, r"junior|джун\w*|младший|начинающ\w+"),
    (Seniority.LEAD, r"lead|лид\b|ведущий \(lead\)|тимлид\w*"),
)
# "уровень middle", "Ищем начинающего", "ищу senior-роль", "Контекстолог • Средний (Middle)", "грейд: senior".
_SAID: Final = tuple(
    (
        level,
        re.compile(
            rf"(?:уров(?:ень|ня|не)|грейд\w*|сеньорность|grade|level|"
            rf"квалификаци[ия])[ :\-–—]{{1,3}}(?:специалист\w* |(?:крепк|уверенн|сильн)\w{{2}} )?"
            rf"(?:{words})(?![а-яa-z])"
            rf"|(?:ищем|ищу|нужен|нужна|возьм[её]м|берем|ждем|рассматриваем"
            rf"|требуется)[ :]{{1,2}}(?:{words})(?![а-яa-z])"
            rf"|(?:•|(?<=\n)[^\w\n]{{0,4}})\s?(?:[а-я]+ \()?(?:{words})\)?\s*(?:[•·/]|$|\n)|\((?:{words})\)\s*•"
        ),
    )
    for level, words in _SAID_LEVELS
)
_SAID_HINTS: Final = {
    Seniority.INTERN: ("стаж", "intern", "trainee"),
    Seniority.MIDDLE: ("middle", "мид", "средний"),
    Seniority.SENIOR: ("senior", "сеньор", "синьор"),
    Seniority.JUNIOR: ("junior", "джун", "младший", "начинающ"),
    Seniority.LEAD: ("lead", "лид"),
}
_EXAMINED: Final = 4_000


def find(
    title: tuple[int, int] | None, text: str, kind: Kind, start: int = 0, end: int | None = None
) -> tuple[Seniority, Evidence] | None:
    """The level of a posting that lies between ``start`` and ``end`` and whose title has the offsets ``title``.

    The title's words and what follows them on its line in brackets count first; else a level named as such in the text.
    """
    stop = len(text) if end is None else end
    found = None
    if title is not None:
        found = _in_title(text, _attributes(text, title[0], start), title[1]) or _in_title(
            text, *_beside(text, title, stop), brackets=True
        )
        # "ищу стажировку" names a form of work: a level said outright says more
        if found is not None and not found[1].text.lower().startswith("стажировк"):
            return found
    examined = min(stop, start + _EXAMINED)
    said = folded(text)[start:examined]
    best: tuple[int, Seniority, Evidence] | None = None
    for level, pattern in _SAID:
        match = pattern.search(said) if has(said, _SAID_HINTS[level]) else None
        if match is not None and (best is None or match.start() < best[0]):
            at, to = start + match.start(), start + match.end()
            best = (match.start(), level, Evidence("seniority.said", at, to, text[at:to]))
    del kind  # the same words say it for a worker sought and for one who offers themselves
    return (best[1], best[2]) if best is not None else found


def _attributes(text: str, at: int, start: int) -> int:
    """Where up to three words before the title on its line begin ("я начинающий SEO-специалист")."""
    line = text.rfind("\n", max(start, at - 30), at) + 1 or max(start, at - 30)
    before = text[line:at].rsplit(None, 3)[-3:] if text[line:at].endswith(" ") else []
    return max(line, at - sum(len(word) + 1 for word in before)) if before else at


def _beside(text: str, title: tuple[int, int], stop: int) -> tuple[int, int]:
    """The rest of the title's line, at most sixty characters of it."""
    line_end = text.find("\n", title[1], min(stop, title[1] + 60))
    return title[1], line_end if line_end >= 0 else min(stop, title[1] + 60)


_ASIDE: Final = re.compile(
    r"^[ ,|/]{0,3}[(\[]?(?P<level>middle\+?|senior|junior|intern|trainee|миддл\w*|мидл\w*|сеньор\w*|джун\w*|"
    r"lead|стаж[её]р|младш\w{2})(?![а-яa-z])"
)


def _in_title(text: str, start: int, end: int, brackets: bool = False) -> tuple[Seniority, Evidence] | None:
    words = fold(text[start:end])
    if brackets:
        aside = _ASIDE.match(words)
        if aside is None:
            return None
        found = _in_title(text, start + aside.start("level"), start + aside.end("level"))
        return found if found else None
    masked = _NO_LEAD.sub(lambda match: " " * len(match.group()), words)
    for level, pattern in _TITLE:
        match = pattern.search(masked)
        if match is not None:
            at, to = start + match.start(), start + match.end()
            return level, Evidence("seniority.title", at, to, text[at:to])
    return None
