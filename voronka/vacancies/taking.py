"""Taking drafts in for a team: the same one again is no second vacancy."""

from collections.abc import Iterable
from dataclasses import dataclass

from voronka.errors import RefusedError
from voronka.store import Store, vacancies
from voronka.vacancies import life
from voronka.vacancies.draft import Draft


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one: its row in the file, the vacancy's number, whether it is new; or why there is none."""

    row: int
    number: int | None = None
    new: bool = False
    refused: RefusedError | None = None
    title: str = ""


def take_in(store: Store, team: str, by: int, found: Iterable[tuple[int, Draft | RefusedError]]) -> list[Taken]:
    """Keep drafts; one whose title and text a vacancy of the team has already is known."""
    with store.reading() as connection:
        known = {_key(Draft.from_json(row.draft)): row.id for row in vacancies.of_team(connection, team, 10_000)}
    taken = []
    for row, one in found:
        if isinstance(one, RefusedError):
            taken.append(Taken(row, refused=one))
            continue
        number, new = known.get(_key(one)), False
        if number is None:
            number, new = life.begin(store, team, by, one), True
            known[_key(one)] = number
        taken.append(Taken(row, number, new, title=one.posting.title or ""))
    return taken


def _key(draft: Draft) -> tuple[str, str]:
    return " ".join((draft.posting.title or "").casefold().split()), " ".join(draft.text.casefold().split())
