"""What the author of a vacancy said of it in a form, over what its text and its JobPosting gave."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from voronka.codec import posting_from_json, posting_to_json
from voronka.model import Evidence, Posting

FIELDS: Final = (
    "title", "roles", "seniority", "salary", "formats", "employment", "cities", "company", "experience_years",
    "contacts", "skills", "deadline",
)  # fmt: skip
"""The fields of a form, in its order."""
_QUOTED: Final = 200


def values_of(posting: Posting) -> dict[str, Any]:
    """The fields of a form as JSON values."""
    row = posting_to_json(posting)
    return {name: row[name] for name in FIELDS}


def overlay(posting: Posting, form: Mapping[str, Any]) -> Posting:
    """The posting with every field of the form in its place, also those left empty.

    A value that was read as well keeps its evidence; another has the rule "form.<field>", without offsets. A form that
    cannot be read changes nothing.
    """
    given = {name: form[name] for name in FIELDS if name in form}
    try:
        said = posting_from_json({**posting_to_json(posting), **given})
    except (KeyError, TypeError, ValueError, AttributeError):
        return posting
    evidence = dict(posting.evidence)
    for name, typed in given.items():
        value = getattr(said, name)
        if value == getattr(posting, name):
            continue
        evidence.pop(name, None)
        if value not in (None, (), ("other",)) and value:
            evidence[name] = (Evidence(f"form.{name}", text=_words(typed)),)
    return replace(said, evidence=MappingProxyType(evidence))


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))[:_QUOTED]
    if isinstance(value, Mapping):
        return ", ".join(_words(one) for one in value.values() if one not in (None, [], False))[:_QUOTED]
    return str(value)[:_QUOTED]
