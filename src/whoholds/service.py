"""The verbs: read, annotate, who, timeline, claims, explain, export."""
