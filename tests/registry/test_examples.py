"""Every data file carries phrases that it must read; every name leads to its own party."""

from datetime import date

import pytest

from whoholds.model import Actor
from whoholds.registry import Registry, load_registry
from whoholds.registry.load import Example, examples, items, read_files

FILES, WORDS = read_files()
EXAMPLES = examples(FILES)
OPEN = "-"


def _on(example: Example) -> date | None:
    return date.fromisoformat(example.row.on) if example.row.on else None


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.file}:{e.row.words}")
def test_example_is_read_as_its_file_says(example: Example, registry: Registry) -> None:
    row, theatre = example.row, tuple(example.row.countries.split())
    assert row.actor or row.speaker or row.backers, "an example must expect something"
    if row.actor:
        actor = registry.find_actor(row.words, countries=theatre, on=_on(example))
        assert (actor.id if actor else OPEN) == row.actor
    if row.backers:
        assert registry.backed(row.words) == items(row.backers)
    if row.speaker:
        speaker = registry.find_speaker(row.words, countries=theatre, on=_on(example))
        assert (speaker.id if speaker else OPEN) == row.speaker
        if row.side:
            assert speaker is not None
            assert speaker.side == row.side


@pytest.mark.parametrize("file", [f for f, rows in FILES.items() if rows.actor or rows.speaker])
def test_every_file_with_entries_has_examples(file: str) -> None:
    assert len(FILES[file].example) >= 3


ACTORS = tuple(load_registry().actors.values())


@pytest.mark.parametrize("actor", ACTORS, ids=lambda a: str(a.id))
def test_every_name_leads_to_its_party_in_its_theatre(actor: Actor, registry: Registry) -> None:
    for name in actor.names:
        found = registry.match_actor(name, countries=actor.countries)
        assert found is not None, name
        assert found.actor.id == actor.id, name


def test_every_speaker_is_found_by_each_name_and_person(registry: Registry) -> None:
    assert len(registry.speakers) > 100
    for speaker in registry.speakers:
        for name in (*speaker.names, *speaker.people):
            found = registry.find_speaker(name, countries=speaker.countries)
            assert found is not None, name
            assert found.id == speaker.id, name


def test_the_wars_of_our_time_are_there() -> None:
    wanted = {"syria", "iraq", "ukraine", "yemen", "libya", "sudan", "ethiopia", "dr_congo"}
    wanted |= {"sahel", "nigeria", "somalia", "myanmar", "afghanistan", "gaza_lebanon"}
    assert wanted <= {file.removesuffix(".toml") for file in FILES}
