"""Figures of published tables: on pages, as pictures, embedded and shared."""
