"""Cases beside each other, and the people inside them."""
