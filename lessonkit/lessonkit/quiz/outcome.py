"""How a page marks the outcome of a prediction."""

START = r"<!-- outcome: ([\w-]+) -->"
END = r"<!-- end of outcome -->"
