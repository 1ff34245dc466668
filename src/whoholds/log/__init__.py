"""Statements kept for ever."""
