"""Datasets: their versions and tables, publication, search and downloads."""
