"""A title in the nominative: "ищем главного редактора" names a "главный редактор".

Only the first noun and the adjectives before it are put right, and those of each further name of the same position
("редактора и автора"); what the position is about ("отдела продаж") stays as the text has it.
"""

from functools import cache, lru_cache
from itertools import islice, zip_longest
from typing import Any, Final

from voronka.extract import lazy as re
from voronka.extract import role_table
from voronka.extract.text import fold, is_known, parses

_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BETWEEN: Final = re.compile(r"[ -]*")
_ALTERNATIVE: Final = re.compile(r"\s*(?:[/,+&]|и|или|либо)\s*", re.IGNORECASE)
_AND: Final = frozenset({"и", "или", "либо"})
# An abbreviation with an ending of its own: "РОПа", "SMM-щика", "SEO-шников".
_ABBREVIATION: Final = re.compile(r"(?P<base>[А-ЯЁA-Z]{2,6})-?(?:а|у|ом|ов)\Z")
_SLANG: Final = re.compile(
    r"(?P<base>[\w-]*(?:щи|шни|чи))(?:ка|ку|ком|ков|кам|ками)\Z|(?P<she>[\w-]*[щч]иц)(?:у|ей|ы)\Z", re.IGNORECASE
)
_LEVEL: Final = re.compile(r"(?:сеньор|синьор|мидд?л|джун|джуниор)[а-я]{0,2}\Z")
_OBLIQUE: Final = frozenset({"gent", "datv", "accs", "ablt", "loct"})
_MAX_WORDS: Final = 12
# Parts of a firm, which stand in names of positions but are none: "Team Lead отдела продаж".
_UNITS: Final = frozenset(
    {"отдел", "группа", "служба", "направление", "департамент", "команда", "центр", "проект", "офис", "магазин", "сеть"}
)


@cache
def _names() -> frozenset[str]:
    """The words of role names, as the table has them: nearly all stand there in the nominative."""
    return frozenset(role_table.words())


def of(title: str, *, governed: bool) -> str:
    """The title with its names in the nominative singular where they stand in another case; else unchanged.

    ``governed`` says that a verb or noun before it asks for another case ("ищем …"): then a form that may be the
    nominative of another word ("аналитика") is not taken for one.
    """
    pieces: list[str] = []
    at = 0
    before: list[re.Match[str]] = []  # adjectives and modifiers of the noun looked for
    wanted, changed = True, False
    words = list(islice(_WORD.finditer(title), _MAX_WORDS))
    for match, after in zip_longest(words, words[1:]):
        if match.group().lower() in _AND:
            continue
        if not wanted:
            if not _ALTERNATIVE.fullmatch(title, at, match.start()) and not _coordinate(title, at, match):
                continue
            wanted = True
        if before and not _BETWEEN.fullmatch(title, before[-1].end(), match.start()):
            before = []
        turned = _noun(match.group(), governed or changed)
        if turned is not None and after is not None and _BETWEEN.fullmatch(title, match.end(), after.start()):
            # "старшего менеджера": the adjective may be a noun of its own, but here a noun follows.
            turned = None if _is_adjective(match.group()) and _noun(after.group(), governed or changed) else turned
        if turned is None:
            if not _may_precede(match.group()):
                break
            before.append(match)
            continue
        if any(_is_noun(word.group()) for word in before) and not _is_person(match.group()):
            break  # "модератор чатов": what the position is about
        for word in before:
            pieces += [title[at : word.start()], _adjective(word.group(), turned[1])]
            at = word.end()
        pieces += [title[at : match.start()], turned[0]]
        at = match.end()
        wanted, changed, before = False, True, []
    return "".join([*pieces, title[at:]]) if changed else title


def _coordinate(title: str, at: int, word: re.Match[str]) -> bool:
    """Whether a word goes on with the name before it, in the instrumental as that one: "продавцом консультантом"."""
    return title[at : word.start()] == " " and any(
        "ablt" in p.tag and "anim" in p.tag and p.normal_form.replace("ё", "е") in _names()
        for p in parses(fold(word.group().rsplit("-", maxsplit=1)[-1]))
    )


def _like(word: str, model: str) -> str:
    """The word in the letters of its model: capitals, and е where the model has no ё."""
    if "ё" not in model.lower():
        word = word.replace("ё", "е")
    if len(model) > 1 and model.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


def _noun(word: str, governed: bool) -> tuple[str, bool] | None:
    """The nominative of a person's name in another case and whether it is feminine; None for any other word."""
    short = _ABBREVIATION.match(word)
    if short:
        return short["base"], False
    *first, last = word.split("-")
    slang = _SLANG.match(last)
    if slang and not is_known(fold(last)):
        return "-".join([*first, slang["base"] + _cased("к", word) if slang["base"] else slang["she"] + "а"]), bool(
            slang["she"]
        )
    turned = _one(last, governed)
    if turned is None:
        return None
    head, feminine = turned
    return "-".join([*(_part(part) for part in first), head]), feminine


def _part(word: str) -> str:
    """The first part of a compound: "продавца" of "продавца-консультанта" is a name too, "контент" is none."""
    turned = _one(word, False)
    return turned[0] if turned and (is_known(fold(word)) or fold(turned[0]) in _names()) else word


def _cased(letter: str, model: str) -> str:
    return letter.upper() if model.isupper() else letter


@lru_cache(maxsize=4096)
def _one(word: str, governed: bool) -> tuple[str, bool] | None:
    folded = fold(word)
    nouns: list[Any] = [p for p in parses(folded) if p.tag.POS == "NOUN"]
    named = [p for p in nouns if p.normal_form.replace("ё", "е") in _names()]
    oblique = [p for p in nouns if p.tag.case in _OBLIQUE and p.normal_form.replace("ё", "е") != folded]
    people = [p for p in oblique if "anim" in p.tag] or [
        p for p in oblique if p in named and p.normal_form not in _UNITS
    ]
    people.sort(key=lambda p: p not in named)
    if not people:
        return None
    straight = [p for p in nouns if p.tag.case == "nomn" and p.tag.number == "sing"]
    plural = [p for p in nouns if p.tag.case == "nomn" and p.tag.number == "plur" and "anim" in p.tag]
    known = is_known(folded)
    if any("anim" in p.tag and p.normal_form.replace("ё", "е") in _names() for p in straight):
        return None
    if known and straight and not (governed and people[0] in named):
        return None
    if not known and straight and people[0] not in named:
        return None
    if plural and people[0].tag.number == "plur":
        return None
    return _like(people[0].normal_form, word), "femn" in people[0].tag


@lru_cache(maxsize=4096)
def _may_precede(word: str) -> bool:
    """Whether a word may stand between the beginning of a name and its noun: an adjective, a modifier, a Latin word."""
    found = parses(fold(word.rsplit("-", maxsplit=1)[-1]))
    if not found or _LEVEL.match(fold(word)):
        return True
    if _is_adjective(word):
        return True
    return found[0].tag.POS == "NOUN" and not any("anim" in p.tag and p.tag.case == "nomn" for p in found)


@lru_cache(maxsize=4096)
def _is_adjective(word: str) -> bool:
    return any(p.tag.POS in ("ADJF", "PRTF") for p in parses(fold(word))[:6])


@lru_cache(maxsize=4096)
def _is_noun(word: str) -> bool:
    return any(p.tag.POS == "NOUN" for p in parses(fold(word))[:1])


@lru_cache(maxsize=4096)
def _is_person(word: str) -> bool:
    return any("anim" in p.tag for p in parses(fold(word.rsplit("-", maxsplit=1)[-1])))


def _adjective(word: str, feminine: bool) -> str:
    """An adjective in the nominative singular; any other word as it is."""
    for parse in parses(fold(word)):
        if parse.tag.POS in ("ADJF", "PRTF") and parse.tag.case in _OBLIQUE:
            turned = parse.inflect({"nomn", "sing", "femn" if feminine else "masc"})
            if turned is not None:
                return _like(turned.word, word)
    return word
