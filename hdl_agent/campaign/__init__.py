"""Runs: the plan, its execution on this machine, the store, the cache of verdicts."""
