"""Use cases; they know the protocols in ``ports``, never an adapter."""
