"""Names to actors and speakers."""

from whoholds.registry.registry import Registry, load_registry
from whoholds.registry.rows import ActorMatch, Side, SpeakerEntry

__all__ = ["ActorMatch", "Registry", "Side", "SpeakerEntry", "load_registry"]
