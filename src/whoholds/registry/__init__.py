"""Names to actors and speakers."""
