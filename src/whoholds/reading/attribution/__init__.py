"""Who says what, by which cue, through whom."""
