"""Rows of vacancies with the flags that each must and must not carry, and with the signs of seriousness."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from voronka.extract.beginnings import beginnings
from voronka.extract.cue_table import TABLES, cues
from voronka.extract.reader import read
from voronka.model import Flag, FlagCode, Kind, Posting

SAMPLES = Path(__file__).parents[1] / "samples" / "extract"


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SAMPLES / name).read_text(encoding="utf-8").splitlines()]


def postings(text: str, kind: Kind = Kind.VACANCY) -> tuple[Posting, ...]:
    return read(text, as_kind=kind).postings


def flags(text: str, kind: Kind = Kind.VACANCY) -> Iterator[Flag]:
    return (flag for posting in postings(text, kind) for flag in posting.flags)


@pytest.mark.parametrize("row", rows("flags.jsonl"), ids=lambda row: row["text"][:60])
def test_flags(row: dict[str, Any]) -> None:
    assert sorted({flag.code.value for flag in flags(row["text"])}) == row["flags"]


@pytest.mark.parametrize("row", rows("flags.jsonl"), ids=lambda row: row["text"][:60])
def test_each_flag_carries_the_words_it_was_read_from(row: dict[str, Any]) -> None:
    for flag in flags(row["text"]):
        assert flag.evidence
        for evidence in flag.evidence:
            assert evidence.rule.startswith(f"flag.{flag.code.value}.")
            assert evidence.text == row["text"][evidence.start : evidence.end] != ""


@pytest.mark.parametrize("row", rows("signs.jsonl"), ids=lambda row: row["text"][:60])
def test_signs(row: dict[str, Any]) -> None:
    found = {sign.rule.removeprefix("sign.") for posting in postings(row["text"]) for sign in posting.signs}
    assert set(row["has"]) - found == set()
    assert set(row["lacks"]) & found == set()


def test_a_person_who_offers_work_is_not_judged() -> None:
    text = "Мужчина, 41 год, ищу работу менеджером по продажам, только не сетевой маркетинг. ГПХ. @person_demo"
    assert [(posting.flags, posting.signs) for posting in postings(text, Kind.CANDIDATE)] == [((), ())]


def test_a_flag_belongs_to_the_position_in_whose_part_it_stands() -> None:
    text = (
        "Две вакансии в «Лесную лавку»:\n\n1. Продавец, только девушки, 40 000 ₽, 2/2\n"
        "2. Менеджер по закупкам, 70 000 ₽, 5/2\n\nПишите @lavka_demo"
    )
    found = read(text).postings
    assert [[flag.code for flag in posting.flags] for posting in found] == [[FlagCode.SEX], []]


def test_what_all_positions_share_is_said_of_each() -> None:
    text = (
        "Возраст до 35 лет. Ищем в «Лесную лавку»:\n\n1. Продавец, 40 000 ₽, 2/2\n"
        "2. Менеджер по закупкам, 70 000 ₽, 5/2\n\nПишите @lavka_demo"
    )
    found = read(text).postings
    assert [[flag.code for flag in posting.flags] for posting in found] == [[FlagCode.AGE], [FlagCode.AGE]]


@pytest.mark.parametrize("table", TABLES)
def test_no_cue_is_tried_everywhere(table: str) -> None:
    assert [cue.rule for cue in cues(table) if beginnings(cue.pattern) is None] == []
