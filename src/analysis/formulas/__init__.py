"""The formulas: plain arrays in, an `Estimate` out; no table of ours, no configuration.

Each module is one family of statistics and is imported by its own name, so that a step depends on the
formulas it uses and on no other.
"""
