"""After an erasure: the index and the database's file are cleaned of what was erased. The one place for it."""

from datetime import timedelta
from typing import Final

from search.service import Search
from voronka.store import Store, cleaning

_THOROUGHLY_EVERY: Final = timedelta(days=1)


def tidy(store: Store, search: Search, *, at_once: bool = False) -> bool:
    """Clean the files if anything was erased since they were cleaned last; the index is then up to the store.

    What takes long (rewriting the database and the index's segments) is done at most once a day, or ``at_once``. False
    where somebody was in the way, and it has to be done again; the store keeps in mind that it is still to be done.
    """
    with store.reading() as connection:
        word = cleaning.uncleaned(connection)
        fresh = cleaning.was_cleaned(connection, store.clock.now(), _THOROUGHLY_EVERY)
    if word is None:
        return True
    if fresh and not at_once:
        return cleaning.empty_log(store.database)
    indexed = search.scrub()
    written = cleaning.rewrite(store.database)
    if not (indexed and written):
        return False
    with store.writing() as connection:
        cleaning.note_cleaned(connection, word, store.clock.now())
    return True
