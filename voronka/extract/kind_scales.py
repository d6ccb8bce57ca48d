"""The scales on which the kind of a post is weighed, and what one side's evidence means for the other."""

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from voronka.model import Evidence, Kind

_PRIOR: Final = {Kind.VACANCY: 1.0, Kind.CANDIDATE: 0.0, Kind.CONTENT: 1.0, Kind.PROMO: 0.0}
_MAX_REASONS: Final = 8


@dataclass(frozen=True, slots=True)
class Verdict:
    """A kind, how sure it is (0–1), and the words that spoke for it."""

    kind: Kind
    confidence: float
    reasons: tuple[Evidence, ...]


class Scales:
    """Evidence for each kind as it is gathered: weights and reasons."""

    def __init__(self) -> None:
        self.weights: dict[Kind, float] = defaultdict(float, _PRIOR)
        self.reasons: dict[Kind, list[tuple[float, Evidence]]] = defaultdict(list)

    def add(self, kind: Kind, weight: float, reason: Evidence) -> None:
        """One more reason for a kind."""
        self.weights[kind] += weight
        self.reasons[kind].append((weight, reason))

    def of(self, kind: Kind, *rules: str) -> float:
        """The weight of what some rules have found for a kind."""
        return sum(weight for weight, reason in self.reasons[kind] if reason.rule in rules)

    def verdict(self) -> Verdict:
        """The heaviest kind, with what spoke for it."""
        order = sorted(self.weights, key=lambda kind: -self.weights[kind])
        best, second = order[0], order[1]
        margin = self.weights[best] - self.weights[second]
        reasons = sorted(self.reasons[best], key=lambda reason: -reason[0])[:_MAX_REASONS]
        return Verdict(best, round(1 / (1 + math.exp(-margin / 2.5)), 3), tuple(reason for _, reason in reasons))


# What advertisements say and real vacancies too; what articles say and real vacancies too.
_MILD: Final = ("kind.promo.course", "kind.promo.buy", "kind.promo.service", "kind.promo.soft_bait")
_TOLD: Final = ("kind.content.to_read", "kind.content.news", "kind.content.story")
_OFFERED: Final = ("kind.promo.buy", "kind.promo.service")
_OF_ONESELF: Final = ("kind.candidate.self", "kind.candidate.about_me", "kind.candidate.name", "kind.candidate.i_do")
# What names a trade or its terms without seeking or offering anybody.
_BARE: Final = frozenset({"kind.title", "kind.vacancy.terms", "kind.vacancy.apply", "kind.candidate.years_in_trade"})
_OF_WORK: Final = ("kind.vacancy", "kind.candidate", "kind.title", "kind.card")


def balance(scales: Scales, answerable: bool) -> None:
    """Takes from each side what the other's evidence explains; ``answerable``: somebody can be written to."""
    rules = [reason.rule for reasons in scales.reasons.values() for _, reason in reasons]
    found = set(rules)
    weights = scales.weights
    sections = rules.count("kind.vacancy.section") + 2 * rules.count("kind.vacancy.card")
    stands = "kind.title" in found or "kind.vacancy.sought" in found
    if sections >= 2 or (stands and {"kind.vacancy.apply", "kind.vacancy.pay"} <= found):
        # An advertisement has no duties and requirements.
        weights[Kind.PROMO] -= 0.6 * scales.of(Kind.PROMO, *_MILD)
        weights[Kind.CONTENT] -= 0.5 * scales.of(Kind.CONTENT, *_TOLD)
    if rules.count("kind.candidate.i_do") >= 2:
        # Somebody who tells what they do sells their work, with discounts and gifts of their own.
        weights[Kind.PROMO] -= 0.5 * scales.of(Kind.PROMO, *_OFFERED)
    if rules.count("kind.promo.mentor") >= 2:
        # Who sells help with finding work tells of themselves as those do who seek it.
        weights[Kind.CANDIDATE] -= scales.of(Kind.CANDIDATE, *_OF_ONESELF)
    if not answerable and not sections:
        # Who cannot be answered does not ask to be called: "заставлял звонить стоя".
        weights[Kind.VACANCY] -= scales.of(Kind.VACANCY, "kind.vacancy.apply")
    if not answerable and {rule for rule in found if rule.startswith(_OF_WORK)} <= _BARE:
        weights[Kind.VACANCY] -= 2.0
        weights[Kind.CANDIDATE] -= 2.0
    if {"kind.candidate.wishes", "kind.candidate.person", "kind.candidate.link"} & found and "kind.card" in found:
        weights[Kind.VACANCY] -= 3.0
    if "kind.content.closed" in found and ("kind.title" in found or sections >= 2):
        # What was a vacancy and is closed still is one; a word of thanks alone is none.
        weights[Kind.CONTENT] -= scales.of(Kind.CONTENT, "kind.content.closed")
    if rules.count("kind.content.own_notice") >= 2:
        # Rules of a chat name what they allow and forbid.
        for kind in (Kind.VACANCY, Kind.CANDIDATE, Kind.PROMO):
            weights[kind] -= 4.0
    if not answerable and "kind.content.joke" in found and not sections:
        # A dialogue that cannot be answered seeks nobody, whoever is sought in it.
        weights[Kind.VACANCY] -= scales.of(Kind.VACANCY, "kind.vacancy.sought")
    if not answerable and "kind.content.asks_readers" in found:
        # A satire has all of a vacancy's headings, asks its readers to laugh and cannot be answered.
        weights[Kind.VACANCY] -= 9.0 if "kind.content.joke" in found else 6.0
        weights[Kind.CANDIDATE] -= 4.0
