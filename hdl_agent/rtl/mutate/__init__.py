"""Planted bugs: a source with one security-relevant change, for measuring what checks find."""

from hdl_agent.rtl.mutate.mutant import Mutant, NotMutated, mutants

__all__ = ["Mutant", "NotMutated", "mutants"]
