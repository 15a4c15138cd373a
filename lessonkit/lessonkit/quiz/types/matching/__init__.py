"""Entries and what they go with."""
