"""The ``cauce`` command: one module for each of its commands, loaded when called."""

from cauce.cli.main import main

__all__ = ["main"]
