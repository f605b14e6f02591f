"""What a cell means: the value of an answer, or the reason why there is none."""
