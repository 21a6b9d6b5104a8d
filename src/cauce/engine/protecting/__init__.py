"""Protection: columns generalised, masked or suppressed before a table is stored."""
