"""One option that is right, or several."""
