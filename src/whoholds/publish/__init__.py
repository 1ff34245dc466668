"""Holdings and claims as files and wire forms."""
