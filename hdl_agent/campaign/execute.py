"""Make the attempts of a plan on this machine, several at a time, each stored as it ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed

from hdl_agent.authoring.extract import extract
from hdl_agent.authoring.prompt import render
from hdl_agent.campaign import cache
from hdl_agent.campaign.attempt import Attempt
from hdl_agent.campaign.plan import Job
from hdl_agent.campaign.store import Store, write_atomically
from hdl_agent.ladder.climb import climb
from hdl_agent.models.model import Model, NoAnswer, Request
from hdl_agent.sandbox import stop_all, tier
from hdl_agent.tasks.library import Block, Library
from hdl_agent.verdict import Evidence, Kind, Outcome, Rung, RungResult, Verdict

NO_CODE = "the answer holds no Verilog module"


def execute(
    jobs: Sequence[Job], model: Model, library: Library, store: Store, seed: int, workers: int
) -> Iterator[Attempt]:
    """Yield each attempt as it ends. Attempts that the store has already are not made again.

    Large blocks come first: a long climb that began last would leave the other workers idle.
    """
    blocks = {task: library.block(task) for task in {job.task for job in jobs}}
    size = {task: block.reference.stat().st_size for task, block in blocks.items()}
    with ThreadPoolExecutor(workers) as pool:
        futures = []
        for job in sorted(jobs, key=lambda job: size[job.task], reverse=True):
            done = store.read_attempt(job.name)
            if done is not None:
                yield done
            else:
                futures.append(pool.submit(_attempt, job, model, blocks[job.task], store, seed))
        try:
            for future in as_completed(futures):
                yield future.result()
        except BaseException:
            stop_all()
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _attempt(job: Job, model: Model, block: Block, store: Store, seed: int) -> Attempt:
    prompt = render(block.task, job.hint)
    folder = store.attempt_folder(job.name)
    recorded_on, said_by, problem, cached = None, model.name, None, False
    try:
        answer = model.answer(
            Request(
                task=job.task,
                hint=job.hint,
                sample=job.sample,
                prompt=prompt.text,
                prompt_digest=prompt.digest,
            )
        )
    except NoAnswer as error:
        problem = error.message
        verdict = _stopped(block, Outcome.ERROR, "model", error.message)
    else:
        recorded_on, said_by = answer.date, answer.model
        write_atomically(folder / "answer.md", answer.text)
        text = extract(answer.text, block.task.top)
        if text is None:
            problem = NO_CODE
            verdict = _stopped(block, Outcome.FAIL, "answer", NO_CODE)
        else:
            write_atomically(folder / "design.v", text)
            key = cache.key(text, block, seed, tier())
            known = cache.recall(key, folder, Verdict)
            cached = known is not None
            verdict = known or climb(folder / "design.v", block, folder, seed=seed)
            failed = any(result.outcome is Outcome.ERROR for result in verdict.rungs)
            if not cached and not failed:
                cache.remember(key, verdict, folder)
    attempt = Attempt(
        name=job.name,
        task=job.task,
        hint=job.hint,
        sample=job.sample,
        model=said_by,
        strategy="direct",
        prompt_digest=prompt.digest,
        recorded_on=recorded_on,
        problem=problem,
        verdict=verdict,
        cached=cached,
    )
    store.write_attempt(attempt)
    return attempt


def _stopped(block: Block, outcome: Outcome, check: str, detail: str) -> Verdict:
    evidence = Evidence(check=check, kind=Kind.DIAGNOSTIC, outcome=outcome, detail=detail)
    result = RungResult(rung=Rung.COMPILE, outcome=outcome, detail=detail, evidence=(evidence,))
    return Verdict(task=block.task.id, source_digest="", rungs=(result,))
