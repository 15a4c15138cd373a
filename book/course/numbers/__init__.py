"""The numbers that stand in sentences, a file a chapter: computed here once, shown with ``{eval}``."""
