"""Holdings and claims to files."""
