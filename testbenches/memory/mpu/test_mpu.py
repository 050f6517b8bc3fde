"""Functional tests of the memory protection unit."""

import random

import cocotb

from hdl_agent.simulation.drivers import Apb, Bench

BASE, LIMIT, ATTR, FADDR, FSTAT = 0x0, 0x4, 0x8, 0x40, 0x44
EN, UR, UW, PR, PW, LOCK = 1, 2, 4, 8, 16, 128


async def start(dut):
    bench = await Bench(dut).start()
    return bench, Apb(bench)


async def transfer(bench, address, write, data=0):
    setup = await bench.cycle(psel=1, penable=0, pwrite=write, paddr=address, pwdata=data)
    assert (setup.pready, setup.pslverr, setup.prdata) == (0, 0, 0)
    access = await bench.cycle(penable=1)
    await bench.cycle(psel=0, penable=0)
    return access


async def region(apb, number, first, last, attr):
    """Set up a region, disabled while its bounds change."""
    await apb.write(16 * number + ATTR, 0)
    await apb.write(16 * number + BASE, first)
    await apb.write(16 * number + LIMIT, last)
    await apb.write(16 * number + ATTR, attr)


async def ask(bench, address, write=0, priv=0):
    """One access; 1 when it is granted."""
    await bench.cycle(req=1, req_addr=address, req_write=write, req_priv=priv)
    out = await bench.cycle(req=0)
    if out.grant:
        assert (out.fault, out.mem_addr, out.mem_write) == (0, address & 0x7FF, write)
    else:
        assert (out.fault, out.mem_addr, out.mem_write) == (1, 0, 0)
    after = await bench.cycle()
    assert (after.grant, after.fault, after.mem_addr, after.mem_write) == (0, 0, 0, 0)
    return out.grant


@cocotb.test()
async def f1_bus(dut):
    bench, _ = await start(dut)
    out = await bench.cycle()
    assert (out.pready, out.pslverr, out.prdata, out.irq) == (0, 0, 0, 0)
    out = await transfer(bench, 0x04, 1, 0x740)
    assert (out.pready, out.pslverr, out.prdata) == (1, 0, 0)
    out = await transfer(bench, 0x07, 0)
    assert (out.pready, out.pslverr, out.prdata) == (1, 0, 0x740)
    for address in (0x0C, 0x1C, 0x2C, 0x3C, 0x48, 0x4C, 0x80, 0xC4, 0xFC):
        for write in (0, 1):
            out = await transfer(bench, address, write, 0x7C0)
            assert (out.pslverr, out.prdata) == (1, 0)
    assert (await transfer(bench, FADDR, 1, 0xFFF)).pslverr == 1
    await bench.cycle(psel=1, penable=0, pwrite=1, paddr=0, pwdata=0x7C0)
    await bench.cycle(psel=0)
    assert (await transfer(bench, 0, 0)).prdata == 0


@cocotb.test()
async def f2_regions_read_back(dut):
    _, apb = await start(dut)
    for number in range(4):
        for offset in (BASE, LIMIT, ATTR):
            assert await apb.read(16 * number + offset) == 0
    wanted = {}
    for _ in range(60):
        number, offset = random.randrange(4), random.choice((BASE, LIMIT, ATTR))
        word = random.getrandbits(32)
        if offset == ATTR:
            word &= ~(LOCK | EN)
        await apb.write(16 * number + offset, word)
        wanted[16 * number + offset] = word & (0x1F if offset == ATTR else 0x7C0)
        for address, value in wanted.items():
            assert await apb.read(address) == value


@cocotb.test()
async def f3_answers(dut):
    bench, _ = await start(dut)
    for address in (0, 0x7FF, 0x2A5):
        for write in (0, 1):
            assert await ask(bench, address, write, 1) == 1
            assert await ask(bench, address, write, 0) == 0


@cocotb.test()
async def f3_an_access_in_every_cycle(dut):
    bench, _ = await start(dut)
    before = None
    for _ in range(40):
        now = random.randrange(2048), random.randrange(2), random.randrange(2)
        out = await bench.cycle(req=1, req_addr=now[0], req_write=now[1], req_priv=now[2])
        if before is not None:
            address, write, priv = before
            assert (out.grant, out.fault) == (priv, 1 - priv)
            assert (out.mem_addr, out.mem_write) == ((address, write) if priv else (0, 0))
        before = now


@cocotb.test()
async def f4_rights(dut):
    bench, apb = await start(dut)
    for attr in range(0, 32, 2):
        await region(apb, 1, 0x100, 0x1C0, EN | attr)
        for priv in (0, 1):
            for write in (0, 1):
                allowed = attr >> (1 + 2 * priv + write) & 1
                assert await ask(bench, 0x180, write, priv) == allowed


@cocotb.test()
async def f4_bounds(dut):
    bench, apb = await start(dut)
    for number in range(4):
        await region(apb, number, 0x100 * number + 0x80, 0x100 * number + 0xC0, EN | UR)
    for number in range(4):
        first = 0x100 * number + 0x80
        for address, inside in ((first - 1, 0), (first, 1), (first + 0x7F, 1), (first + 0x80, 0)):
            assert await ask(bench, address, 0, 0) == inside
            assert await ask(bench, address, 0, 1) == 1 - inside
    await region(apb, 0, 0x7C0, 0x7C0, EN | UR)
    assert await ask(bench, 0x7C0) == 1
    await region(apb, 0, 0x640, 0x600, EN | UR)
    assert await ask(bench, 0x640) == 0
    assert await ask(bench, 0x600) == 0
    await region(apb, 0, 0x600, 0x640, UR)
    assert await ask(bench, 0x600) == 0


@cocotb.test()
async def f4_random_regions(dut):
    bench, apb = await start(dut)
    for _ in range(6):
        edges = sorted(random.sample(range(32), 8))
        regions = []
        for number in range(4):
            await apb.write(16 * number + ATTR, 0)
        for number in range(4):
            first, last = edges[2 * number : 2 * number + 2]
            attr = random.randrange(32)
            await region(apb, number, first << 6, last << 6, attr)
            regions.append((first, last, attr))
        for _ in range(20):
            address, write, priv = random.randrange(2048), random.randrange(2), random.randrange(2)
            allowed = priv
            for first, last, attr in regions:
                if attr & EN and first <= address >> 6 <= last:
                    allowed = attr >> (1 + 2 * priv + write) & 1
            assert await ask(bench, address, write, priv) == allowed


@cocotb.test()
async def f4_the_window_outside_of_regions(dut):
    bench, apb = await start(dut)
    await region(apb, 2, 0x100, 0x1C0, EN)
    for address in (0x800, 0x8FF, 0xA00, 0xFFF):
        for write in (0, 1):
            assert await ask(bench, address, write, 1) == 1


@cocotb.test()
async def f4_a_write_counts_from_the_next_cycle(dut):
    bench, apb = await start(dut)
    await region(apb, 0, 0, 0x40, UR)
    await bench.cycle(psel=1, penable=0, pwrite=1, paddr=ATTR, pwdata=EN | UR)
    await bench.cycle(penable=1, req=1, req_addr=0, req_write=0, req_priv=0)
    assert (await bench.cycle(psel=0, penable=0)).fault == 1
    assert (await bench.cycle(req=0)).grant == 1


@cocotb.test()
async def f5_lock(dut):
    bench, apb = await start(dut)
    for number in range(4):
        await region(apb, number, 0x200 * number, 0x200 * number + 0x40, EN | UR | LOCK)
    for number in range(4):
        for offset in (BASE, LIMIT, ATTR):
            assert (await transfer(bench, 16 * number + offset, 1, 0)).pslverr == 1
        assert await apb.read(16 * number + BASE) == 0x200 * number
        assert await apb.read(16 * number + LIMIT) == 0x200 * number + 0x40
        assert await apb.read(16 * number + ATTR) == EN | UR | LOCK
        assert await ask(bench, 0x200 * number) == 1
    await bench.reset()
    assert await apb.read(ATTR) == 0
    await region(apb, 0, 0x40, 0x80, UR | LOCK)
    assert (await transfer(bench, ATTR, 1, EN)).pslverr == 1
    await region(apb, 1, 0x200, 0x240, EN | UR)
    await apb.write(16 + LIMIT, 0x300)
    assert await ask(bench, 0x300) == 1


@cocotb.test()
async def f6_faults(dut):
    bench, apb = await start(dut)
    await region(apb, 0, 0x100, 0x140, EN | UR | PW)
    for address, write, priv in ((0x3A5, 0, 0), (0x17F, 1, 0), (0x100, 0, 1)):
        assert await ask(bench, address, write, priv) == 0
        assert (await bench.cycle()).irq == 1
        await ask(bench, 0x7FF)
        assert await apb.read(FADDR) == address
        assert await apb.read(FSTAT) == 1 | write << 1 | priv << 2
        await apb.write(FSTAT, 6)
        assert await apb.read(FSTAT) == 1 | write << 1 | priv << 2
        await apb.write(FSTAT, 1)
        assert await apb.read(FSTAT) == 0
        assert await apb.read(FADDR) == 0
        assert (await bench.cycle()).irq == 0


@cocotb.test()
async def f6_when_faults_are_kept(dut):
    bench, apb = await start(dut)
    await bench.cycle(req=1, req_addr=0x11, req_priv=0)
    out = await bench.cycle(req=1, req_addr=0x22)
    assert (out.fault, out.irq) == (1, 0)
    assert (await bench.cycle(req=0)).irq == 1
    assert await apb.read(FADDR) == 0x11
    await apb.write(FSTAT, 1)
    await bench.cycle(psel=1, penable=0, pwrite=1, paddr=FSTAT, pwdata=1, req=1, req_addr=0x33)
    assert (await bench.cycle(penable=1, req=0)).fault == 1
    assert (await bench.cycle(psel=0, penable=0)).irq == 0
    assert await apb.read(FADDR) == 0
