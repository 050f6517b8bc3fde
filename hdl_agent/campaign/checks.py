"""Checks of users' designs: several at a time, known answers from the cache, then what is accepted.

Waivers and baselines are applied to a known answer, too: they take no part in finding it.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from hdl_agent.campaign import cache
from hdl_agent.campaign.provenance import code_digest, versions
from hdl_agent.campaign.store import write_atomically
from hdl_agent.data import Data
from hdl_agent.errors import HdlAgentError, UsageError
from hdl_agent.ladder.baseline import Baseline, baseline_of, hide_known
from hdl_agent.ladder.checked import Checked
from hdl_agent.ladder.choice import Choice
from hdl_agent.ladder.design import Design
from hdl_agent.ladder.own import check
from hdl_agent.ladder.result import FailOn, counts
from hdl_agent.ladder.waivers import Waiver, remark, waive
from hdl_agent.rtl.preprocess import Preprocessed
from hdl_agent.sandbox import stop_all, tier

POLICY_FILES = (".v", ".sv", ".vh", ".svh", ".yaml")
"""Of the files beside a policy, those on which its meaning may depend."""


class Job(Data):
    """A design, and what its team accepts."""

    design: Design
    waivers: tuple[Waiver, ...] = ()
    baseline: Baseline = Baseline()


def run_checks(
    jobs: Sequence[Job],
    choice: Choice,
    out: Path,
    workers: int,
    whole: bool = True,
    new_baseline: Path | None = None,
) -> list[Checked]:
    """An answer to each job, in order; witnesses go to ``out/NAME/witness``. Trouble with one
    design is its answer, and does not stop the others.

    ``whole``: these are all the jobs there are, so that a waiver may be called unused.
    ``new_baseline``: a file to write what was found to, which then counts as known.
    """
    pool = ThreadPoolExecutor(workers)
    try:
        engines = max(1, workers // len(jobs)) if jobs else 1
        one = partial(_check, choice=choice, out=out, engines=engines)
        found = list(pool.map(one, jobs))
    except BaseException:
        stop_all()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
    waived = _waived(found, jobs, looked_everywhere=whole and choice == Choice())
    baselines = [job.baseline for job in jobs]
    if new_baseline:
        written = baseline_of((answer.name, answer.results) for answer in waived)
        write_atomically(new_baseline, written.model_dump_json(indent=1) + "\n")
        baselines = [written] * len(jobs)
    return [_hide(answer, known) for answer, known in zip(waived, baselines, strict=True)]


def exit_status(answers: Sequence[Checked], fail_on: FailOn) -> int:
    """0 nothing that counts, 1 findings, 2 a design could not be checked for a mistake in what was
    asked, 3 a tool failed, 4 undecided."""
    if any(counts(result, fail_on) for answer in answers for result in answer.results):
        return 1
    if any(answer.refused for answer in answers):
        return 2
    if any(answer.errors for answer in answers):
        return 3
    return 4 if any(answer.undecided for answer in answers) else 0


def _check(job: Job, choice: Choice, out: Path, engines: int) -> Checked:
    design = job.design
    keys: list[str] = []

    def recall(found: Preprocessed, text: Path) -> Checked | None:
        keys.append(_key(design, choice, found, text))
        known = cache.recall(keys[0], out / design.name, Checked)
        return known.model_copy(update={"cached": True}) if known else None

    try:
        answer = check(design, choice, out / design.name, recall, engines)
    except UsageError as error:
        return Checked.not_checked(design, refused=error.message)
    except HdlAgentError as error:
        return Checked.not_checked(design, trouble=(error.message,))
    if keys and not (answer.cached or answer.errors or answer.undecided):
        cache.remember(keys[0], answer, out / design.name)
    return answer


def _key(design: Design, choice: Choice, found: Preprocessed, text: Path) -> str:
    """SHA-256 over everything that an answer depends on."""
    digest = hashlib.sha256(text.read_bytes())
    files = [design.root / name for name in found.read]
    if design.policy:
        beside = sorted(design.policy.resolve().parent.iterdir())
        files += [path for path in beside if path.suffix in POLICY_FILES and path.is_file()]
        files.append(design.policy)
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    policy = os.path.relpath(design.policy, design.root) if design.policy else ""
    asked = design.model_dump_json(exclude={"root", "sources", "policy"})
    parts = [asked, policy, choice.model_dump_json(), found.model_dump_json()]
    parts += [tier(), code_digest(), json.dumps(versions())]
    digest.update("\0".join(parts).encode())
    return digest.hexdigest()


def _waived(
    answers: Sequence[Checked], jobs: Sequence[Job], looked_everywhere: bool
) -> list[Checked]:
    """Designs may share waivers: one is called unused when none of them uses it, and only where
    everything was looked for; the first of them says so."""
    today = datetime.date.today()
    notes: dict[str, list[str]] = {}
    for waiver in dict.fromkeys(waiver for job in jobs for waiver in job.waivers):
        sharing = [a for a, job in zip(answers, jobs, strict=True) if waiver in job.waivers]
        results = [result for answer in sharing for result in answer.results]
        remarked = remark(waiver, results, today)
        complete = looked_everywhere and all(answer.looked for answer in sharing)
        if remarked and (complete or not waiver.holds(today)):
            notes.setdefault(sharing[0].name, []).append(remarked)
    return [
        answer.model_copy(
            update={
                "results": tuple(waive(answer.results, job.waivers, today)),
                "notes": tuple(notes.get(answer.name, ())),
            }
        )
        for answer, job in zip(answers, jobs, strict=True)
    ]


def _hide(answer: Checked, baseline: Baseline) -> Checked:
    results = hide_known(answer.name, answer.results, baseline)
    return answer.model_copy(update={"results": tuple(results)})
