import csv
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whoholds.errors import ExportError
from whoholds.publish.datapackage import Field, describe_table
from whoholds.publish.files import whole_file, write_csv


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("before")
    with pytest.raises(ZeroDivisionError), whole_file(path) as file:
        file.write("half")
        raise ZeroDivisionError
    assert path.read_text() == "before"
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]
    with whole_file(path) as file:
        file.write("after")
    assert path.read_text() == "after"


def test_a_missing_folder_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="cannot be written"):
        write_csv(tmp_path / "none" / "a.csv", ["a"], [])


CELLS = st.one_of(
    st.none(),
    st.integers(),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_cells_come_back_and_none_is_a_formula(
    tmp_path: Path, rows: list[tuple[object, object]]
) -> None:
    path = tmp_path / "a.csv"
    assert write_csv(path, ["a", "b"], [{"a": a, "b": b} for a, b in rows]) == len(rows)
    with path.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    for row, (a, b) in zip(found, rows, strict=True):
        for cell, value in ((row["a"], a), (row["b"], b)):
            if isinstance(value, str):
                plain = value.replace("\r\n", "\n").replace("\r", "\n")
                assert cell in (plain, f"'{plain}")
                assert not cell.startswith(("=", "+", "-", "@"))
            else:
                assert cell == ("" if value is None else str(value))


def test_a_data_package_keeps_its_other_tables(tmp_path: Path) -> None:
    fields = [Field("a", "string", "A.")]
    for name, title in (("b.csv", "B"), ("a.csv", "A"), ("b.csv", "B again")):
        describe_table(tmp_path / name, fields, title=title, key=["a"], version="1")
    package = json.loads((tmp_path / "datapackage.json").read_text())
    assert [(r["path"], r["title"]) for r in package["resources"]] == [
        ("a.csv", "A"),
        ("b.csv", "B again"),
    ]


@pytest.mark.parametrize("content", ["not json", '{"name": "mine"}', "[]"])
def test_somebody_elses_data_package_is_left_alone(tmp_path: Path, content: str) -> None:
    (tmp_path / "datapackage.json").write_text(content)
    with pytest.raises(ExportError, match="another data package"):
        describe_table(tmp_path / "a.csv", [], title="A", key=[], version="1")
    assert (tmp_path / "datapackage.json").read_text() == content
