"""Functional tests of the boot sequencer."""

import random

import cocotb

from hdl_agent.simulation.drivers import Bench

OUTPUTS = ("load_req", "load_slot", "check_start", "mem_open", "cpu_release", "busy", "failed", "tries")
REST = dict.fromkeys(OUTPUTS, 0)
LOADING = REST | {"busy": 1, "load_req": 1}
CHECKING = REST | {"busy": 1}
RUNNING = REST | {"mem_open": 1, "cpu_release": 1}


def shows(out, wanted, but=()):
    """Compare all outputs; ``but`` are free."""
    seen = {name: getattr(out, name) for name in OUTPUTS if name not in but}
    assert seen == {name: value for name, value in wanted.items() if name not in but}
    assert out.alarm == 0


async def begin(bench, **request):
    """Give start or restart for one cycle."""
    await bench.cycle(**request)
    bench.request = dict.fromkeys(request, 0)


async def load(bench, tries=0, after=0, **answer):
    """The loader answers in the cycle ``after`` the first one."""
    wanted = LOADING | {"tries": tries, "load_slot": int(tries > 0)}
    for number in range(after + 1):
        now = answer if number == after else dict.fromkeys(answer, 0)
        shows(await bench.cycle(**bench.request, **now), wanted)
        bench.request = {}
    bench.request = dict.fromkeys(answer, 0)


async def check(bench, tries=0, after=0, ok=1):
    """The verifier answers in the cycle ``after`` the first one."""
    for number in range(after + 1):
        wanted = CHECKING | {"tries": tries, "check_start": int(number == 0)}
        answer = {"check_done": int(number == after), "check_ok": ok}
        shows(await bench.cycle(**bench.request, **answer), wanted, but=("mem_open",))
        bench.request = {}
    bench.request = {"check_done": 0, "check_ok": 0}


async def released(bench, tries=0):
    """The two cycles after a confirmed image, and some more."""
    shows(await bench.cycle(**bench.request), CHECKING | {"tries": tries}, but=("mem_open",))
    bench.request = {}
    for _ in range(5):
        shows(await bench.cycle(), RUNNING)


async def pause(bench, tries):
    for _ in range(8):
        shows(await bench.cycle(**bench.request), REST | {"busy": 1, "tries": tries})
        bench.request = {}


async def dead(bench, cycles=20):
    for _ in range(cycles):
        shows(await bench.cycle(**bench.request), REST | {"failed": 1, "tries": 3})
        bench.request = {}


async def fresh(dut=None, bench=None):
    if bench is None:
        bench = await Bench(dut).start()
    else:
        await bench.reset()
    bench.request = {}
    return bench


@cocotb.test()
async def f1_idle_until_start(dut):
    bench = await fresh(dut)
    for _ in range(10):
        shows(await bench.cycle(), REST)
    await begin(bench, start=1)
    await load(bench, after=20, load_done=1)


@cocotb.test()
async def f1_loader_answers(dut):
    bench = await fresh(dut)
    for after in (0, 1, 7, 62, 63):
        for answer in ({"load_done": 1}, {"load_error": 1}, {"load_done": 1, "load_error": 1}):
            await fresh(bench=bench)
            await begin(bench, start=1)
            await load(bench, after=after, **answer)
            if "load_error" in answer:
                await pause(bench, 1)
                await load(bench, tries=1, after=2, load_done=1)
            else:
                await check(bench)
                await released(bench)
            await bench.cycle(**bench.request)


@cocotb.test()
async def f2_verifier_answers(dut):
    bench = await fresh(dut)
    for after in (0, 1, 5, 62, 63):
        for ok in (0, 1):
            await fresh(bench=bench)
            await begin(bench, start=1)
            await load(bench, load_done=1)
            await check(bench, after=after, ok=ok)
            if ok:
                await released(bench)
            else:
                await pause(bench, 1)
                await load(bench, tries=1, load_done=1)
            await bench.cycle(**bench.request)


@cocotb.test()
async def f3_runs_on(dut):
    bench = await fresh(dut)
    await begin(bench, start=1)
    await load(bench, after=3, load_done=1)
    await check(bench, after=3)
    await released(bench)
    for _ in range(100):
        shows(await bench.cycle(), RUNNING)


@cocotb.test()
async def f4_three_attempts(dut):
    bench = await fresh(dut)
    for kinds in range(8):
        await fresh(bench=bench)
        await begin(bench, start=1)
        for tries in range(3):
            if kinds >> tries & 1:
                await load(bench, tries, load_error=1)
            else:
                await load(bench, tries, load_done=1)
                await check(bench, tries, ok=0)
            if tries < 2:
                await pause(bench, tries + 1)
        await dead(bench)


@cocotb.test()
async def f4_success_at_last(dut):
    bench = await fresh(dut)
    for wrong in (1, 2):
        await fresh(bench=bench)
        await begin(bench, start=1)
        for tries in range(wrong):
            await load(bench, tries, load_error=1)
            await pause(bench, tries + 1)
        await load(bench, wrong, load_done=1)
        await check(bench, wrong)
        await released(bench, wrong)


@cocotb.test()
async def f5_silence(dut):
    bench = await fresh(dut)
    await begin(bench, start=1)
    await load(bench, 0, after=63, load_done=0)
    await pause(bench, 1)
    await load(bench, 1, after=5, load_done=1)
    for number in range(64):
        wanted = CHECKING | {"tries": 1, "check_start": int(number == 0)}
        shows(await bench.cycle(**bench.request), wanted, but=("mem_open",))
        bench.request = {}
    await pause(bench, 2)
    await load(bench, 2, after=63, load_done=0)
    await dead(bench)


@cocotb.test()
async def f6_restart(dut):
    bench = await fresh(dut)
    await begin(bench, start=1)
    for _ in range(6):
        tries = random.randrange(3)
        for number in range(tries):
            await load(bench, number, load_error=1)
            await pause(bench, number + 1)
        await load(bench, tries, after=random.randrange(4), load_done=1)
        await check(bench, tries, after=random.randrange(4))
        await released(bench, tries)
        await begin(bench, restart=1)
    for tries in range(3):
        await load(bench, tries, load_error=1)
        if tries < 2:
            await pause(bench, tries + 1)
    await dead(bench)
