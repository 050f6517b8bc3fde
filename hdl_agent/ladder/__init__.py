"""The climb: one module a rung, from a candidate to its verdict."""
