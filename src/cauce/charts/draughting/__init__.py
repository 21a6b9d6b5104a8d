"""Draughting: what a process that draws needs and nothing else, so that it is small and quick.

`rendering.studio` starts ``python -m cauce.charts.draughting.process``; ``tidying`` and ``paths``
make Vega's SVG small, safe and obedient to the style sheet.
"""
