"""A faulty data file is refused with its file and entry."""

import pytest

from whoholds.errors import KnowledgeError
from whoholds.registry import Registry
from whoholds.registry.compile import compile_tables
from whoholds.registry.load import parse_file, read_files

FILES, WORDS = read_files()


def _actor(actor_id: str, **fields: str) -> str:
    rows = {"id": actor_id, "name": f"Party-{actor_id}1", **fields}
    return "[[actor]]\n" + "".join(f'{key} = "{value}"\n' for key, value in rows.items())


def _registry(*texts: str) -> Registry:
    files = {
        f"file{number}.toml": parse_file(f"file{number}.toml", f'countries = "SY"\n{text}'.encode())
        for number, text in enumerate(texts)
    }
    return Registry(compile_tables(files, WORDS))


@pytest.mark.parametrize(
    ("texts", "entry", "what"),
    [
        ((_actor("a"), _actor("a")), "a", "already taken in file0.toml"),
        ((_actor("Not An Id"),), "Not An Id", "lower-case words"),
        ((_actor("a", parents="b"),), "a", "no actor 'b'"),
        ((_actor("a", backers="b 2015.."),), "a", "no actor 'b'"),
        ((_actor("a", parents="b") + _actor("b", parents="a"),), "a", "its own parents"),
        ((_actor("a", parents="b 2016..2015") + _actor("b"),), "a", "not after"),
        ((_actor("a", parents="b since 2015") + _actor("b"),), "a", "'id since..until'"),
        ((_actor("a", countries="Syria"),), "a", "country code"),
        ((_actor("a", names="X Front") + _actor("b", names="the X-Front"),), "b", "ambiguous"),
        ((_actor("a", names="; '"),), "a", "has no word"),
        ((_actor("a", kind="gang"),), "the file", "gang"),
        ((_actor("a", nickname="x"),), "the file", "nickname"),
        (("[[actor]\n",), "the file", "Expected"),
        (('[[generic]]\nactor = "x"\nwords = "rebels"',), "generic", "no actor 'x'"),
        ((_actor("a") + '[[generic]]\nactor = "a"\ngroup = "cats"',), "a", "cats"),
        ((_actor("a") + '[[generic]]\nactor = "a"\nsince = "May"',), "a", "ISO"),
        ((_actor("a") + '[[backed]]\nactor = "a"\nbacker = "b"',), "backed", "no actor 'b'"),
        ((_actor("a") + '[[side]]\nname = "s"\nmembers = "b"',), "s", "no actor 'b'"),
        (
            (_actor("a") + '[[side]]\nname = "s"\nmembers = "a"\nagainst = "t"',),
            "s",
            "no such side",
        ),
        (('[[speaker]]\nid = "s"\nname = "S"\nkind = "medium"\nside = "x"',), "s", "no actor 'x'"),
        (('[[speaker]]\nid = "s"\nname = "S"\nkind = "medium"\n' * 2,), "s", "already in"),
        (('states = [["RU", "Russia"]]',), "Russia", "a state has"),
    ],
)
def test_fault_names_file_and_entry(texts: tuple[str, ...], entry: str, what: str) -> None:
    with pytest.raises(KnowledgeError) as raised:
        _registry(*texts)
    assert raised.value.where == f"registry/data/file{len(texts) - 1}.toml"
    assert entry in raised.value.what
    assert what in raised.value.what


def test_a_name_may_be_shared_in_two_countries() -> None:
    registry = _registry(
        _actor("a", names="Victory Front", countries="SY"),
        _actor("b", names="Victory Front", countries="LY"),
    )
    assert [actor.id for actor in registry.known_as("the victory front")] == ["a", "b"]
    found = registry.find_actor("Victory Front fighters", countries=("LY",))
    assert found is not None
    assert found.id == "b"
    assert registry.find_actor("Victory Front fighters") is None


def test_a_marked_name_may_be_shared_in_one_country() -> None:
    registry = _registry(
        _actor("a", names="Victory Front"),
        _actor("b", names="Victory Front", ambiguous="Victory Front"),
    )
    assert len(registry.known_as("Victory Front")) == 2
