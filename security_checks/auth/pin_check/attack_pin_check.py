"""Attacks on the PIN: they must fail."""

import random

import cocotb

from hdl_agent.simulation.drivers import Bench

PIN = [0x31, 0xC4, 0x07, 0x99]


async def provision(bench, pin=PIN):
    for index, value in enumerate(pin):
        await bench.cycle(pin_we=1, pin_index=index, pin_byte=value)
    await bench.cycle(pin_we=0)


async def attempt(bench, values):
    """An entry: its result, or None when it is not taken; and the cycles until then."""
    for value in values:
        for _ in range(12):
            out = await bench.cycle(in_valid=1, in_byte=value)
            if out.in_ready:
                break
        else:
            await bench.cycle(in_valid=0)
            return None, 0
    for cycle in range(1, 30):
        out = await bench.cycle(in_valid=0)
        if out.done:
            return out.ok, cycle
    return None, 0


@cocotb.test()
async def s1_time_of_the_result(dut):
    bench = await Bench(dut).start()
    times = set()
    for right in range(5):
        await bench.reset()
        await provision(bench)
        guess = PIN[:right] + [value ^ 0xFF for value in PIN[right:]]
        times.add((await attempt(bench, guess))[1])
    assert len(times) == 1, f"the result takes {sorted(times)} cycles, depending on the bytes"


@cocotb.test()
async def s2_guesses_after_the_last_attempt(dut):
    bench = await Bench(dut).start()
    await provision(bench)
    for _ in range(3):
        await attempt(bench, [0, 0, 0, 0])
    for guess in ([1, 1, 1, 1], PIN, [2, 2, 2, 2], PIN, PIN):
        result, _ = await attempt(bench, guess)
        assert not result, "an entry is confirmed after three wrong ones"
        assert (await bench.cycle()).opened == 0, "a session opens after three wrong entries"


@cocotb.test()
async def s3_guesses_before_the_pin_is_set(dut):
    bench = await Bench(dut).start()
    for written in range(4):
        for guess in ([0] * 4, [255] * 4, PIN):
            await bench.reset()
            for index in range(written):
                await bench.cycle(pin_we=1, pin_index=index, pin_byte=PIN[index])
            await bench.cycle(pin_we=0)
            entry = PIN[:written] + guess[written:]
            await attempt(bench, entry)
            assert (await bench.cycle()).opened == 0, "a session opens without a PIN"


@cocotb.test()
async def s4_outputs_before_the_result(dut):
    bench = await Bench(dut).start()
    shown = set()
    for right in range(5):
        await bench.reset()
        await provision(bench)
        seen = []
        for value in PIN[:right] + [random.randrange(256) for _ in PIN[right:]]:
            out = await bench.cycle(in_valid=1, in_byte=value)
            seen.append((out.taken, out.left, out.locked, out.opened))
        await bench.cycle(in_valid=0)
        shown.add(tuple(seen))
    assert len(shown) == 1, "an output depends on the bytes before the result"
