"""Sentences: what a figure is of, and what is seen in it, in plain Spanish computed from data."""

from cauce.charts.sentences.saying import sentence
from cauce.charts.sentences.titles import title

__all__ = ["sentence", "title"]
