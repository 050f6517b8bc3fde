"""Shares with intervals: the Wilson score interval, and a bootstrap over clusters.

Attempts at one task resemble each other, so the attempts' own interval (Wilson) is too narrow for
what other tasks would show; the bootstrap resamples whole tasks. Both are given, as 95 %.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from hdl_agent.data import Data

Z_95 = 1.959963984540054
"""The 97.5 % quantile of the standard normal distribution."""

RESAMPLES = 2000


class Interval(Data):
    """A 95 % interval, as fractions of 1."""

    low: float
    high: float


class Share(Data):
    """``hits`` of ``of`` (at least 1), with the Wilson interval."""

    hits: int
    of: int
    interval: Interval

    @property
    def value(self) -> float:
        """The fraction, 0 to 1."""
        return self.hits / self.of


class Rate(Data):
    """A mean over tasks (0 to 1) of ``of`` attempts, with the Wilson interval of as many."""

    value: float
    of: int
    interval: Interval


def wilson(hits: float, of: int) -> Interval | None:
    """Wilson's score interval (JASA 22, 1927, 209-212), no continuity correction; None of none."""
    if of == 0:
        return None
    if not 0 <= hits <= of:
        raise ValueError(f"{hits} hits of {of}")
    centre = hits + Z_95**2 / 2
    spread = Z_95 * math.sqrt(hits * (of - hits) / of + Z_95**2 / 4)
    low, high = ((centre + sign * spread) / (of + Z_95**2) for sign in (-1, 1))
    return Interval(low=0.0 if hits == 0 else low, high=1.0 if hits == of else high)


def share(hits: int, of: int) -> Share | None:
    """The share with its interval; None of none."""
    interval = wilson(hits, of)
    return None if interval is None else Share(hits=hits, of=of, interval=interval)


def rate(value: float | None, of: int) -> Rate | None:
    """The rate with its interval; None of none."""
    interval = None if value is None else wilson(value * of, of)
    if value is None or interval is None:
        return None
    return Rate(value=value, of=of, interval=interval)


def cluster_bootstrap(clusters: Sequence[tuple[int, int]], seed: int) -> Interval | None:
    """Percentile interval of a pooled share, from (hits, of) per cluster.

    Deterministic for a seed and an order of clusters. None with fewer than two clusters, which say
    nothing of how clusters differ.
    """
    filled = [cluster for cluster in clusters if cluster[1]]
    if len(filled) < 2:
        return None
    generator = random.Random(seed)
    values = []
    for _ in range(RESAMPLES):
        drawn = generator.choices(filled, k=len(filled))
        values.append(sum(hits for hits, _ in drawn) / sum(of for _, of in drawn))
    values.sort()
    tail = round(0.025 * RESAMPLES)
    return Interval(low=values[tail], high=values[-1 - tail])
