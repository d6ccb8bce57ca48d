"""Every source has a sample, and reading it gives what was expected of it (tests/samples/<source>/)."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from crawlers.registry import demo_sources, site_sources
from crawlers.samples import Sample, noticed, outcome, read_expected, read_sample, write_sample
from crawlers.sites_file import FORMS
from telegram_sources.channels import load_channels
from voronka.errors import VoronkaError
from voronka.sources import Source

FOLDER = Path(__file__).parent.parent / "samples"
SAMPLES = {path.parent.name: path.parent for path in sorted(FOLDER.glob("*/sample.json"))}
CHANNELS = {source.name: source for source in load_channels()}
SITES = {source.name: source for source in [*site_sources(demo=True), *demo_sources()]}
QUICK = {"hh_ru", "habr_career", "digital_jobster"}
"""One of each form; the others are read with --full."""


def source_of(name: str, sample: Sample) -> Source:
    return sample.row.source if sample.row else (SITES | CHANNELS)[name]


def test_every_source_has_a_sample() -> None:
    lacking = sorted(set(SITES) - set(SAMPLES))
    assert lacking == [], f"write them: voronka sources sample {lacking} (docs/sources.md)"
    assert set(CHANNELS) & set(SAMPLES), "channels are of one form: one of them is enough"
    rows = [read_sample(folder).row for folder in SAMPLES.values()]
    assert {row.form for row in rows if row} == set(FORMS), "each form of sites.yml has a sample"
    assert set(SAMPLES) - set(SITES) - set(CHANNELS) == {row.name for row in rows if row}, "of no source"


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_whole_and_holds_nobodys_data(name: str) -> None:
    sample = read_sample(SAMPLES[name])
    assert sample.source == name
    items = read_expected(SAMPLES[name])["items"]
    assert len(items) >= 2
    assert all(item["id"] and item["url"] and item["posted"] and item["text"] for item in items)
    assert [(file, notice.kind, notice.words) for file, notice in noticed(sample)] == []


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in QUICK else pytest.mark.full) for name in SAMPLES]
)
def test_a_sample_is_read_as_expected(name: str) -> None:
    sample = read_sample(SAMPLES[name])
    assert outcome(source_of(name, sample), sample) == read_expected(SAMPLES[name])


def test_a_sample_that_is_not_whole_is_told(tmp_path: Path) -> None:
    sample = read_sample(SAMPLES["habr_career"])
    source = SITES["habr_career"]
    with pytest.raises(VoronkaError, match="is not in the recording"):
        outcome(source, replace(sample, pages=sample.pages[:1]))
    write_sample(tmp_path, sample)
    assert read_sample(tmp_path) == sample
    (tmp_path / sample.files[1]).unlink()
    with pytest.raises(VoronkaError, match=r"holds no whole sample: .*02\.xml"):
        read_sample(tmp_path)
    (tmp_path / "sample.json").write_text(json.dumps({"source": 7}))
    with pytest.raises(VoronkaError, match="is not as it should be"):
        read_sample(tmp_path)
    with pytest.raises(VoronkaError, match="--again"):
        read_expected(tmp_path)
