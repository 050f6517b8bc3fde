"""Estimators against their definition, by enumeration."""

from itertools import combinations

import pytest

from hdl_agent.metrics.estimators import mean_pass_at_k, pass_all_k, pass_at_k
from hdl_agent.metrics.intervals import cluster_bootstrap, wilson


@pytest.mark.parametrize("n", range(1, 7))
def test_pass_at_k_is_the_share_of_draws_with_a_success(n: int) -> None:
    for c in range(n + 1):
        samples = [True] * c + [False] * (n - c)
        for k in range(1, n + 1):
            draws = list(combinations(samples, k))
            assert pass_at_k(n, c, k) == pytest.approx(sum(map(any, draws)) / len(draws))
            assert pass_all_k(n, c, k) == pytest.approx(sum(map(all, draws)) / len(draws))


def test_too_few_samples_say_so() -> None:
    found = mean_pass_at_k([(3, 1), (1, 1)], 2)
    assert (found.tasks, found.left_out) == (1, 1)
    assert mean_pass_at_k([(1, 1)], 2).value is None


def test_wilson_against_published_values() -> None:
    """Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263 and 1 of 29."""
    for hits, of, low, high in ((81, 263, 0.2553, 0.3662), (1, 29, 0.0061, 0.1718)):
        found = wilson(hits, of)
        assert found is not None
        assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    assert wilson(0, 0) is None


def test_the_bootstrap_draws_tasks_not_attempts() -> None:
    alike = cluster_bootstrap([(1, 2)] * 10, seed=1)
    apart = cluster_bootstrap([(2, 2), (0, 2)] * 5, seed=1)
    assert alike is not None
    assert apart is not None
    assert alike.high - alike.low == 0
    assert apart.high - apart.low > 0.3
    assert cluster_bootstrap([(1, 2)], seed=1) is None
