"""Spanish as written in Guatemala and Peru."""
