"""Attacks on the boot: they must fail."""

import cocotb

from hdl_agent.simulation.drivers import Bench

QUIET = {"start": 0, "restart": 0, "load_done": 0, "load_error": 0, "check_done": 0, "check_ok": 0}


async def step(bench, **inputs):
    return await bench.cycle(**(QUIET | inputs))


async def until(bench, output, limit=100, **inputs):
    """Let cycles pass until the output is 1."""
    for _ in range(limit):
        out = await step(bench, **inputs)
        if getattr(out, output):
            return out
    return None


async def closed(bench, cycles=30, **inputs):
    for _ in range(cycles):
        out = await step(bench, **inputs)
        assert (out.mem_open, out.cpu_release) == (0, 0), "open or released without a confirmed image"


async def exhausted(bench):
    """Three failed attempts."""
    await step(bench, start=1)
    for _ in range(3):
        await until(bench, "load_req")
        await step(bench, load_error=1)


@cocotb.test()
async def s1_memory_while_the_verifier_works(dut):
    bench = await Bench(dut).start()
    await step(bench, start=1)
    await step(bench)
    await step(bench, load_done=1)
    await closed(bench)
    await step(bench, check_done=1, check_ok=0)
    await closed(bench, 8)


@cocotb.test()
async def s1_answers_nobody_asked_for(dut):
    """A confirmation before or while the image is loaded does not count."""
    bench = await Bench(dut).start()
    confirm = {"check_done": 1, "check_ok": 1}
    await closed(bench, 3, **confirm)
    await step(bench, start=1, **confirm)
    await closed(bench, 3, **confirm)
    await step(bench, load_done=1, **confirm)
    await closed(bench, 10)
    await step(bench, check_done=1, check_ok=0)
    await closed(bench, 8, **confirm)


@cocotb.test()
async def s1_the_image_after_a_restart(dut):
    bench = await Bench(dut).start()
    await step(bench, start=1)
    await step(bench, load_done=1)
    await step(bench, check_done=1, check_ok=1)
    assert await until(bench, "cpu_release")
    await step(bench, restart=1)
    await closed(bench, 4)
    await step(bench, load_done=1)
    await closed(bench, 10)


@cocotb.test()
async def s2_after_the_last_attempt(dut):
    bench = await Bench(dut).start()
    await exhausted(bench)
    for inputs in ({}, {"start": 1}, {"restart": 1}, {"start": 1, "restart": 1}, {"load_done": 1}):
        for _ in range(3):
            await step(bench, **inputs)
            assert await until(bench, "load_req", 20) is None, "an attempt after the last one"


@cocotb.test()
async def s2_restart_between_attempts(dut):
    """restart while booting does not give back attempts."""
    bench = await Bench(dut).start()
    await step(bench, start=1)
    for number in range(8):
        if await until(bench, "load_req", 40) is None:
            break
        await step(bench, load_error=1)
        await step(bench, restart=1, start=1)
    assert number <= 3, "more than three attempts"
