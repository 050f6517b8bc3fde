"""Attacks on the regions: they must fail."""

import cocotb

from hdl_agent.simulation.drivers import Apb, Bench

BASE, LIMIT, ATTR = 0x0, 0x4, 0x8
EN, UR, UW, PR, PW, LOCK = 1, 2, 4, 8, 16, 128
ALL = EN | UR | UW | PR | PW


async def start(dut):
    bench = await Bench(dut).start()
    return bench, Apb(bench)


async def region(apb, number, first, last, attr):
    for offset, value in ((ATTR, 0), (BASE, first), (LIMIT, last), (ATTR, attr)):
        await apb.transfer(True, 16 * number + offset, value)


async def granted(bench, address, write=0, priv=0):
    await bench.cycle(req=1, req_addr=address, req_write=write, req_priv=priv)
    return (await bench.cycle(req=0)).grant


@cocotb.test()
async def s1_a_wider_region_with_more_rights(dut):
    """Whatever the order, the region that denies decides."""
    bench, apb = await start(dut)
    for strict in range(4):
        for loose in range(4):
            if strict != loose:
                await bench.reset()
                await region(apb, strict, 0x100, 0x140, EN | PR)
                await region(apb, loose, 0x000, 0x7C0, ALL)
                for write, priv in ((0, 0), (1, 0), (1, 1)):
                    assert not await granted(bench, 0x110, write, priv), "the weaker region decides"


@cocotb.test()
async def s2_the_mirror_of_a_region(dut):
    bench, apb = await start(dut)
    for number in range(4):
        await bench.reset()
        await region(apb, number, 0x100, 0x140, EN | PR)
        for write, priv in ((0, 0), (1, 0), (1, 1)):
            assert not await granted(bench, 0x910, write, priv), "the mirror is open"


@cocotb.test()
async def s2_the_mirror_outside_of_regions(dut):
    bench, _ = await start(dut)
    for address in (0x800, 0xABC, 0xFFF):
        assert not await granted(bench, address), "the mirror is open"


@cocotb.test()
async def s3_a_region_over_a_locked_one(dut):
    """Each way to bring any region over any locked one: enable it there, move it, widen it."""
    bench, apb = await start(dut)
    ways = (
        ((ATTR, 0), (BASE, 0x100), (LIMIT, 0x140), (ATTR, ALL)),
        ((ATTR, ALL), (LIMIT, 0x100)),
        ((LIMIT, 0x7C0), (ATTR, ALL)),
        ((BASE, 0x400), (LIMIT, 0x440), (ATTR, ALL), (BASE, 0x140)),
    )
    for locked in range(4):
        for loose in range(4):
            for way in ways if locked != loose else ():
                await bench.reset()
                await region(apb, locked, 0x100, 0x140, EN | PR | LOCK)
                for offset, value in way:
                    await apb.transfer(True, 16 * loose + offset, value)
                first, last, attr = [
                    await apb.read(16 * loose + offset) for offset in (BASE, LIMIT, ATTR)
                ]
                overlap = attr & EN and first <= last and first <= 0x140 and last >= 0x100
                assert not overlap, "a region was programmed over a locked one"
