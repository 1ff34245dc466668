"""A sentence in, its places out."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from tests.data import shared
from tests.reading.test_frames import reader
from whoholds.gazetteer import Gazetteer, distance_km, load_gazetteer
from whoholds.model import Toponym
from whoholds.reading.parse import load_parser
from whoholds.reading.where import find_toponyms, is_adjectival

NLP = spacy.blank("en")


@cache
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def doc_of(text: str, names: Sequence[tuple[str, str]] = ()) -> Doc:
    """Return a text cut into words, with the first occurrence of each (words, label) a name."""
    doc = NLP(text)
    spans = []
    for words, label in names:
        start = text.index(words)
        span = doc.char_span(start, start + len(words), label=label)
        assert span is not None, words
        spans.append(span)
    doc.ents = tuple(spans)
    return doc


def read(text: str, names: Sequence[tuple[str, str]] = ()) -> tuple[Toponym, ...]:
    return find_toponyms(doc_of(text, names), gazetteer())


def places(text: str, names: Sequence[tuple[str, str]] = ()) -> list[tuple[str, str | None]]:
    return [(t.text, t.place.id if t.place else None) for t in read(text, names)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fighting raged in Manbij.", [("Manbij", "geonames:167357")]),
        ("Syria borders Iraq.", [("Syria", "country:SY"), ("Iraq", "country:IQ")]),
        (
            "Rebels took the town of Saraqeb in Syria.",
            [("Saraqeb", "geonames:164816"), ("Syria", "country:SY")],
        ),
        (
            "He was born in Paris, Texas, in 1960.",
            [("Paris", "geonames:4717560"), ("Texas", "admin1:US.TX")],
        ),
        (
            "A fire broke out in Paris, Ark., today.",
            [("Paris", "geonames:4125402"), ("Ark.", "admin1:US.AR")],
        ),
        (
            "The army entered Deir ez-Zor in Syria.",
            [("Deir ez-Zor", "geonames:170794"), ("Syria", "country:SY")],
        ),
        (
            "Ukrainian troops hold Chasiv Yar.",
            [("Ukrainian", "country:UA"), ("Chasiv Yar", "geonames:710915")],
        ),
    ],
)
def test_places_of_a_sentence(text: str, expected: list[tuple[str, str]]) -> None:
    assert places(text) == expected


@pytest.mark.parametrize(
    ("text", "name", "place_id"),
    [
        ("The war in Syria. Troops left Aleppo province.", "Aleppo", "admin1:SY.09"),
        ("The war in Syria. Troops left the province of Aleppo.", "Aleppo", "admin1:SY.09"),
        ("The war in Syria. Troops left the city of Aleppo.", "Aleppo", "geonames:170063"),
        ("The war in Syria. Troops left Aleppo.", "Aleppo", "geonames:170063"),
        ("Shells hit Donetsk Oblast in Ukraine.", "Donetsk Oblast", "admin1:UA.05"),
        (
            "In Syria, troops took the Abu al-Duhur airbase.",
            "Abu al-Duhur",
            "region:abu-al-duhur-airbase",
        ),
    ],
)
def test_the_words_around_tell_the_kind(text: str, name: str, place_id: str) -> None:
    found = dict(places(text, [(name, "LOC")]))
    assert found[name] == place_id


def test_a_district_of_germany_is_not_a_syrian_town() -> None:
    near = read("Clashes in Idlib, Hama and Tripoli, said the war monitor in Syria.")
    assert {t.place.country for t in near if t.place and t.text != "Tripoli"} == {"SY"}


def test_context_chooses_among_namesakes() -> None:
    libya = read("Forces in Libya left Tripoli for Misrata and Sirte.")
    lebanon = read("Protests in Lebanon: crowds in Tripoli, Sidon and Beirut.")
    chosen = [next(t.place for t in found if t.text == "Tripoli") for found in (libya, lebanon)]
    assert [p.country if p else None for p in chosen] == ["LY", "LB"]


def test_the_callers_countries_choose() -> None:
    doc = doc_of("They met in Tripoli.")
    for country in ("LY", "LB"):
        (toponym,) = find_toponyms(doc, gazetteer(), countries=(country,))
        assert toponym.place is not None
        assert toponym.place.country == country


def test_what_stood_before_chooses() -> None:
    doc = doc_of("They met in Tripoli.")
    (toponym,) = find_toponyms(
        doc, gazetteer(), title="War in Lebanon", context="Clashes in Beirut and Sidon, Lebanon."
    )
    assert toponym.place is not None
    assert toponym.place.country == "LB"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Gen. Jordan Smith spoke.", [("Jordan Smith", "PER")]),
        ("Michael Jackson sang.", [("Michael Jackson", "PER")]),
        ("Fighters of Ahrar al-Sham marched.", [("Ahrar al-Sham", "ORG")]),
        ("Jaish al-Islam agreed.", [("Jaish al-Islam", "LOC")]),
        ("They spoke on Monday and in March.", []),
        ("We will take it to the police.", []),
        ("", []),
    ],
)
def test_persons_parties_and_plain_words_are_no_places(
    text: str, names: list[tuple[str, str]]
) -> None:
    assert places(text, names) == []


def test_a_village_taken_for_a_person_is_a_place() -> None:
    found = places("They took the village of Zorbaqiya in Syria.", [("Zorbaqiya", "PER")])
    assert "Zorbaqiya" in dict(found)


def test_adjectives_are_told_apart() -> None:
    found = read("The Syrian army left Syria, Syrians said.")
    assert [(t.text, is_adjectival(t)) for t in found] == [
        ("Syrian", True),
        ("Syria", False),
        ("Syrians", True),
    ]
    assert {t.place.id for t in found if t.place} == {"country:SY"}


def test_an_unknown_place_keeps_its_words() -> None:
    (toponym,) = read("They took Qwerzyxabad.", [("Qwerzyxabad", "LOC")])
    assert (toponym.text, toponym.place, toponym.score) == ("Qwerzyxabad", None, 0.0)
    assert toponym.candidates == ()


def test_a_transliteration_is_looked_for_in_the_reports_own_country() -> None:
    found = read("In Syria, troops took Sarraqyb near Idlib.", [("Sarraqyb", "LOC")])
    chosen = next(t for t in found if t.text == "Sarraqyb")
    assert chosen.place is not None
    assert chosen.place.id == "geonames:164816"
    assert chosen.score < 1


def test_one_sense_per_report() -> None:
    found = read("Fire in Paris, Texas. The mayor of Paris spoke in Paris.", [("Paris", "LOC")])
    countries = [t.place.country for t in found if t.place and t.text == "Paris"]
    assert countries == ["US", "US", "US"]


def test_runners_up_are_kept_in_order() -> None:
    (toponym,) = read("They met in Springfield.")
    scores = [c.score for c in toponym.candidates]
    assert len(scores) > 1
    assert scores == sorted(scores, reverse=True)
    assert sum(scores) <= 1.001
    assert toponym.place == toponym.candidates[0].place
    assert toponym.score == scores[0]


def test_spans_cover_their_words_and_do_not_overlap() -> None:
    text = "Troops left Deir ez-Zor, Syria’s   Raqqa province\nand the Aleppo–Damascus highway."
    found = read(text)
    assert [t.span.of(text) for t in found] == [t.text for t in found]
    ends = [0, *(t.span.end for t in found)]
    assert all(t.span.start >= end for t, end in zip(found, ends, strict=False))


def test_the_same_text_gives_the_same_places_whatever_is_read_beside_it() -> None:
    texts = ["Clashes in Tripoli, Lebanon.", "Clashes in Tripoli, Libya.", "Clashes in Tripoli."]
    fresh = load_gazetteer()
    forth = [find_toponyms(doc_of(t), fresh) for t in texts]
    back = [find_toponyms(doc_of(t), gazetteer()) for t in reversed(texts)]
    assert forth == back[::-1]


def test_a_doc_without_sentences_or_names_will_do() -> None:
    doc = Doc(Vocab(), words=["In", "Kyiv", ",", "Ukraine"], spaces=[True, False, True, False])
    assert [t.text for t in find_toponyms(doc, gazetteer())] == ["Kyiv", "Ukraine"]


def test_a_name_with_whitespace_tokens() -> None:
    doc = NLP("Clashes in\n\nKharkiv  and Kherson in Ukraine.")
    doc.ents = (Span(doc, 3, 4, label="LOC"),)
    assert {"Kharkiv", "Kherson", "Ukraine"} <= {t.text for t in find_toponyms(doc, gazetteer())}


def gold_rows(path: Path) -> list[dict[str, object]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def test_floor_on_news_without_a_parser() -> None:
    """Most places of real news are found and resolved even where nothing was parsed."""
    gold = [
        r for r in gold_rows(shared("gold", "geoparsing", "dev.jsonl")) if r["corpus"] == "TR-News"
    ][:25]
    hit = total = near = located = 0
    for row in gold:
        found = find_toponyms(NLP(str(row["text"])), gazetteer())
        toponyms = row["toponyms"]
        assert isinstance(toponyms, list)
        for name in toponyms:
            total += 1
            match = next(
                (t for t in found if t.span.start < name["end"] and name["start"] < t.span.end),
                None,
            )
            if match is None:
                continue
            hit += 1
            if name["lat"] is not None and match.place and match.place.lat and match.place.lon:
                located += 1
                point = match.place.lat, match.place.lon
                near += distance_km(point, (name["lat"], name["lon"])) <= 161
    assert hit / total > 0.8
    assert near / located > 0.85


def test_a_name_that_white_space_splits_is_no_error() -> None:
    words = ["Near", "Nahrawan", "  ", "Kyiv"]
    doc = Doc(Vocab(), words=words, spaces=[True, False, False, False])
    loc = doc.vocab.strings.add("LOC")
    marks = np.array([[2, 0], [3, loc], [2, 0], [1, loc]], dtype=np.uint64)
    doc.from_array(["ENT_IOB", "ENT_TYPE"], cast(Any, marks))
    assert [t.text for t in find_toponyms(doc, gazetteer())][-1] == "Kyiv"


def chosen(text: str) -> dict[str, str | None]:
    """The ids of the places that the names of a text mean."""
    found = find_toponyms(load_parser()(text), gazetteer())
    return {t.text: t.place.id if t.place else None for t in found}


def country_of(place_id: str | None) -> str | None:
    place = gazetteer().place(place_id) if place_id else None
    return place.country if place else None


@pytest.mark.parametrize(
    "text",
    [
        "U.S.-backed talks in Geneva broke down.",
        "American and Russian envoys will meet in Geneva to discuss Aleppo.",
    ],
)
def test_who_acts_does_not_say_where(text: str) -> None:
    assert country_of(chosen(text)["Geneva"]) == "CH"


def test_a_river_has_an_article_and_a_town_has_none() -> None:
    river = chosen("Russian troops left the right bank of the Dnipro. Kherson was retaken.")
    town = chosen("Missiles hit Dnipro and Zaporizhzhia in Ukraine.")
    assert river["Dnipro"] == "region:dnipro-river"
    assert str(town["Dnipro"]).startswith("geonames:")


def test_a_small_town_of_a_country_that_nothing_else_tells_of_is_not_guessed() -> None:
    found = chosen("Fighting went on in Jabalia, Khan Younis and the Zeitoun quarter of Gaza City.")
    assert found["Zeitoun"] is None
    assert country_of(found["Jabalia"]) == "PS"


def test_a_near_miss_far_from_everything_is_not_guessed() -> None:
    found = chosen("The army shelled Marawi and Iligan. Fighters of the Maute group fled.")
    assert found.get("Maute") is None
    assert country_of(found["Marawi"]) == "PH"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Shusha and Stepanakert were shelled.", {"Shusha", "Stepanakert"}),
        ("Troops took Kunduz. Sheberghan and Zaranj had fallen before.", {"Sheberghan", "Zaranj"}),
        ("Clashes went on in Myawaddy. Laukkai fell in January.", {"Laukkai"}),
    ],
)
def test_what_befalls_a_place_tells_that_it_is_one(text: str, names: set[str]) -> None:
    assert names <= set(chosen(text))


def test_the_capitals_of_a_party_or_an_agency_are_no_place() -> None:
    found = chosen("A source told SANA that IS left Raqqa. SANA said that the SDF entered it.")
    assert set(found) == {"Raqqa"}


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Russian troops shelled Klishchiivka and Chasiv Yar.", "Klishchiivka", "UA"),
        ("M23 took Nyanzale and Rubaya in North Kivu.", "Rubaya", "CD"),
        ("Iraqi forces retook Jalula in Diyala.", "Jalula", "IQ"),
        ("Haftar's troops moved on Ain Zara, south of Tripoli.", "Ain Zara", "LY"),
        ("Fighters of the Maute group hold Banggolo in Marawi.", "Banggolo", "PH"),
    ],
)
def test_villages_of_many_wars_are_known(text: str, name: str, country: str) -> None:
    assert country_of(chosen(text)[name]) == country


def test_a_plural_noun_tells_the_kind_of_every_name_in_its_list() -> None:
    found = chosen("Government troops died in the Homs, Hama and Deir al-Zour provinces.")
    assert found == {
        "Homs": "admin1:SY.11",
        "Hama": "admin1:SY.10",
        "Deir al-Zour": "admin1:SY.07",
    }
    towns = chosen("Clashes went on in Homs and in Deir al-Zour province.")
    assert str(towns["Homs"]).startswith("geonames:")


def test_what_holds_a_town_is_the_province_and_what_holds_a_quarter_the_city() -> None:
    assert chosen("Jets struck Saraqib, Idlib.")["Idlib"] == "admin1:SY.12"
    assert chosen("Jets struck the town of Maarat al-Numan in Idlib.")["Idlib"] == "admin1:SY.12"
    assert str(chosen("Jets struck Idlib.")["Idlib"]).startswith("geonames:")
    assert chosen("The army took 17 villages in eastern Hama.")["Hama"] == "admin1:SY.10"
    city = chosen("Clashes went on in the Sheikh Maqsoud quarter in Aleppo.")["Aleppo"]
    assert str(city).startswith("geonames:")


def test_the_longest_word_for_a_kind_finds_the_thing_and_not_its_town() -> None:
    found = chosen("Shells hit Nikopol. The Zaporizhzhia nuclear power plant lost power.")
    assert found["Zaporizhzhia"] == "region:zaporizhzhia-nuclear-power-plant"
    nikopol = gazetteer().place(str(found["Nikopol"]))
    assert nikopol is not None
    assert nikopol.name == "Nikopol"


def test_the_first_word_of_an_arabic_name_is_no_name_of_its_own() -> None:
    found = chosen("The army retook Rasm al-Nafal near Khanasser in Aleppo province.")
    assert found["Rasm al-Nafal"] is None
    assert "Rasm" not in found


def test_the_country_told_after_a_name_counts_within_a_list() -> None:
    found = places("Clashes broke out in Tripoli, Lebanon, and Tripoli, Libya.")
    assert [i for name, i in found if name == "Tripoli"] == ["geonames:266826", "geonames:2210247"]


def test_soldiers_of_a_country_are_likelier_at_home() -> None:
    assert chosen("Lebanese soldiers entered Tripoli.")["Tripoli"] == "geonames:266826"
    assert chosen("Libyan soldiers entered Tripoli.")["Tripoli"] == "geonames:2210247"
    assert chosen("Turkish soldiers entered Azaz.")["Azaz"] == "geonames:172082"
    assert chosen("U.S.-backed fighters left Geneva.")["Geneva"] == "geonames:2660646"


def test_a_place_in_the_name_of_an_armed_body_is_none() -> None:
    assert "Aleppo" not in chosen("The Free Aleppo Brigade seized Azaz.")
    text = "The Islamic State of Iraq and the Levant seized Mosul."
    assert [t.text for t in reader().read(text).toponyms] == ["Mosul"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Troops took Lyman.", "Lyman"),
        ("Saraqib changed hands.", "Saraqib"),
        ("Lyman had fallen.", "Lyman"),
    ],
)
def test_names_of_short_sentences_are_found(text: str, name: str) -> None:
    annotation = reader().read(text)
    assert [t.text for t in annotation.toponyms] == [name]
    assert [s.of(text) for s in annotation.predicates[-1].locations] == [name]
