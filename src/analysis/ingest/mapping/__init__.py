"""Which column of an export holds which item of the instrument."""
