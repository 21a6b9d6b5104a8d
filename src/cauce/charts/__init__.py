"""Charts and maps of published tables, drawn on the server; plain Python over `engine`."""
