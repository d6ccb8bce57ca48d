"""Search: what of a listing is indexed, how words are read, and the engine that answers a Query."""
