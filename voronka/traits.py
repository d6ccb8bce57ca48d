"""What tells two listings apart though their words are alike: platform, address, code, names of people and employers.

Each trait is read from one text, by its form alone; conflicts between two texts are decided in ``voronka.conflict``.
"""

import re
from collections.abc import Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from voronka.extract.folding import has
from voronka.extract.roles import mentions
from voronka.extract.text import fold, is_known, parses, sound, stem
from voronka.fingerprint import MAX_TEXT, fingerprint, plain, weight
from voronka.guarded import Guarded, starts

_PLATFORMS: Final = {
    "market": {
        "wb": r"wb|вб|wildberries|вайлдберри[зс]\w{0,3}|валбер\w{2,4}|вайлдбер\w{0,4}",
        "ozon": r"ozon|озон\w{0,2}",
        "yandex market": r"яндекс[. -]?маркет\w{0,2}|ям(?= маркет)|yandex[. ]?market",
        "lamoda": r"lamoda|ламод\w{1,2}",
        "avito": r"avito|авито",
        "megamarket": r"(?:сбер)?мегамаркет\w{0,2}|megamarket",
        "amazon": r"amazon|амазон\w{0,2}",
        "etsy": r"etsy",
        "ebay": r"ebay",
        "aliexpress": r"aliexpress|алиэкспресс\w{0,2}",
        "kaspi": r"kaspi|каспи",
        "uzum": r"uzum|узум\w{0,2}",
    },
    "ads": {
        "vk": r"vk|вк|вконтакте|vkontakte",
        "direct": r"яндекс[. -]?директ\w{0,2}|директ(?:а|е|у|ом)?|yandex[. ]?direct",
        "google": r"google[. -]?ads|гугл[. -]?(?:ads|эдс|реклам\w{1,2})|adwords",
        "telegram": r"telegram[. -]?ads|тг[. -]?ads|телеграм[. -]?ads|посев\w{0,3}",
        "instagram": r"instagram|инстаграм\w{0,2}|инст[аеуы]",
        "youtube": r"youtube|ютуб\w{0,2}",
        "tiktok": r"tik[ -]?tok|тик[ -]?ток\w{0,2}",
        "facebook": r"facebook|фейсбук\w{0,2}|meta ads",
    },
}
_PLATFORM: Final = {
    family: Guarded(rf"(?<!\w)(?:{'|'.join(f'(?P<n{i}>{p})' for i, p in enumerate(names.values()))})(?!\w)")
    for family, names in _PLATFORMS.items()
}
_ADDRESSES: Final = {
    "street": Guarded(
        r"(?<!\w)(?:ул|улиц[аеы]|проспект[ае]?|пр-т|пр-кт|переул(?:ок|ке)|пер|бульвар[ае]?|б-р|набережн\w{2}|наб)\.? "
        r"(?:им\.? )?(\w[\w-]{2,})"
    ),
    "metro": Guarded(r"(?<![\w])(?<!\d )(?:метро|м\.|ст\. ?м\.) ?[«\"]?(\w[\w-]{2,})"),
    "mall": Guarded(r"(?<!\w)(?:тц|трц|трк|бц|торговый центр|бизнес-центр)\.? ?[«\"]?(\w[\w-]{1,})"),
}
_CODE: Final = re.compile(r"(?<![\w-])([A-ZА-ЯЁ]{1,4})[-–]\s?(\d{2,6})(?![\w-])")
_CODE_END: Final = re.compile(r"[-–]\s?\d\d")
_NUMBERED: Final = re.compile(
    r"(?:ваканси[яи]|заявка)\W{0,2}(?:№|no\.?)\W{0,2}(\d{1,7})(?!\w)"
    r"|(?:(?<!\w)код(?: вакансии)?|(?<!\w)арт(?:икул)?|(?<!\w)id|(?<!\w)ref)\W{1,3}(\d{2,7})(?!\w)"
)
_NUMBER_SIGNS: Final = ("№", "no")
_NUMBER_WORDS: Final = frozenset({"код", "арт", "id", "ref"})
_NO_CODES: Final = frozenset({"GMT", "UTC", "МСК", "COVID", "ГОСТ", "ФЗ", "ТК", "ISO", "ТОП", "TOP"})
_QUOTED: Final = re.compile(r"[«\"“„]([A-ZА-ЯЁ0-9][^«»\"“”„\n]{1,50})[»\"”“]")
# Each with words of which one stands in every match.
_HIDDEN: Final = tuple(
    (words, re.compile(pattern))
    for words, pattern in (
        (
            ("имя", "назван", "бренд"),
            r"(?:имя|название|бренд)\w{0,2}[^.\n]{0,30}"
            r"(?:назов|раскр|сообщ|на (?:встрече|собеседовании|интервью)|после|скрыт|nda)",
        ),
        (("nda",), r"(?<!\w)nda(?!\w)"),
        (
            ("агентств",),
            r"(?:кадров|рекрут\w+|hr-?|кадровое )[ -]?агентств|агентств\w по подбору"
            r"|клиент агентства|услуги агентства",
        ),
        (("бюро по",), r"бюро по подбору"),
        (("подбор",), r"(?<!\w)подбор\w? (?:персонал|в |кадр|сотруд)"),
        (("recruit",), r"recruit(?:ing|ment) (?:agency|firm)"),
        (("headhunt", "хедхант", "executive search", "confidential", "конфиденциальн"), ""),
        (("консультант ",), r"(?<!\w)консультант (?=[a-z])"),
        (("наш",), r"наш(?:ему|его)? (?:клиент|заказчик|партнер)[уа]?(?!\w)"),
        (("our client",), r"(?<!\w)our client(?!\w)"),
    )
)
_CAPITALISED: Final = re.compile(r"(?<!\w)[А-ЯЁ][а-яё]{1,14}(?!\w)")
_SHORT_NAMES: Final = {
    "саша": "александр", "катя": "екатерина", "лена": "елена", "аня": "анна", "настя": "анастасия", "маша": "мария",
    "даша": "дарья", "оля": "ольга", "наташа": "наталья", "таня": "татьяна", "юля": "юлия", "ира": "ирина",
    "света": "светлана", "надя": "надежда", "люда": "людмила", "галя": "галина", "ксюша": "ксения", "соня": "софья",
    "вика": "виктория", "поля": "полина", "дима": "дмитрий", "леша": "алексей", "миша": "михаил", "коля": "николай",
    "сережа": "сергей", "паша": "павел", "ваня": "иван", "костя": "константин", "андрюша": "андрей", "вова": "владимир",
    "володя": "владимир", "толя": "анатолий", "боря": "борис", "гриша": "григорий", "макс": "максим", "рома": "роман",
    "илюша": "илья", "тема": "артем", "петя": "петр", "степа": "степан", "федя": "федор", "антоша": "антон",
    "лиза": "елизавета", "наталия": "наталья", "данила": "даниил", "данил": "даниил",
    "слава": "", "женя": "", "валя": "", "сева": "всеволод",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Traits:
    """Traits of one text. ``platforms`` and ``addresses`` hold "family:name", ``codes`` (prefix, number).

    ``head`` are the platforms of the first line, ``quoted`` names in quotes as written, ``people`` given names (full
    forms), ``hides`` whether the text says that it keeps the employer's name back or speaks for another.
    """

    platforms: frozenset[str]
    head: frozenset[str]
    addresses: frozenset[str]
    codes: frozenset[tuple[str, str]]
    quoted: tuple[str, ...]
    hides: bool


def traits(text: str) -> Traits:
    """The traits of a text, of which at most MAX_TEXT characters are read; remembered for recent texts."""
    return _traits(text[:MAX_TEXT])


@lru_cache(maxsize=8192)
def _traits(text: str) -> Traits:
    folded = fingerprint(text).folded  # whoever compares has made it already
    first = next(
        (line for line in folded.split("\n") if sum(map(str.isalpha, line)) > 2 and line.lstrip()[:1] != "#"), ""
    )
    begun = starts(folded)
    addresses = {
        f"{family}:{stem(match[1])}"
        for family, guarded in _ADDRESSES.items()
        if (pattern := guarded.within(begun)) is not None
        for match in pattern.finditer(folded)
    }
    codes = set()
    if _CODE_END.search(text):
        codes = {(m[1], m[2]) for m in _CODE.finditer(text) if m[1] not in _NO_CODES}
    if has(folded, _NUMBER_SIGNS) or not _NUMBER_WORDS.isdisjoint(begun):
        codes |= {("№", m[1] or m[2]) for m in _NUMBERED.finditer(folded)}
    return Traits(
        platforms=_platforms(folded, begun),
        head=_platforms(first[:160], begun),
        addresses=frozenset(addresses),
        codes=frozenset(codes),
        quoted=tuple(dict.fromkeys(m[1] for m in _QUOTED.finditer(text) if len(m[1].split()) <= 5))[:12],
        hides=any(has(folded, words) and pattern.search(folded) for words, pattern in _HIDDEN),
    )


def _platforms(folded: str, begun: Set[str]) -> frozenset[str]:
    """The marketplaces and advertising systems that a folded text names, as "family:name"."""
    found = set()
    for family, guarded in _PLATFORM.items():
        pattern = guarded.within(begun)
        if pattern is not None:
            names = tuple(_PLATFORMS[family])
            found |= {f"{family}:{names[int(m.lastgroup[1:])]}" for m in pattern.finditer(folded) if m.lastgroup}
    return frozenset(found)


@lru_cache(maxsize=4096)
def people(text: str, cities: tuple[str, ...] = ()) -> frozenset[str]:
    """Given names that stand in the first lines of a person's post, in full form, lower case."""
    towns = {fold(city) for city in cities}
    found = set()
    for match in _CAPITALISED.finditer(text, 0, 600):
        word = fold(match[0])
        name = _given_name(word)
        if name and word not in towns and name not in towns:
            found.add(name)
    return frozenset(found)


@lru_cache(maxsize=16384)
def _given_name(word: str) -> str | None:
    if word in _SHORT_NAMES:
        return _SHORT_NAMES[word] or None
    if word == "питер" or not is_known(word):  # the analyser guesses names into unknown words
        return None
    for parse in parses(word)[:6]:
        if "Name" in parse.tag and (parse.score >= 0.3 or parse.tag.case == "nomn") and "Patr" not in parse.tag:
            name = str(parse.normal_form).replace("ё", "е")
            return _SHORT_NAMES.get(name, name) or None
    return None


@lru_cache(maxsize=8192)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a company's name: folded stems."""
    return tuple(plain(word) for word in re.findall(r"[^\W_]+", fold(name)))


@lru_cache(maxsize=16384)
def same_name(a: str, b: str) -> bool:
    """Whether two names of a company are one: case, quotes, small differences and transliteration aside."""
    ours, theirs = name_words(a), name_words(b)
    if not ours or not theirs:
        return a == b
    if ours == theirs or set(ours) <= set(theirs) or set(theirs) <= set(ours):
        return True
    if _is_short_for(a, b) or _is_short_for(b, a):
        return True
    left, right = ("".join(sound(word) for word in words) for words in (ours, theirs))
    return fuzz.ratio(left, right) >= 84


def _is_short_for(short: str, name: str) -> bool:
    """Whether a name is the first letters of another's words: "УРЦ" of "Уральский ремесленный центр"."""
    words = re.findall(r"[^\W_]+", name)
    return len(words) >= 3 and short.isupper() and short.lower() == "".join(word[0] for word in words).lower()


@lru_cache(maxsize=4096)
def title_words(title: str, keep_roles: bool) -> frozenset[str]:
    """What a title says beside the role's name: "лизинга" of "менеджер по продажам лизинга".

    With ``keep_roles`` the words of the role too (for trades that no role code fits).
    """
    text = title[:120]
    folded = fold(text)
    if not keep_roles:
        for mention in mentions(text):
            folded = folded[: mention.start] + " " * (mention.end - mention.start) + folded[mention.end :]
    return frozenset(word for raw in re.findall(r"[^\W\d_]{3,}", folded) if weight(word := plain(raw)) >= 1)
