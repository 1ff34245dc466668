"""The built-in gazetteer, loaded once."""

import pytest

from whoholds.gazetteer import Gazetteer, load_gazetteer


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """Return the built-in gazetteer."""
    return load_gazetteer()
