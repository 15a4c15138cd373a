"""A prediction of what a model will show."""
