"""Inside the simulator: start cocotb without pytest.

cocotb loads pytest to word the assertions that fail, which takes longer than the tests of a small
block. A first run has no use for that; a run that is to explain a failure starts cocotb as it is.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pygpi.entry

START = f"{__name__}:without_pytest"
"""What the simulator calls first when ``PYGPI_USERS`` says so."""


class _Later:
    """What cocotb asks of pytest while it loads; anything else loads the real one."""

    raises = SimpleNamespace(Exception=AssertionError)

    def __getattr__(self, name: str) -> Any:
        if name in ("RaisesExc", "RaisesGroup"):
            raise AttributeError(name)
        return getattr(import_module("pytest"), name)


def without_pytest() -> None:
    """Load cocotb with a stand-in for pytest; test modules that want it find the real one."""
    sys.modules["pytest"] = _Later()  # type: ignore[assignment]
    from cocotb.regression import RegressionManager

    del sys.modules["pytest"]
    RegressionManager.setup_pytest_assertion_rewriting = lambda *_: None  # type: ignore[method-assign]
    del os.environ["PYGPI_USERS"]
    pygpi.entry.load_entry()
