"""Statements to holdings."""
