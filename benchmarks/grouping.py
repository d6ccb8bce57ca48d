"""How fast grouping is: 5,000 invented postings, medians of three runs.

    python -m benchmarks.grouping [NUMBER]

Prints the time of ``keys`` and ``compare`` for one posting or pair, and how many postings a second ``group`` takes.
"""

import random
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta

from benchmarks.invented import repost, vacancy
from voronka.fingerprint import _fingerprint
from voronka.grouping import Item, compare, group, keys
from voronka.model import Kind
from voronka.traits import _traits


def items(number: int) -> list[Item]:
    """Postings of which every third is a repost of an earlier one, with other dressing."""
    chance = random.Random(7)
    made: list[Item] = []
    begin = datetime(2026, 10, 1, tzinfo=UTC)
    for index in range(number):
        posted, channel = begin + timedelta(minutes=7 * index), f"c{index % 20}"
        if made and index % 3 == 0:
            first = chance.choice(made)
            text, posting = repost(first.text, index % 20), first.posting
        else:
            new = vacancy(chance)
            text, posting = new.text, new.posting
        made.append(Item(f"{channel}/{index}/0", Kind.VACANCY, posting, text, channel, posted))
    return made


def main() -> None:
    """Measure and print."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    postings = items(number)
    key_times, pair_times, whole = [], [], []
    for _ in range(3):
        _fingerprint.cache_clear()
        _traits.cache_clear()
        begin = time.perf_counter()
        for item in postings[:1_000]:
            keys(item)
        key_times.append((time.perf_counter() - begin) / min(1_000, number))
        known = postings[:1_000]
        begin = time.perf_counter()
        for a, b in zip(known, known[3:], strict=False):
            compare(a, b)
        pair_times.append((time.perf_counter() - begin) / max(1, len(known) - 3))
        _fingerprint.cache_clear()
        _traits.cache_clear()
        begin = time.perf_counter()
        listings = group(postings)
        whole.append(time.perf_counter() - begin)
    print(f"keys, first sight      {statistics.median(key_times) * 1e3:8.3f} ms an item")
    print(f"compare, remembered    {statistics.median(pair_times) * 1e3:8.3f} ms a pair")
    rate = number / statistics.median(whole)
    print(f"group                  {rate:8.0f} items/s ({number} items, {len(listings)} listings)")


if __name__ == "__main__":
    main()
