"""What a listing's page says of a vacancy's flags, and how it stands to the standard of a vacancy."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from voronka.listing import Listing
from voronka.model import DISCRIMINATION, SUSPICIOUS, Evidence, FlagCode, Kind, Posting
from voronka.present import pay_in_words
from voronka.standard import Check, Criterion, Missing, is_suspicious, standard
from webui import flag_words, words
from webui.hostile import line
from webui.i18n import _, language

_QUOTE: Final = 80
_QUOTES: Final = 2
_TRAITS: Final = (FlagCode.AGENCY, FlagCode.HIDDEN)


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said of a listing, and the words of its text that it was read from."""

    text: str
    quotes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion: what it is called, what meets it (in words or in quotes), or what to ask."""

    name: str
    met: bool
    said: str
    quotes: Sequence[str]
    question: str


@dataclass(frozen=True, slots=True)
class StandardView:
    """The standard of one vacancy; ``message`` is all that should be asked, ready to be sent to the author.

    It is empty where there is nothing to be asked, and where a flag says to beware of the author.
    """

    rows: Sequence[Row]
    score: int
    more: Sequence[str]
    message: str


def warnings(posting: Posting) -> list[Remark]:
    """What to beware of, with the reason: "Похоже на мошенничество: просят залог"."""
    found = []
    for flag in posting.flags:
        if flag.code in SUSPICIOUS:
            reasons = dict.fromkeys(filter(None, map(flag_words.reason, (e.rule for e in flag.evidence))))
            said = ", ".join(list(reasons)[:_QUOTES])
            name = flag_words.warning(flag.code)
            found.append(Remark(f"{name}: {said}" if said else name, _quotes(flag.evidence)))
    return found


def traits(posting: Posting) -> list[str]:
    """Quiet tags: that an agency speaks, that the employer keeps its name back."""
    return [flag_words.trait(flag.code) for flag in posting.flags if flag.code in _TRAITS]


def unlawful(posting: Posting) -> list[Remark]:
    """What the law forbids to ask for."""
    return [
        Remark(flag_words.limit(flag.code), _quotes(flag.evidence))
        for flag in posting.flags
        if flag.code in DISCRIMINATION
    ]


def standard_view(listing: Listing, title: str) -> StandardView | None:
    """How a vacancy stands to the standard; None for anything else."""
    posting = listing.posting
    if posting is None or listing.kind not in (Kind.VACANCY, Kind.DIGEST):
        return None
    return standard_of(posting, title)


def standard_of(posting: Posting, title: str) -> StandardView:
    """How what a vacancy says stands to the standard."""
    found = standard(posting)
    rows = [_row(check, posting) for check in found.checks]
    more = [flag_words.question(m.value) for m in found.missing if m is not Missing.PAY]  # the budget asks for pay
    # who seems to deceive is not asked for more
    asked = [] if is_suspicious(posting) else [*(row.question for row in rows if not row.met), *more]
    greeting = _("Здравствуйте! Вопросы по вакансии «%(title)s»:", title=title)
    message = "\n".join([greeting, *(f"— {question}" for question in asked)]) if asked else ""
    return StandardView(rows, found.score, more, message)


def _row(check: Check, posting: Posting) -> Row:
    said, quotes = "", _quotes(check.evidence)
    if check.criterion is Criterion.ROLE and check.met:
        said = ", ".join(words.role(r) for r in posting.roles if r != "other") or line(posting.title or "")
        quotes = ()
    elif check.criterion is Criterion.BUDGET and posting.salary is not None:
        said, quotes = pay_in_words(posting.salary, language()), ()
    elif check.criterion is Criterion.SIGNS:
        said, quotes = ", ".join(dict.fromkeys(flag_words.sign(e.rule) for e in check.evidence)), ()
    elif check.met and (not quotes or check.evidence[0].rule.startswith("form.")):
        day = posting.deadline or posting.starts
        said, quotes = f"{day:%d.%m.%Y}" if day else "", ()
    return Row(flag_words.criterion(check.criterion), check.met, said, quotes, flag_words.question(check.criterion))


def _quotes(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    found = dict.fromkeys(line(e.text) for e in evidence if e.text.strip())
    return tuple(q if len(q) <= _QUOTE else q[:_QUOTE].rsplit(" ", 1)[0] + "…" for q in list(found)[:_QUOTES])
