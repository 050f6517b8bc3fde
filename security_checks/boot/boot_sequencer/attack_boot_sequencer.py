"""Attacks on the boot sequencer: each must fail."""

import random

import cocotb

from hdl_agent.simulation.drivers import Bench

QUIET = dict.fromkeys(
    ["start", "restart", "ld_done", "ld_err", "ld_we", "vf_done", "vf_ok", "cpu_req"], 0
)


async def step(bench, **inputs):
    """One cycle with the named inputs; the others are 0, retries stays."""
    return await bench.cycle(**QUIET | inputs)


async def begin(dut, retries=0):
    bench = await Bench(dut).start()
    await step(bench, start=1, retries=retries)
    return bench


def held(out):
    assert (out.cpu_run, out.mem_rd) == (0, 0), "the CPU is let loose"


@cocotb.test()
async def s1_verdict_before_it_is_asked_for(dut):
    bench = await begin(dut)
    held(await step(bench, vf_done=1, vf_ok=1))
    held(await step(bench, vf_done=1, vf_ok=1, ld_done=1))
    for _ in range(40):
        held(await step(bench, cpu_req=1))


@cocotb.test()
async def s1_ok_without_a_verdict(dut):
    bench = await begin(dut, retries=1)
    await step(bench, ld_done=1)
    for _ in range(10):
        held(await step(bench, vf_ok=1, cpu_req=1))
    held(await step(bench, vf_done=1, cpu_req=1))
    for _ in range(5):
        held(await step(bench, vf_ok=1, cpu_req=1))


@cocotb.test()
async def s1_reads_of_a_held_cpu(dut):
    bench = await Bench(dut).start()
    held(await step(bench, cpu_req=1))
    held(await step(bench, cpu_req=1, start=1, retries=1))
    for inputs in ({}, {"ld_done": 1}, {}, {"vf_done": 1}, {}, {"ld_err": 1}, {}):
        held(await step(bench, cpu_req=1, **inputs))


@cocotb.test()
async def s1_old_verdict_after_a_restart(dut):
    bench = await begin(dut)
    await step(bench, ld_done=1)
    await step(bench, vf_done=1, vf_ok=1)
    await step(bench, restart=1, vf_done=1, vf_ok=1)
    held(await step(bench, vf_done=1, vf_ok=1))
    held(await step(bench, ld_done=1))
    for _ in range(40):
        held(await step(bench, cpu_req=1, restart=1))


@cocotb.test()
async def s2_way_out_of_failed(dut):
    bench = await begin(dut)
    await step(bench, ld_err=1)
    await step(bench)
    for value in range(2**9):
        bits = {name: (value >> place) & 1 for place, name in enumerate(QUIET)}
        out = await step(bench, **bits, retries=3 * (value >> 8))
        assert (out.fail, out.ld_req, out.vf_req, out.cpu_run) == (1, 0, 0, 0), "failed is left"


async def count_attempts(bench, limit, disturb):
    """Make loads fail while ``disturb(cycle)`` adds inputs; there must be an end."""
    attempts, before = 0, 0
    for cycle in range(100):
        out = await step(bench, **disturb(cycle))
        attempts += int(out.ld_req and not before)
        before = out.ld_req
        assert attempts <= limit + 1, "an attempt too many"


@cocotb.test()
async def s2_restart_while_booting(dut):
    bench = await begin(dut, retries=1)
    await count_attempts(bench, 1, lambda cycle: {"ld_err": int(cycle % 3 == 1), "restart": 1})


@cocotb.test()
async def s2_restart_in_the_pause(dut):
    bench = await begin(dut, retries=1)
    await count_attempts(bench, 1, lambda cycle: {"ld_err": 1, "restart": 1})


@cocotb.test()
async def s2_retries_change_while_booting(dut):
    bench = await begin(dut, retries=2)
    await count_attempts(
        bench, 2, lambda cycle: {"ld_err": 1, "retries": random.randrange(4), "start": 1}
    )


@cocotb.test()
async def s4_write_after_the_load(dut):
    bench = await begin(dut, retries=1)
    await step(bench, ld_we=1, ld_done=1)
    for inputs in ({}, {"vf_done": 1, "vf_ok": 1}, {}, {"cpu_req": 1}):
        out = await step(bench, ld_we=1, **inputs)
        assert out.mem_we == 0, "the image is written after its load"


@cocotb.test()
async def s4_write_without_a_load(dut):
    bench = await Bench(dut).start()
    assert (await step(bench, ld_we=1)).mem_we == 0
    await step(bench, start=1, retries=1)
    await step(bench, ld_err=1)
    assert (await step(bench, ld_we=1)).mem_we == 0
    await step(bench, ld_err=1)
    for _ in range(3):
        assert (await step(bench, ld_we=1)).mem_we == 0
