"""Cauce: from open data to evidence, and from evidence to decisions.

A self-hosted platform for public planning secretariats. ``docs/dev/architecture.md`` says which
rooms the package has and which way imports run.
"""

__version__ = "0.1.0"
