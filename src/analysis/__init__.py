"""Samskaping: the analysis of a mixed-methods study of co-creation, from raw exports to reports."""

__version__ = "0.5.0"
