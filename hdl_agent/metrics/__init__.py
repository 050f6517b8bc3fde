"""Metrics: estimators and intervals, pure functions of stored attempts."""
