"""Reading any file: its bytes, its grids, its tables, its columns, and the recipe of it all."""
