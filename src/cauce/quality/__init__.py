"""Quality: what a table would expose of persons, and later how good it is. Plain Python, no web."""
