"""How dates and numbers are written and read in forms, by language."""
