"""What Results should say, worked out listing by listing in plain Python: slow, and near the docstrings of Query."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from search.analysis import tokens
from search.document import company_key, document, judged
from search.pay import monthly
from search.readable import readable
from search.words import Clause, read_words
from voronka.listing import Listing
from voronka.model import Kind
from voronka.query import Query
from voronka.roles import ROLES

Check = Callable[[Listing], bool]


def _values(listing: Listing, facet: str) -> list[str]:
    posting = listing.posting
    if facet == "kind":
        return [listing.kind.value]
    if facet == "source":
        return [a.source for a in listing.appearances]
    if posting is None:
        return []
    if facet == "group":
        return [ROLES[role].group for role in posting.roles]
    if facet == "seniority":
        return [posting.seniority.value] if posting.seniority else []
    if facet == "company":
        return [posting.company] if posting.company else []
    return list({"role": posting.roles, "format": posting.formats, "employment": posting.employment,
                 "city": posting.cities}[facet])  # fmt: skip


def _has(listing: Listing, facet: str, wanted: Sequence[str]) -> bool:
    found = _values(listing, facet)
    if facet == "company":
        return bool({company_key(v) for v in found} & {company_key(v) for v in wanted})
    return bool(set(found) & set(wanted))


def _checks(query: Query, now: datetime) -> dict[str, Check]:
    kinds = query.kinds or (Kind.VACANCY, Kind.CANDIDATE, Kind.DIGEST)
    checks: dict[str, Check] = {"kind": lambda card: card.kind in kinds}
    lists = {
        "group": query.groups, "role": query.roles, "seniority": query.seniority, "format": query.formats,
        "employment": query.employment, "city": query.cities, "company": query.companies, "source": query.sources,
    }  # fmt: skip
    for name, wanted in lists.items():
        if wanted:
            checks[name] = lambda card, name=name, wanted=wanted: _has(card, name, wanted)  # type: ignore[misc]  # bound
    if query.cities and "remote" in query.formats:
        others = [value for value in query.formats if value != "remote"]
        del checks["city"], checks["format"]
        checks["place"] = lambda card: (
            _has(card, "format", ["remote"])
            or (_has(card, "city", query.cities) and (not others or _has(card, "format", others)))
        )
    if query.salary_min is not None or query.salary_max is not None:

        def paid(card: Listing) -> bool:
            pay = monthly(card.posting.salary) if card.posting else None
            if pay is None:
                return False
            return (query.salary_min is None or pay.high >= query.salary_min) and (
                query.salary_max is None or pay.low <= query.salary_max
            )

        checks["pay"] = paid
    if query.experience_max is not None:
        most = query.experience_max
        checks["experience"] = lambda card: (
            card.posting is not None
            and card.posting.experience_years is not None
            and card.posting.experience_years <= most
        )
    if query.standard:
        checks["standard"] = lambda card: judged(card)[0]
    if query.trusted:
        checks["trusted"] = lambda card: not judged(card)[1]
    if query.days is not None:
        days = timedelta(days=query.days)
        checks["days"] = lambda card: card.posted_at >= now - days
    return checks


class Words:
    """A listing's terms by place, passage by passage, as the text field has them."""

    def __init__(self, listing: Listing) -> None:
        words = readable(listing, for_index=True)
        self.title = [list(tokens(words.title))]
        self.text = [
            list(tokens(part)) for part in (words.title, words.company, *words.passages, *document(listing).skills)
        ]

    def has(self, clause: Clause) -> bool:
        return _count(self.text, clause) > 0

    def begins(self, prefix: str) -> Clause:
        return Clause(tuple((t.term,) for part in self.text for t in part if t.term.startswith(prefix)))


def _count(parts: list[list], clause: Clause) -> int:  # type: ignore[type-arg]  # lists of Token
    best = 0
    for run in clause.alternatives:
        number = 0
        for part in parts:
            at = {(t.place, t.term) for t in part}
            number += sum(
                all((t.place + n, term) in at for n, term in enumerate(run)) for t in part if t.term == run[0]
            )
        best = max(best, number)
    return best


def evaluate(
    listings: Iterable[Listing], query: Query, now: datetime, stale_days: int
) -> tuple[list[int], dict[str, object]]:
    """Ids in order, and the figures of Results."""
    known = [card for card in listings if card.owner_team is None or card.owner_team == query.team]
    words = {card.id: Words(card) for card in known}
    asked = read_words(query.text)
    required = list(asked.required)

    def textual(card: Listing) -> bool:
        mine = words[card.id]
        return all(map(mine.has, required)) and not any(map(mine.has, asked.excluded))

    base = [card for card in known if textual(card)]
    if not base and asked.prefix is not None:
        terms = {run for mine in words.values() for run in mine.begins(asked.prefix).alternatives}
        if terms:
            required[-1] = Clause(tuple(terms))
            base = [card for card in known if textual(card)]
    checks = _checks(query, now)

    def passing(cards: Iterable[Listing], *without: str) -> list[Listing]:
        return [card for card in cards if all(check(card) for name, check in checks.items() if name not in without)]

    old = {card.id for card in base if card.closed or card.is_stale(now, stale_days)}
    shown = base if query.stale else [card for card in base if card.id not in old]
    hits = passing(shown)
    facets = {}
    for name in ("kind", "group", "role", "seniority", "format", "employment", "city", "company", "source"):
        own = (name, "place") if name in ("city", "format") else (name,)
        counts = Counter(value for card in passing(shown, *own) for value in dict.fromkeys(_values(card, name)))
        facets[name] = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))

    def middle(card: Listing) -> float:
        pay = monthly(card.posting.salary) if card.posting else None
        return -math.inf if pay is None else pay.middle

    def first(card: Listing) -> float:
        return {"pay": -middle(card), "date": 0}.get(query.order, judged(card)[1])

    hits.sort(key=lambda card: (first(card), -card.posted_at.timestamp(), card.id))
    figures: dict[str, object] = {
        "total": len(hits),
        "facets": facets,
        "hidden_stale": 0 if query.stale else sum(card.id in old for card in passing(base)),
        "fresh": sum(card.posted_at >= now - timedelta(hours=24) for card in hits),
        "kinds_total": dict(facets["kind"]),
    }
    return [card.id for card in hits], figures
