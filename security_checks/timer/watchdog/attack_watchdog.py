"""Attacks on the watchdog's lock: they must fail."""

import cocotb

from hdl_agent.simulation.drivers import Apb, Bench

CTRL, PERIOD, WINDOW, WARNAT, PRESCALE, KICK, LOCK, STATUS, COUNT = range(0, 0x24, 4)
EN, IRQEN, WINEN, DBGHOLD = 1, 2, 4, 8
KEY = 0x5A17
VALUES = {PERIOD: 500, WINDOW: 490, WARNAT: 20, PRESCALE: 3, CTRL: EN | IRQEN | WINEN}
ATTACK = {PERIOD: 0xFFFF, WINDOW: 0xFFFF, WARNAT: 0, PRESCALE: 0xFF, CTRL: 0}


async def start(dut, values=VALUES):
    bench = await Bench(dut).start()
    apb = Apb(bench)
    await set_up(apb, values)
    return bench, apb


async def set_up(apb, values=VALUES):
    for address, value in values.items():
        await apb.write(address, value)
    await apb.write(LOCK, 1)


async def still_locked(apb, values=VALUES):
    """LOCK is 1 and the settings cannot be changed."""
    assert await apb.read(LOCK) == 1
    for address, value in values.items():
        await apb.write(address, ATTACK[address])
        assert await apb.read(address) == value


@cocotb.test()
async def s1_write_lock_as_zero(dut):
    _, apb = await start(dut)
    for value in (0, 0xFFFFFFFE, 0x5A16):
        await apb.write(LOCK, value)
        await still_locked(apb)


@cocotb.test()
async def s1_write_lock_in_every_way(dut):
    _, apb = await start(dut)
    for value in (1, 1, 0, 0, 2, KEY, 0x80000000, 1, 0xFFFFFFFF):
        await apb.write(LOCK, value)
        assert await apb.read(LOCK) == 1
    await still_locked(apb)


@cocotb.test()
async def s1_other_writes(dut):
    """No other register serves to clear LOCK."""
    _, apb = await start(dut)
    for address in (*VALUES, KICK, STATUS, COUNT, 0x24, 0x38, 0x58, 0x98, 0xD8):
        for value in (0, 0xFFFFFFFF, 1, 2):
            await apb.write(address, value)
        assert await apb.read(LOCK) == 1
    await apb.write(KICK, KEY)
    await still_locked(apb)


@cocotb.test()
async def s1_expiry(dut):
    """LOCK is 1 when the watchdog has expired, too."""
    values = {**VALUES, PERIOD: 5, PRESCALE: 0, WARNAT: 2}
    bench, apb = await start(dut, values)
    await bench.idle(20)
    await apb.write(LOCK, 0)
    await apb.write(STATUS, 7)
    await still_locked(apb, values)


@cocotb.test()
async def s2_debugger_changes_settings(dut):
    bench, apb = await start(dut)
    await bench.cycle(debug=1)
    await still_locked(apb)
    await bench.cycle(debug=0)
    for address, value in VALUES.items():
        assert await apb.read(address) == value


@cocotb.test()
async def s2_session_of_one_cycle(dut):
    """debug is 1 in the setup cycle only, or in the access cycle only."""
    bench, apb = await start(dut)
    for when in (0, 1):
        for address, value in VALUES.items():
            data = ATTACK[address]
            await bench.cycle(
                psel=1, penable=0, pwrite=1, paddr=address, pwdata=data, debug=1 - when
            )
            await bench.cycle(penable=1, debug=when)
            await bench.cycle(psel=0, penable=0, pwrite=0, debug=0)
            assert await apb.read(address) == value


@cocotb.test()
async def s2_debugger_stops_the_count(dut):
    """With DBGHOLD = 0 and the lock set, a debugger cannot stop the watchdog."""
    values = {**VALUES, PERIOD: 60, PRESCALE: 0, WARNAT: 2}
    bench, apb = await start(dut, values)
    await bench.cycle(debug=1)
    await apb.write(CTRL, EN | DBGHOLD)
    await apb.write(CTRL, 0)
    await bench.idle(80)
    assert (await bench.cycle()).wdt_reset == 1


@cocotb.test()
async def s3_sleep(dut):
    bench, apb = await start(dut)
    for cycles in (1, 2, 10):
        await bench.cycle(sleep=1)
        await bench.idle(cycles - 1)
        await bench.cycle(sleep=0)
        await still_locked(apb)


@cocotb.test()
async def s3_write_at_once_after_sleep(dut):
    bench, apb = await start(dut)
    await bench.cycle(sleep=1)
    await bench.idle(3)
    await bench.cycle(sleep=0, psel=1, penable=0, pwrite=1, paddr=CTRL, pwdata=0)
    await bench.cycle(penable=1)
    await bench.cycle(psel=0, penable=0, pwrite=0)
    assert await apb.read(CTRL) == VALUES[CTRL]
    await still_locked(apb)


@cocotb.test()
async def s3_warm_restart(dut):
    bench, apb = await start(dut)
    for cycles in (1, 2, 5):
        await bench.cycle(warm=1)
        await bench.idle(cycles - 1)
        await bench.cycle(warm=0)
        await still_locked(apb)


@cocotb.test()
async def s3_warm_restart_after_expiry(dut):
    values = {**VALUES, PERIOD: 30, PRESCALE: 0, WARNAT: 2, CTRL: EN}
    bench, apb = await start(dut, values)
    await bench.idle(60)
    assert (await bench.cycle()).wdt_reset == 1
    await bench.cycle(warm=1)
    await bench.cycle(warm=0)
    await still_locked(apb, values)


@cocotb.test()
async def s3_warm_restart_in_sleep(dut):
    bench, apb = await start(dut)
    await bench.cycle(sleep=1)
    await bench.cycle(warm=1)
    await bench.cycle(warm=0)
    await bench.cycle(sleep=0)
    await still_locked(apb)
