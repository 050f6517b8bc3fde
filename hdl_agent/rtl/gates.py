"""The Yosys passes that bring a design to simple gates and plain registers."""

FLATTEN = ("proc", "flatten")
MEMORIES = ("opt_expr", "opt_clean", "memory_collect")
TO_GATES = (
    "memory_map",
    "async2sync",
    "opt -fast",
    "dffunmap",
    "techmap",
    "opt -fast -nodffe -nosdff",
    "dffunmap",
    "simplemap",
    "setundef -undriven -zero",
    "setundef -zero",
    "opt_clean -purge",
)
"""``dffunmap`` is repeated since ``opt`` makes enable and reset registers anew. Undefined values
read as 0, which is what synthesis commonly makes of them."""
