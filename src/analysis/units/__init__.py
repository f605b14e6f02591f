"""Dividing texts into units, and giving each coder's codes to them."""
