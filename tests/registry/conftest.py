"""The bundled registry, loaded once."""

import pytest

from whoholds.registry import Registry, load_registry


@pytest.fixture(scope="session")
def registry() -> Registry:
    return load_registry()
