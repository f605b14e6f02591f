"""One headline difference computed in every admissible way."""
