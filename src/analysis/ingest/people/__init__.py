"""Who the rows are about: who counts, what would name them, and what they are called instead."""
