"""Which cells are modelled, and how."""

from __future__ import annotations

from hdl_agent.security.rules.netlist.arithmetic import equal, order, shift, total
from hdl_agent.security.rules.netlist.cells import Model
from hdl_agent.security.rules.netlist.gates import (
    bitwise,
    bmux,
    logic,
    mux,
    negated,
    passed,
    pmux,
    reduce,
)

MODELS: dict[str, Model] = {
    "$and": bitwise(lambda bdd, a, b: bdd.and_(a, b)),
    "$or": bitwise(lambda bdd, a, b: bdd.or_(a, b)),
    "$xor": bitwise(lambda bdd, a, b: bdd.xor(a, b)),
    "$xnor": bitwise(lambda bdd, a, b: bdd.not_(bdd.xor(a, b))),
    "$not": negated,
    "$pos": passed,
    "$reduce_and": reduce(lambda bdd, a, b: bdd.and_(a, b), 1),
    "$reduce_or": reduce(lambda bdd, a, b: bdd.or_(a, b), 0),
    "$reduce_bool": reduce(lambda bdd, a, b: bdd.or_(a, b), 0),
    "$reduce_xor": reduce(lambda bdd, a, b: bdd.xor(a, b), 0),
    "$reduce_xnor": reduce(lambda bdd, a, b: bdd.xor(a, b), 0, invert=True),
    "$logic_not": reduce(lambda bdd, a, b: bdd.or_(a, b), 0, invert=True),
    "$logic_and": logic(lambda bdd, a, b: bdd.and_(a, b)),
    "$logic_or": logic(lambda bdd, a, b: bdd.or_(a, b)),
    "$eq": equal(invert=False),
    "$eqx": equal(invert=False),
    "$ne": equal(invert=True),
    "$nex": equal(invert=True),
    "$lt": order(swap=False, invert=False),
    "$ge": order(swap=False, invert=True),
    "$gt": order(swap=True, invert=False),
    "$le": order(swap=True, invert=True),
    "$add": total(subtract=False),
    "$sub": total(subtract=True),
    "$mux": mux,
    "$pmux": pmux,
    "$bmux": bmux,
    "$shl": shift(left=True),
    "$sshl": shift(left=True),
    "$shr": shift(left=False),
    "$shiftx": shift(left=False),
    "$shift": shift(left=False),
}
