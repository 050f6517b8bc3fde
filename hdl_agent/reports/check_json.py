"""The answer of a check for machines, and the way from a finding in it to its witness."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hdl_agent.errors import UsageError
from hdl_agent.ladder.checked import Checked
from hdl_agent.ladder.result import Result, level

VERSION = 1
"""Of this format; counts up when a key changes its meaning or goes."""
FILE = "check.json"
"""Its name in the check's folder."""


class NoWitness(UsageError):
    """No failure of the last check goes by this name."""


def check_json(answers: Sequence[Checked], status: int, base: str, out: Path) -> str:
    """``base``: the folder, relative to the working folder, from which files are named."""
    designs = [_design(answer, out / answer.name) for answer in answers]
    content = {"version": VERSION, "status": status, "base": base, "designs": designs}
    return json.dumps(content, indent=1)


def witness_folder(word: str, out: Path) -> Path:
    """Of the property, or the beginning of the fingerprint, ``word`` in the check whose folder is
    ``out``. Raises NoWitness."""
    try:
        designs = json.loads((out / FILE).read_text())["designs"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoWitness(f"{out} holds no check: run one, or name its folder with -o") from error
    failed = [item for design in designs for item in design["results"] if item["witness"]]
    named = [i for i in failed if i["rule"] == word or i["fingerprint"].startswith(word)]
    folders = sorted({item["witness"] for item in named})
    if len(folders) == 1:
        return Path(folders[0])
    if folders:
        raise NoWitness(f"{word!r} is several: hdl-agent replay with one of {', '.join(folders)}")
    there = ", ".join(item["rule"] for item in failed) or "none"
    raise NoWitness(f"no failed property of the last check is {word!r}; there are: {there}")


def _design(answer: Checked, folder: Path) -> dict[str, Any]:
    return {
        "name": answer.name,
        "top": answer.top,
        "cached": answer.cached,
        "refused": answer.refused,
        "trouble": answer.errors,
        "undecided": [item.model_dump(mode="json") for item in answer.undecided],
        "notes": list(answer.notes),
        "results": [_result(result, folder) for result in answer.results],
        "verdict": answer.verdict.model_dump(mode="json"),
    }


def _result(result: Result, folder: Path) -> dict[str, Any]:
    finding = result.finding
    return {
        "part": result.part.value,
        "level": level(result).value,
        **finding.model_dump(mode="json"),
        "witness": os.path.join(folder, finding.witness) if finding.witness else None,
        "fingerprint": finding.fingerprint,
        "detail": result.detail,
        "suppressed": result.suppressed.model_dump() if result.suppressed else None,
    }
