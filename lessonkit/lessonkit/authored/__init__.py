"""What authors write in YAML: read strictly, checked field by field, with the line of each fault."""
