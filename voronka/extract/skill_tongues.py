"""The level at which a language is asked for or spoken, as CEFR names it where it can be said so."""

from typing import Final

from voronka.extract import lazy as re

_CEFR: Final = {
    "beginner": "A1",
    "elementary": "A1",
    "pre-intermediate": "A2",
    "preintermediate": "A2",
    "upper-intermediate": "B2",
    "upperintermediate": "B2",
    "intermediate": "B1",
    "advanced": "C1",
    "proficien": "C2",
    "аппер": "B2",
    "интермедиат": "B1",
}
_IN_WORDS: Final = (
    ("свободн", "свободно"), ("fluent", "свободно"), ("в совершенстве", "свободно"), ("svobodn", "свободно"),
    ("разговорн", "разговорный"), ("conversational", "разговорный"), ("spoken", "разговорный"),
    ("базов", "базовый"), ("basic", "базовый"), ("начальн", "базовый"),
    ("носител", "родной"), ("родн", "родной"), ("native", "родной"),
    ("технич", "технический"), ("technical", "технический"), ("делов", "деловой"), ("business", "деловой"),
)  # fmt: skip
_LEVEL: Final = (
    r"(?P<level>[abcавс][12]\b\+?|(?:pre|upper)[- ]?intermediate|intermediate|beginner|elementary|advanced|"
    r"proficien\w+|аппер\w*|интермедиат|свободн\w+|svobodn\w+|fluent\w*|в совершенстве|разговорн\w+|"
    r"conversational|spoken|"
    r"базов\w+|basic|начальн\w+|носител\w+|родн\w{2,3}|native|технич\w+|technical|делов\w+|business)"
)
_LATIN: Final = str.maketrans("авс", "abc")

_AFTER: Final = re.compile(
    r"\.?(?: (?:яз(?:ык\w*|\.)?|language))?[ :,(-]{0,4}"
    r"(?:(?:от|не ниже|уровень|уровня|на уровне|уровне|на|level|минимум|at least|at|как|владею)[ :-]{1,3}){0,3}[(«\"]?"
    + _LEVEL
)
_THEN: Final = re.compile(r"[ ,(-]{1,3}(?P<level>[abcавс][12])\b")
# "русский, базовый Excel": the level is the next word's.
_OF_NEXT: Final = re.compile(r" (?!и\b|или\b|and\b|or\b|от\b|-)\w")
_BEFORE: Final = re.compile(
    _LEVEL + r"(?:[ -](?:уровень|уровня|level|владени\w+|владею|говор\w+ по|знани\w+|знаю|of|in|на)){0,2}[ :-]{1,3}\Z"
)
_KNOWN_BEFORE: Final = re.compile(
    r"\b(?:знани\w+|владе\w+|уров\w+|зна(?:ю|ть|ете|ешь)|говор\w+|хорош\w+|уверенн\w+|язык\w*:?|good|knowledge of|"
    r"speaks?|strong)"
    r"(?:[ :,-]{1,3}\w{1,14}){0,3}[ :,-]{1,3}\Z"
)
_KNOWN_AFTER: Final = re.compile(
    r"(?: язык\w*| language)?[ ,:-]{1,3}(?:- )?(?:обязател|нужен|плюс|будет плюс|приветств|желател|не помеш|"
    r"is (?:a must|a plus|required)|required|a plus)"
)
_BARE: Final = re.compile(
    r"(?: яз\w*| language)?(?:[.,;:!)\n]|\Z| (?:и|или|обяз|буд|нуж|плюс|прив|жела|для|на|от|-|is|and))"
)
_TAUGHT: Final = re.compile(
    r"школ|курс|преподав|репетит|учител|обучен|урок|изуч|студи|методист|занят|переводчик|лагер|центр|school|"
    r"teacher|tutor"
)


def level(fold: str, at: int, stop: int, start: int, end: int) -> tuple[str, int, int] | None:
    """The level of a language named at some offsets ("" where none is said) with the offsets of all its words.

    None where the language is no skill: what is taught, a market, a team.
    """
    after = _AFTER.match(fold, stop, min(end, stop + 60))
    window = max(start, at - 40)
    before = _BEFORE.search(fold[window:at])
    if before is not None:
        more = _THEN.match(fold, stop, end)
        if more is not None:
            return _name(more["level"]), window + before.start(), more.end()
        return _name(before["level"]), window + before.start(), stop
    if after is not None and not ("," in fold[stop : after.start("level")] and _OF_NEXT.match(fold, after.end(), end)):
        return _name(after["level"]), at, after.end()
    ahead = fold[window:at]
    if _TAUGHT.search(ahead) or not _BARE.match(fold, stop, end):
        return None
    if _KNOWN_BEFORE.search(ahead) or _KNOWN_AFTER.match(fold, stop, min(end, stop + 60)):
        return "", at, stop
    return None


def _name(words: str) -> str:
    cefr = words.rstrip("+").translate(_LATIN)
    if re.fullmatch("[abc][12]", cefr):
        return cefr.upper()
    plain = words.replace(" ", "-")
    for beginning, name in _CEFR.items():
        if plain.startswith(beginning):
            return name
    return next((name for beginning, name in _IN_WORDS if words.startswith(beginning)), "")
