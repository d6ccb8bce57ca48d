"""What was meant by a mistyped query: wrong keyboard layout (either way), transliteration, small typos.

Words are put right one by one against a closed vocabulary (filters' words, cities, roles); a word that is fine as it
stands, or that nothing is close to, is left alone.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from voronka.extract import gazetteer, query_words, roles
from voronka.extract import lazy as re
from voronka.extract.text import fold, is_known, sound, switch_layout

_CHUNK: Final = re.compile(r"\S+")
_WORD: Final = re.compile(r"[^\W_]+")
_LEAST_FUZZY: Final = 5
_LEAST_SOUND: Final = 4


@dataclass(frozen=True, slots=True)
class Repaired:
    """A query put right, with where each of its characters stood in the typed one.

    ``origin[i]`` is the (start, end) in the typed query of the word that the character ``i`` of ``text`` belongs to.
    """

    text: str
    origin: tuple[tuple[int, int], ...]


@cache
def _city_words() -> frozenset[str]:
    found = set()
    for first, names in gazetteer.names().items():
        found.add(first)
        for name in names:
            found.update(name.rest)
    return frozenset(found)


@cache
def _known_words() -> frozenset[str]:
    return query_words.VOCABULARY | query_words.SHORT_WORDS | query_words.ENGLISH | _city_words()


@cache
def _sounds() -> dict[str, str]:
    """Sound → Cyrillic word, for reading transliteration; of namesakes the filter's word wins."""
    words = sorted(w for w in _city_words() if not w.isascii() and len(w) >= _LEAST_SOUND)
    table = {sound(w): w for w in words}
    table.update({sound(w): w for w in sorted(query_words.VOCABULARY) if not w.isascii()})
    return table


@cache
def _fuzzy_words() -> tuple[str, ...]:
    words = {w for w in _known_words() if len(w) >= _LEAST_FUZZY and not w.isascii()}
    return tuple(sorted(words))


@cache
def _fuzzy_sounds() -> tuple[str, ...]:
    return tuple(sorted(s for s in _sounds() if len(s) >= 6))


@lru_cache(maxsize=4096)
def _names_role(word: str) -> bool:
    return any(m.how != "generic" or not word.isascii() for m in roles.mentions(word, forgiving=False))


def _means(word: str) -> bool:
    return word in _known_words() or word.isdigit() or _names_role(word)


def _layout(chunk: str, *, company: bool) -> str | None:
    """The chunk as the same keys give it on the other layout, where that means something and the chunk does not."""
    letters = [c for c in chunk if c.isalpha()]
    if not letters:
        return None
    latin = all(c.isascii() for c in letters)
    if not latin and any(c.isascii() for c in letters):
        return None
    if all(_means(w) for w in _WORD.findall(chunk)):
        return None
    number = re.fullmatch(r"(\d+)([rn]\.?h?)", chunk)
    if number:
        return number[1] + ("к" if number[2][0] == "r" else "т")
    bare = chunk.rstrip(",.") if latin and chunk[-1] in ",." else chunk
    turned = switch_layout(chunk)
    options = [turned] if bare == chunk else [switch_layout(bare), turned]
    for option in options:
        words = _WORD.findall(option)
        if (
            not words
            or re.search(r"[^\w\s\-/+.,]", option)
            or any(c.isalpha() and c.isascii() == latin for c in option)
        ):
            continue
        good = [(_means(w) if len(w) < 4 or not latin else _means(w) or is_known(w)) for w in words]
        short = len(option) < 3 and not (company or option in query_words.SHORT_WORDS)
        if all(good) and not short:
            return option
    return None


@lru_cache(maxsize=4096)
def _word(word: str) -> str:
    """The word of the vocabulary meant by one folded word, or the word itself."""
    if word in _known_words() or not word.isalpha() or len(word) < 2:
        return word
    if word.isascii():
        return _from_latin(word)
    if len(word) < _LEAST_FUZZY or is_known(word):
        return word
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    limit = 1 if len(word) < 8 else 2
    found = process.extract(word, _fuzzy_words(), scorer=DamerauLevenshtein.distance, score_cutoff=limit, limit=8)
    near = [(distance, choice[0] != word[0], -_weight(choice), choice) for choice, distance, _ in found]
    best = min(near, default=None)
    return best[-1] if best and (not best[1] or best[0] == 1) else word


def _from_latin(word: str) -> str:
    if word in query_words.ENGLISH:
        return word
    form = sound(word)
    meant = _sounds().get(form)
    if meant and (len(word) >= _LEAST_SOUND or meant in query_words.SHORT_WORDS):
        return meant
    if word in ("ot", "do", "let", "zp", "bez", "ili", "goda", "god", "tys", "rub"):
        return {"ot": "от", "do": "до", "let": "лет", "zp": "зп", "bez": "без", "ili": "или", "goda": "года"}.get(
            word, word
        )
    if len(form) >= 6:
        from rapidfuzz import process
        from rapidfuzz.distance import DamerauLevenshtein

        best = process.extractOne(form, _fuzzy_sounds(), scorer=DamerauLevenshtein.distance, score_cutoff=1)
        if best is not None:
            return _sounds()[str(best[0])]
    return word


@cache
def _weights() -> dict[str, int]:
    weights: dict[str, int] = {}
    for first, names in gazetteer.names().items():
        for name in names:
            for word in (first, *name.rest):
                weights[word] = max(weights.get(word, 0), name.city.population)
    return weights


def _weight(word: str) -> int:
    return 10_000_000 if word in query_words.VOCABULARY else _weights().get(word, 0)


def layout(typed: str) -> Repaired:
    """The folded query with each chunk of a wrong keyboard layout turned round."""
    folded = fold(typed)
    chunks = [(m.start(), m.end(), m.group()) for m in _CHUNK.finditer(folded)]
    turned = [_layout(c, company=False) for _, _, c in chunks]
    if any(turned):  # beside words of the wrong layout a lone letter is a preposition
        turned = [t or _layout(c, company=True) for t, (_, _, c) in zip(turned, chunks, strict=True)]
    pieces: list[tuple[str, int, int]] = []
    at = 0
    for (start, end, chunk), option in zip(chunks, turned, strict=True):
        pieces += [(folded[i], i, i + 1) for i in range(at, start)]
        pieces += [(c, start, end) for c in option] if option else _words_of(chunk, start)
        at = end
    return Repaired("".join(p[0] for p in pieces), tuple((p[1], p[2]) for p in pieces))


def _words_of(chunk: str, start: int) -> list[tuple[str, int, int]]:
    pieces: list[tuple[str, int, int]] = []
    at = 0
    for match in _WORD.finditer(chunk):
        pieces += [(chunk[i], start + i, start + i + 1) for i in range(at, match.start())]
        pieces += [(c, start + match.start(), start + match.end()) for c in match.group()]
        at = match.end()
    return pieces + [(chunk[i], start + i, start + i + 1) for i in range(at, len(chunk))]


def _filter_word(word: str) -> str:
    """A transliterated filter's word inside a role's name ("stazher pr"), in Cyrillic."""
    meant = _sounds().get(sound(word), word) if word.isascii() and len(word) >= _LEAST_FUZZY else word
    return meant if meant in query_words.VOCABULARY else word


def words(query: Repaired, taken: list[bool]) -> tuple[Repaired, list[bool]]:
    """The query with transliterated and mistyped words put right where ``taken`` does not already claim them."""
    text: list[str] = []
    origin: list[tuple[int, int]] = []
    claimed: list[bool] = []
    at = 0
    for match in _WORD.finditer(query.text):
        text += query.text[at : match.start()]
        origin += query.origin[at : match.start()]
        claimed += taken[at : match.start()]
        free = not any(taken[match.start() : match.end()])
        meant = _word(match.group()) if free else _filter_word(match.group())
        place = query.origin[match.start()]
        text += meant
        origin += query.origin[match.start() : match.end()] if meant == match.group() else [place] * len(meant)
        claimed += taken[match.start() : match.end()] if meant == match.group() else [False] * len(meant)
        at = match.end()
    text += query.text[at:]
    origin += query.origin[at:]
    claimed += taken[at:]
    return Repaired("".join(text), tuple(origin)), claimed
