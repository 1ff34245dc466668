"""The outside world to reports: files, folders, pages, JSON lines."""
