"""The table of cities (cities.tsv, made by make_cities.py) and the names in it found in a folded text."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from voronka.extract.text import plain_words

_TABLE: Final = Path(__file__).parent / "cities.tsv"
_LEAST_JOINED: Final = 9
WORD: Final = re.compile(r"[^\W_]+")
_BETWEEN: Final = re.compile(r"\s{0,2}[-._'’]?\s{0,2}")


@dataclass(frozen=True, slots=True)
class City:
    """One city: its Russian nominative, ISO country and population (a rough order, for choosing between namesakes)."""

    name: str
    country: str
    population: int


@dataclass(frozen=True, slots=True)
class Name:
    """One way to write a city: the words after the first, and how easily it is mistaken for something else.

    ``mark`` is "" for a name that is nothing else, "!" where only a capital letter tells it from another word, "?"
    where only the words beside it do.
    """

    city: City
    rest: tuple[str, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class CityMention:
    """A city's name at ``start``:``end`` of a text."""

    city: City
    start: int
    end: int
    mark: str


@cache
def names() -> dict[str, tuple[Name, ...]]:
    """All names by their first word, folded; longer names first, then larger cities."""
    table: dict[str, list[Name]] = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        nominative, country, population, forms, others = line.split("\t")
        city = City(nominative, country, int(population))
        for form in [*forms.split(","), *others.split(",")]:
            words = WORD.findall(form.replace("ё", "е"))
            if not words:
                continue
            if len(words) > 1 and len(joined := "".join(words)) >= _LEAST_JOINED and not form.isascii():
                table.setdefault(joined, []).append(Name(city, (), ""))  # a hashtag: "#нижнийновгород"
            mark = form[-1] if form[-1] in "!?" else "!" if form.isascii() and len(words) == 1 else ""
            table.setdefault(words[0], []).append(Name(city, tuple(words[1:]), mark))
    return {
        first: tuple(sorted(found, key=lambda n: (-len(n.rest), n.mark, -n.city.population)) if found[1:] else found)
        for first, found in table.items()
    }


def mentions(folded: str, start: int = 0, end: int | None = None) -> Iterator[CityMention]:
    """Every city's name in a folded text, the longest at each place; what the words beside it say is not looked at."""
    end = len(folded) if end is None else end
    first_words = _first_words(folded)
    behind = start
    for at, to, found in first_words[bisect_left(first_words, (start,)) :]:
        if to > end:
            break
        if at < behind:
            continue
        for name in found:
            stop = _follow(folded, to, end, name.rest)
            if stop is not None:
                yield CityMention(name.city, at, stop, name.mark)
                behind = stop
                break


@lru_cache(maxsize=2)
def _first_words(folded: str) -> list[tuple[int, int, tuple[Name, ...]]]:
    """The words with which cities' names begin, with what each may be; a post is asked about part by part."""
    table = names()
    words = plain_words(folded)
    if words is None:
        return [(*match.span(), found) for match in WORD.finditer(folded) if (found := table.get(match.group()))]
    return [(word.start, word.end, found) for word in words if (found := table.get(word.word))]


def _follow(folded: str, at: int, end: int, rest: tuple[str, ...]) -> int | None:
    for word in rest:
        gap = _BETWEEN.match(folded, at, end)
        following = WORD.match(folded, gap.end() if gap else at, end)
        if not following or following.group() != word:
            return None
        at = following.end()
    return at
