"""What all widgets of a page share: their base, their scripts' linker, numbers, colours and type."""
