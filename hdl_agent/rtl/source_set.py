"""The files of a design and what a front end must know to read them."""

from __future__ import annotations

from pathlib import Path

from hdl_agent.data import Data


class SourceSet(Data):
    """``files`` in order. ``include``: folders in which `` `include`` looks, and no other place is
    looked in. ``defines``: ``NAME`` or ``NAME=VALUE``. Modules that the files lack are taken from
    ``library_files``, then from a file named like the module in ``library_folders``, with one of
    the ``extensions``."""

    files: tuple[Path, ...] = ()
    include: tuple[Path, ...] = ()
    defines: tuple[str, ...] = ()
    library_files: tuple[Path, ...] = ()
    library_folders: tuple[Path, ...] = ()
    extensions: tuple[str, ...] = ()

    def __add__(self, other: SourceSet) -> SourceSet:
        joined = {name: getattr(self, name) + getattr(other, name) for name in type(self).fields()}
        return SourceSet(**joined)

    @classmethod
    def fields(cls) -> list[str]:
        """The names of the lists, in order."""
        return list(cls.model_fields)
