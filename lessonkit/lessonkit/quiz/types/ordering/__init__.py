"""Entries to put in order."""
