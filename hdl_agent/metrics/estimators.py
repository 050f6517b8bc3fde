"""Unbiased estimators over k samples of a task, averaged over tasks."""

from __future__ import annotations

from collections.abc import Iterable
from math import comb

from hdl_agent.data import Data


class AtK(Data):
    """An estimate over ``tasks`` tasks; ``left_out`` tasks have fewer than k samples.

    ``value`` (0 to 1) is None when no task has enough.
    """

    k: int
    value: float | None
    tasks: int
    left_out: int


def pass_at_k(n: int, c: int, k: int) -> float:
    """Probability that at least one of k samples succeeds, when c of n did.

    Chen et al. 2021 (arXiv 2107.03374), eq. 1: 1 - C(n-c, k) / C(n, k).
    """
    _check(n, c, k)
    return 1 - comb(n - c, k) / comb(n, k)


def pass_all_k(n: int, c: int, k: int) -> float:
    """pass^k: probability that all of k samples succeed: C(c, k) / C(n, k).

    Yao et al. 2024 (arXiv 2406.12045), section 2.
    """
    _check(n, c, k)
    return comb(c, k) / comb(n, k)


def mean_pass_at_k(tallies: Iterable[tuple[int, int]], k: int) -> AtK:
    """pass@k averaged over tasks, from (n, c) per task."""
    fit, left_out = _enough(tallies, k)
    return _mean([pass_at_k(n, c, k) for n, c in fit], k, left_out)


def mean_pass_all_k(tallies: Iterable[tuple[int, int]], k: int) -> AtK:
    """pass^k averaged over tasks, from (n, c) per task."""
    fit, left_out = _enough(tallies, k)
    return _mean([pass_all_k(n, c, k) for n, c in fit], k, left_out)


def _check(n: int, c: int, k: int) -> None:
    if not (0 <= c <= n and 1 <= k <= n):
        raise ValueError(f"k = {k} of n = {n} samples, c = {c} successes")


def _enough(tallies: Iterable[tuple[int, int]], k: int) -> tuple[list[tuple[int, int]], int]:
    every = list(tallies)
    fit = [(n, c) for n, c in every if n >= k]
    return fit, len(every) - len(fit)


def _mean(values: list[float], k: int, left_out: int) -> AtK:
    value = sum(values) / len(values) if values else None
    return AtK(k=k, value=value, tasks=len(values), left_out=left_out)
