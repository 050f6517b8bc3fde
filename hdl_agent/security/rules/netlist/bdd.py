"""Reduced ordered binary decision diagrams (Bryant, IEEE Trans. Computers C-35(8), 1986).

Functions are node numbers; 0 and 1 are the constants. Variables are ordered as they first appear.
"""

from __future__ import annotations

from collections.abc import Mapping

ENDLESS = 1 << 60
"""More than any number of nodes or variables."""


class TooLarge(Exception):
    """An operation takes more steps than it may."""


class Bdd:
    """One manager: all its functions share nodes, so equal functions have equal numbers."""

    def __init__(self) -> None:
        self._nodes: list[tuple[int, int, int]] = [(ENDLESS, 0, 0), (ENDLESS, 1, 1)]
        self._unique: dict[tuple[int, int, int], int] = {}
        self._cache: dict[tuple[int, int, int], int] = {}
        self.steps = 0
        """Nodes visited so far, in all operations."""
        self.limit = ENDLESS
        """Steps from which on operations raise TooLarge."""

    def __len__(self) -> int:
        return len(self._nodes)

    def variable(self, level: int) -> int:
        """The function that is the variable itself."""
        return self._node(level, 0, 1)

    def _node(self, level: int, low: int, high: int) -> int:
        if low == high:
            return low
        key = (level, low, high)
        if key not in self._unique:
            self._unique[key] = len(self._nodes)
            self._nodes.append(key)
        return self._unique[key]

    def _step(self) -> None:
        self.steps += 1
        if self.steps > self.limit:
            raise TooLarge

    def ite(self, f: int, g: int, h: int) -> int:
        """If f then g else h."""
        if f < 2:
            return g if f else h
        if g == h:
            return g
        if g == 1 and h == 0:
            return f
        key = (f, g, h)
        if key in self._cache:
            return self._cache[key]
        self._step()
        nodes = self._nodes
        level = min(nodes[f][0], nodes[g][0], nodes[h][0])
        f0, f1 = nodes[f][1:] if nodes[f][0] == level else (f, f)
        g0, g1 = nodes[g][1:] if nodes[g][0] == level else (g, g)
        h0, h1 = nodes[h][1:] if nodes[h][0] == level else (h, h)
        result = self._node(level, self.ite(f0, g0, h0), self.ite(f1, g1, h1))
        self._cache[key] = result
        return result

    def not_(self, f: int) -> int:
        """Negation."""
        return self.ite(f, 0, 1)

    def and_(self, *functions: int) -> int:
        """Conjunction."""
        result = 1
        for f in functions:
            result = self.ite(result, f, 0)
        return result

    def or_(self, *functions: int) -> int:
        """Disjunction."""
        result = 0
        for f in functions:
            result = self.ite(result, 1, f)
        return result

    def xor(self, f: int, g: int) -> int:
        """Exclusive or."""
        return self.ite(f, self.not_(g), g)

    def restrict(self, f: int, values: Mapping[int, bool]) -> int:
        """The function with variables (by level) fixed."""
        done: dict[int, int] = {}

        def walk(node: int) -> int:
            if node < 2:
                return node
            if node not in done:
                self._step()
                level, low, high = self._nodes[node]
                if level in values:
                    done[node] = walk(high if values[level] else low)
                else:
                    done[node] = self._node(level, walk(low), walk(high))
            return done[node]

        return walk(f)

    def exists(self, f: int, levels: frozenset[int]) -> int:
        """Is there a choice of these variables that makes it true?"""
        done: dict[int, int] = {}

        def walk(node: int) -> int:
            if node < 2:
                return node
            if node not in done:
                self._step()
                level, low, high = self._nodes[node]
                a, b = walk(low), walk(high)
                done[node] = self.or_(a, b) if level in levels else self._node(level, a, b)
            return done[node]

        return walk(f)

    def support(self, f: int) -> set[int]:
        """The levels of the variables that it depends on."""
        seen: set[int] = set()
        todo = [f]
        levels = set()
        while todo:
            node = todo.pop()
            if node < 2 or node in seen:
                continue
            seen.add(node)
            self._step()
            level, low, high = self._nodes[node]
            levels.add(level)
            todo += [low, high]
        return levels
