"""Identifiers: how numbers, addresses and names of persons are told from everything else."""
