"""One query made ready to be asked of one listing at a time, with the very meaning that the index gives it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from search.document import MAX_VALUE, Document, company_key
from search.engine import DEFAULT_KINDS
from search.places import terms, texts
from search.words import Clause, Run, read_words
from voronka.model import WorkFormat
from voronka.query import Query

DAY: Final = 86_400_000_000
_LISTS: Final = {
    "group": "groups", "role": "roles", "seniority": "seniority", "format": "formats", "employment": "employment",
    "city": "cities", "source": "sources",
}  # fmt: skip
PREFIXES: Final = (8, 6, 4, 3)
"""So many first letters of a term are a key, for words that may be the beginning of a longer one."""


class Subject:
    """A listing's document, with its values and terms as sets."""

    def __init__(self, document: Document) -> None:
        self.document: Final = document
        self.values: Final = {
            name: frozenset(value[:MAX_VALUE] for value in getattr(document, attribute) if value)
            for name, attribute in _LISTS.items()
        }
        self.values["company"] = frozenset((document.company_key,) if document.company else ())
        self.places: Final = terms(texts(document))[0]

    @cached_property
    def keys(self) -> frozenset[str]:
        """All by which a query may look for it; "" is everybody's."""
        found = {"", f"kind:{self.document.kind}"}
        for name, values in self.values.items():
            found.update(f"{name}:{value}" for value in values)
        for term in self.places:
            found.add(f"word:{term}")
            found.update(f"begins:{term[:length]}" for length in PREFIXES if len(term) >= length)
        return frozenset(found)

    def has(self, clause: Clause) -> bool:
        """Whether any of a clause's spellings stands in it."""
        return any(self._has_run(run) for run in clause.alternatives)

    def _has_run(self, run: Run) -> bool:
        if len(run) == 1:
            return run[0] in self.places
        if not all(term in self.places for term in run):
            return False
        others = [set(self.places[term]) for term in run[1:]]
        return any(
            all(start + distance in places for distance, places in enumerate(others, start=1))
            for start in self.places[run[0]]
        )

    def begins(self, prefix: str) -> bool:
        """Whether a word of it begins so."""
        return any(term.startswith(prefix) for term in self.places)


@dataclass(frozen=True, slots=True)
class Conjunct:
    """A thing a query asks for: a listing has one of these keys, or does not fit; ``share`` guesses how many have."""

    keys: tuple[str, ...]
    share: float


# how many of all listings have a value: guesses, for they decide no answer, only how soon it is found
_SHARES: Final = {
    "company": 0.002, "city": 0.05, "role": 0.08, "source": 0.1, "seniority": 0.2, "format": 0.35, "employment": 0.35,
    "group": 0.4, "kind": 0.6,
}  # fmt: skip
_WORD_SHARE: Final = 0.03
_BEGINNING_SHARE: Final = 0.04


class Compiled:
    """A query's words and filters; ``fits`` leaves out the beginnings of words, for which the whole index is asked."""

    def __init__(self, query: Query) -> None:
        self.query: Final = query
        self.words: Final = read_words(query.text)
        self.kinds: Final = frozenset(query.kinds or DEFAULT_KINDS)
        wanted = {name: frozenset(v[:MAX_VALUE] for v in getattr(query, field)) for name, field in _LISTS.items()}
        wanted["company"] = frozenset(map(company_key, query.companies))
        self.cities: Final = wanted["city"] if WorkFormat.REMOTE in query.formats else frozenset()
        self.others: Final = wanted["format"] - {WorkFormat.REMOTE}
        if self.cities:
            del wanted["city"], wanted["format"]
        self.wanted: Final = tuple((name, values) for name, values in wanted.items() if values)

    def passes(self, subject: Subject, now: int, stale_days: int) -> bool:
        """Whether a listing passes all filters, is visible to the query's team, and is not old unless it may be."""
        document, query = subject.document, self.query
        if document.kind not in self.kinds:
            return False
        for name, values in self.wanted:
            if values.isdisjoint(subject.values[name]):
                return False
        if self.cities and not self._is_there(subject):
            return False
        if document.team and document.team[:MAX_VALUE] != (query.team or "")[:MAX_VALUE]:
            return False
        if not query.stale and (document.closed or document.alive < now - stale_days * DAY):
            return False
        if query.salary_min is not None and (document.pay is None or document.pay.high < query.salary_min):
            return False
        if query.salary_max is not None and (document.pay is None or document.pay.low > query.salary_max):
            return False
        most = query.experience_max
        if most is not None and (document.experience is None or document.experience > most):
            return False
        if query.days is not None and document.posted < now - query.days * DAY:
            return False
        return (document.standard or not query.standard) and not (document.suspicious and query.trusted)

    def _is_there(self, subject: Subject) -> bool:
        formats = subject.values["format"]
        if WorkFormat.REMOTE in formats:
            return True
        in_city = not self.cities.isdisjoint(subject.values["city"])
        return in_city and (not self.others or not self.others.isdisjoint(formats))

    def has_words(self, subject: Subject) -> bool:
        """Whether all words stand in a listing as they are, and none that must not."""
        return all(map(subject.has, self.words.required)) and not any(map(subject.has, self.words.excluded))

    def may_begin(self, subject: Subject) -> bool:
        """Whether a listing has all words where the last one is taken for the beginning of a longer one."""
        words = self.words
        return (
            words.prefix is not None
            and all(map(subject.has, words.required[:-1]))
            and not any(map(subject.has, words.excluded))
            and subject.begins(words.prefix)
        )

    def conjuncts(self) -> Iterator[Conjunct]:
        """All that a listing which fits must have; always at least its kind."""
        yield Conjunct(tuple(f"kind:{kind}" for kind in self.kinds), _SHARES["kind"] * min(len(self.kinds), 1.5))
        for name, values in self.wanted:
            yield Conjunct(tuple(f"{name}:{value}" for value in values), _SHARES[name] * len(values))
        if self.cities:
            keys = (f"format:{WorkFormat.REMOTE}", *(f"city:{city}" for city in self.cities))
            yield Conjunct(keys, _SHARES["format"] + _SHARES["city"] * len(self.cities))
        for number, clause in enumerate(self.words.required):
            # of a phrase the longest word is taken for the rarest
            keys = tuple(f"word:{max(run, key=len)}" for run in clause.alternatives)
            share = _WORD_SHARE * len(keys)
            if self.words.prefix is not None and number == len(self.words.required) - 1:
                length = next(length for length in PREFIXES if length <= len(self.words.prefix))
                keys += (f"begins:{self.words.prefix[:length]}",)
                share += _BEGINNING_SHARE * 4 / length
            yield Conjunct(keys, share)
