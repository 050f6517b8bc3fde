"""Where every tool runs that reads a file nobody vouches for: no network, no secrets, limits."""

from hdl_agent.sandbox.limits import Limits
from hdl_agent.sandbox.run import Completed, ToolMissing, run, stop_all, tool
from hdl_agent.sandbox.tier import SandboxUnavailable, Tier, tier
from hdl_agent.sandbox.work import warm, work

__all__ = [
    "Completed",
    "Limits",
    "SandboxUnavailable",
    "Tier",
    "ToolMissing",
    "run",
    "stop_all",
    "tier",
    "tool",
    "warm",
    "work",
]
