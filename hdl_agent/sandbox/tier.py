"""Which containment this machine offers, and how a user goes without it: aloud."""

from __future__ import annotations

import os
import shutil
import subprocess
from enum import StrEnum
from functools import cache

from hdl_agent.errors import HdlAgentError

VARIABLE = "HDL_AGENT_SANDBOX"
"""Set to ``none`` (by ``--sandbox none``) to run tools with limits but without bubblewrap."""


class Tier(StrEnum):
    """``bubblewrap``: namespaces and limits. ``none``: limits alone, by the user's choice."""

    BUBBLEWRAP = "bubblewrap"
    NONE = "none"


class SandboxUnavailable(HdlAgentError):
    """Neither does bubblewrap work nor did the user choose to go without."""


@cache
def probe() -> str | None:
    """None when bubblewrap works here, else why it does not and the remedy."""
    if shutil.which("bwrap") is None:
        return "bubblewrap is not installed: `sudo apt-get install bubblewrap`"
    trial = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "true"]
    done = subprocess.run(trial, capture_output=True, text=True, timeout=20, check=False)
    if done.returncode == 0:
        return None
    return (
        f"bubblewrap cannot make a namespace here ({done.stderr.strip()}): on Ubuntu 24.04 allow "
        "it with an AppArmor profile for bwrap, or `sudo sysctl "
        "kernel.apparmor_restrict_unprivileged_userns=0`"
    )


def tier() -> Tier:
    """The tier in force. Raises SandboxUnavailable with the remedy."""
    if os.environ.get(VARIABLE) == "none":
        return Tier.NONE
    trouble = probe()
    if trouble is not None:
        raise SandboxUnavailable(f"{trouble}; or say `--sandbox none` to go without")
    return Tier.BUBBLEWRAP
