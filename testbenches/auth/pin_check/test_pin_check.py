"""Functional tests of the PIN check."""

import random

import cocotb

from hdl_agent.simulation.drivers import Bench

PIN = [0x12, 0xA5, 0x00, 0xFE]


async def start(dut, pin=PIN):
    bench = await Bench(dut).start()
    await provision(bench, pin)
    return bench


async def provision(bench, pin, order=(0, 1, 2, 3)):
    for index in order:
        await bench.cycle(pin_we=1, pin_index=index, pin_byte=pin[index])
    await bench.cycle(pin_we=0)


async def offer(bench, values, pause=0):
    """Hand over bytes; each is taken at once."""
    for value in values:
        before = await bench.idle(pause)
        out = await bench.cycle(in_valid=1, in_byte=value)
        assert out.in_ready == 1
        assert before is None or before.taken == out.taken
        await_taken = out.taken + 1
        out = await bench.cycle(in_valid=0)
        assert out.taken == await_taken


async def enter(bench, values, pause=0):
    """A whole entry; the sample with done."""
    await offer(bench, values[:3], pause)
    out = await bench.cycle(in_valid=1, in_byte=values[3])
    assert (out.in_ready, out.taken, out.done) == (1, 3, 0)
    result = None
    for cycle in range(1, 9):
        out = await bench.cycle(in_valid=0)
        if result is None:
            assert (out.taken, out.in_ready) == (4, 0)
            if out.done:
                result = out
        else:
            assert out.done == 0
            if cycle > 1:
                assert (out.taken, out.in_ready) == (0, 1)
    assert result is not None, "no result within 8 cycles"
    out = await bench.cycle()
    assert (out.done, out.taken, out.in_ready) == (0, 0, 1)
    return result


def wrong(pin=PIN):
    """The PIN with one byte changed."""
    values = list(pin)
    values[random.randrange(4)] ^= 1 << random.randrange(8)
    return values


@cocotb.test()
async def f1_after_reset(dut):
    bench = await Bench(dut).start()
    out = await bench.cycle()
    assert (out.in_ready, out.taken, out.done) == (1, 0, 0)
    assert (out.opened, out.left, out.locked) == (0, 3, 0)


@cocotb.test()
async def f1_bytes_are_counted(dut):
    bench = await start(dut)
    for pause in (0, 1, 5):
        await enter(bench, PIN, pause)
    out = await bench.cycle(in_valid=0, in_byte=PIN[0])
    assert (await bench.idle(4)).taken == out.taken == 0


@cocotb.test()
async def f2_right_entries_open(dut):
    bench = await start(dut)
    for pin in (PIN, [0, 0, 0, 0], [255, 255, 255, 255], [1, 2, 3, 4]):
        order = random.sample(range(4), 4)
        await provision(bench, pin, order)
        assert (await enter(bench, pin)).ok == 1
        assert (await bench.cycle(close=1)).opened == 1
        assert (await bench.cycle(close=0)).opened == 0


@cocotb.test()
async def f3_wrong_entries_open_nothing(dut):
    bench = await start(dut)
    for _ in range(2):
        out = await enter(bench, wrong())
        assert (out.ok, out.opened) == (0, 0)
    out = await bench.cycle()
    assert (out.left, out.opened, out.locked) == (1, 0, 0)


@cocotb.test()
async def f3_every_byte_matters(dut):
    bench = await start(dut)
    for index in range(4):
        for bit in (0, 3, 7):
            values = list(PIN)
            values[index] ^= 1 << bit
            assert (await enter(bench, values)).ok == 0
            assert (await bench.cycle()).left == 2
            assert (await enter(bench, PIN)).ok == 1
            assert (await bench.cycle()).left == 3


@cocotb.test()
async def f3_order_matters(dut):
    bench = await start(dut)
    assert (await enter(bench, PIN[::-1])).ok == 0
    assert (await enter(bench, PIN[1:] + PIN[:1])).ok == 0


@cocotb.test()
async def f4_attempts(dut):
    bench = await start(dut)
    for number in (2, 1, 0):
        out = await enter(bench, wrong())
        assert (out.left, out.locked) == (number + 1, 0)
        out = await bench.cycle()
        assert (out.left, out.locked) == (number, number == 0)
    assert (await bench.idle(20)).locked == 1
    await bench.reset()
    assert (await bench.cycle()).left == 3
    await provision(bench, PIN)
    assert (await enter(bench, PIN)).ok == 1


@cocotb.test()
async def f5_cancel(dut):
    bench = await start(dut)
    for count in (0, 1, 2, 3):
        await offer(bench, wrong()[:count])
        await bench.cycle(cancel=1, in_valid=1, in_byte=7)
        out = await bench.cycle(cancel=0, in_valid=0)
        assert (out.taken, out.done) == (0, 0)
        out = await bench.idle(10)
        assert (out.taken, out.left) == (0, 3)
        assert (await enter(bench, PIN)).ok == 1


@cocotb.test()
async def f5_cancel_is_too_late_after_the_fourth_byte(dut):
    bench = await start(dut)
    await offer(bench, wrong()[:3])
    await bench.cycle(in_valid=1, in_byte=PIN[3] ^ 1)
    seen = 0
    out = await bench.cycle(in_valid=0, cancel=1)
    for _ in range(8):
        if out.done:
            seen += 1
            await bench.cycle(cancel=0)
            break
        assert out.taken == 4
        out = await bench.cycle()
    assert seen == 1
    assert (await bench.cycle()).left == 2


@cocotb.test()
async def f6_sessions(dut):
    bench = await start(dut)
    await enter(bench, PIN)
    assert (await bench.cycle()).opened == 1
    assert (await enter(bench, wrong())).opened == 1
    await offer(bench, [1, 2])
    await bench.cycle(cancel=1)
    await bench.cycle(cancel=0)
    await provision(bench, [9, 9, 9, 9])
    assert (await bench.cycle(close=1)).opened == 1
    assert (await bench.cycle(close=0)).opened == 0
    assert (await bench.idle(5)).opened == 0
    await bench.cycle(close=1)
    await offer(bench, [9, 9, 9])
    out = await bench.cycle(in_valid=1, in_byte=9)
    while not out.done:
        out = await bench.cycle(in_valid=0)
    assert (await bench.cycle()).opened == 1
    assert (await bench.cycle()).opened == 0
