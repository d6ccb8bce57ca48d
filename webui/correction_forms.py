"""The forms by which a fact is corrected: what stands in them, what was typed, and what it means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from voronka import given
from voronka.corrections import Field
from voronka.errors import RefusedError
from voronka.listing import Listing
from voronka.model import Kind, Period, Posting, Salary
from voronka.pay_text import amount, checked
from voronka.present import pay_in_words, pay_note, thousands
from webui import words
from webui.hostile import line
from webui.i18n import _

_FORM_OF: Final = {"roles": "roles", "salary": "salary", "cities": "place", "formats": "place"}
_SPARE: Final = 2
_LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in a form: texts by name, and lists of them (roles, cities, formats)."""

    texts: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """One input."""
        return self.texts.get(name, "")

    def many(self, name: str) -> Sequence[str]:
        """All values of a name."""
        return self.lists.get(name, ())

    def lines(self, name: str) -> list[str]:
        """All values of a name with some empty ones, for one input each."""
        return [*self.many(name), *[""] * _SPARE]


def form_of(fact: str) -> str | None:
    """Which form corrects a fact; None for one that cannot be corrected."""
    return _FORM_OF.get(fact)


def of_listing(listing: Listing) -> Typed:
    """What stands in the forms of a listing before anything was typed."""
    posting = listing.posting or Posting()
    texts = {"kind": listing.newest.post_kind.value, **pay_texts(posting.salary)}
    roles = [words.role(code) for code in posting.roles if code != "other"]
    lists = {"roles": roles, "cities": posting.cities, "formats": [one.value for one in posting.formats]}
    return Typed(texts, lists)


def pay_texts(pay: Salary | None) -> dict[str, str]:
    """What stands in the inputs of a pay."""
    if pay is None:
        return {}
    return {
        "min": "" if pay.min is None else thousands(pay.min),
        "max": "" if pay.max is None else thousands(pay.max),
        "currency": pay.currency,
        "period": pay.period.value,
        "tax": {None: "", True: "gross", False: "net"}[pay.gross],
        "variable": "1" if pay.variable else "",
    }


def typed(form: MultiDict[str, str]) -> Typed:
    """What was typed, as it was."""
    texts = {name: form[name][:_LONGEST] for name in ("kind", "min", "max", "currency", "period", "tax", "variable",
                                                      "none", "other") if name in form}  # fmt: skip
    lists = {
        name: [text[:_LONGEST] for text in form.getlist(name) if text.strip()]
        for name in ("roles", "cities", "formats")
    }
    return Typed(texts, lists)


def kind(filled: Typed) -> Kind:
    """The kind that was chosen; raises RefusedError where there is none."""
    try:
        return Kind(filled.text("kind"))
    except ValueError as error:
        raise RefusedError("kind", _("Выберите, что это.")) from error


def values(what: str, filled: Typed, listing: Listing) -> dict[Field, Any]:
    """The fields that a form gives otherwise than a listing shows them; raises RefusedError for what cannot be."""
    found: dict[Field, Any] = {}
    if what == "roles":
        found[Field.ROLES] = given.roles(filled.many("roles"))
    elif what == "salary":
        found[Field.SALARY] = None if filled.text("none") else salary(filled)
    else:
        found[Field.CITIES] = given.cities(filled.many("cities"))
        found[Field.FORMATS] = given.formats(filled.many("formats"))
    shown = listing.posting or Posting()
    if set(found.get(Field.FORMATS, shown.formats)) == set(shown.formats):
        found.pop(Field.FORMATS, None)  # the form gives them in its own order
    return {name: value for name, value in found.items() if value != getattr(shown, name.value)}


def salary(filled: Typed) -> Salary:
    """The pay that was typed; raises RefusedError for what is none."""
    try:
        period = Period(filled.text("period") or Period.MONTH)
    except ValueError as error:
        raise RefusedError("period", _("Такого срока в списке нет.")) from error
    return checked(
        Salary(
            amount(filled.text("min")),
            amount(filled.text("max")),
            filled.text("currency") or "RUB",
            period,
            {"gross": True, "net": False}.get(filled.text("tax")),
            bool(filled.text("variable")),
        )
    )


def said(field_name: Field, value: Any) -> str:
    """A value of a corrected field in words."""
    if value is None or value == ():
        return _("не указано")
    if field_name is Field.KIND:
        return words.kind(value)
    if field_name is Field.SALARY:
        return " ".join([pay_in_words(value), *([pay_note(value)] if pay_note(value) else [])])
    if field_name is Field.ROLES:
        return ", ".join(map(words.role, value))
    return line(", ".join(map(words.work_format, value) if field_name is Field.FORMATS else value))
