"""Functional tests of the configuration registers."""

import random

import cocotb

from hdl_agent.simulation.drivers import Apb, Bench

CTRL, GAIN, LIMIT, MASK, DATA0, DATA1, LOCK, CMD, STATUS = range(0, 0x24, 4)
BITS = {CTRL: 0x7, GAIN: 0xFF, LIMIT: 0xFFFF, MASK: 0x3, DATA0: 0xFFFFFFFF, DATA1: 0xFFFFFFFF}
RESET = {CTRL: 0, GAIN: 0x10, LIMIT: 0x100, MASK: 0, DATA0: 0, DATA1: 0}


async def start(dut):
    bench = await Bench(dut).start()
    return bench, Apb(bench)


async def transfer(bench, address, write, data=0, **others):
    """One transfer; the access cycle's sample."""
    setup = await bench.cycle(psel=1, penable=0, pwrite=write, paddr=address, pwdata=data)
    assert (setup.pready, setup.pslverr, setup.prdata) == (0, 0, 0)
    access = await bench.cycle(penable=1, **others)
    await bench.cycle(psel=0, penable=0, **dict.fromkeys(others, 0))
    return access


async def dma(bench, index, word):
    out = await bench.cycle(dma_valid=1, dma_index=index, dma_wdata=word)
    assert out.dma_ready == 1
    return await bench.cycle(dma_valid=0)


@cocotb.test()
async def f1_handshake(dut):
    bench, _ = await start(dut)
    out = await bench.cycle()
    assert (out.pready, out.pslverr, out.prdata) == (0, 0, 0)
    out = await transfer(bench, GAIN, 0)
    assert (out.pready, out.pslverr, out.prdata) == (1, 0, 0x10)
    out = await transfer(bench, GAIN, 1, 5)
    assert (out.pready, out.pslverr, out.prdata) == (1, 0, 0)
    out = await bench.cycle(psel=0, penable=1, pwrite=0)
    assert (out.pready, out.pslverr, out.prdata) == (0, 0, 0)


@cocotb.test()
async def f1_outside_of_the_map(dut):
    bench, _ = await start(dut)
    for address in (0x24, 0x28, 0x40, 0x80, 0xFC):
        for write in (0, 1):
            out = await transfer(bench, address, write, 0xFFFFFFFF)
            assert (out.pslverr, out.prdata) == (1, 0)
    for address, value in RESET.items():
        assert (await transfer(bench, address + 3, 0)).prdata == value


@cocotb.test()
async def f1_setup_without_access_writes_nothing(dut):
    bench, apb = await start(dut)
    await bench.cycle(psel=1, penable=0, pwrite=1, paddr=DATA0, pwdata=7)
    await bench.cycle(psel=0)
    assert await apb.read(DATA0) == 0


@cocotb.test()
async def f2_registers_read_back(dut):
    bench, apb = await start(dut)
    for address, value in RESET.items():
        assert await apb.read(address) == value
    values = dict(RESET)
    for _ in range(60):
        address = random.choice(list(BITS))
        word = random.getrandbits(32)
        await apb.write(address, word)
        values[address] = word & BITS[address]
        for other, value in values.items():
            assert await apb.read(other) == value
        out = await bench.cycle()
        assert (out.enable, out.mode) == (values[CTRL] & 1, values[CTRL] >> 1)
        assert (out.gain, out.limit) == (values[GAIN], values[LIMIT])
    assert await apb.read(CMD) == 0
    assert await apb.read(LOCK) == 0


@cocotb.test()
async def f2_reset_in_use(dut):
    bench, apb = await start(dut)
    for locked in (0, 1):
        for address in BITS:
            await apb.write(address, 0xFFFFFFFF)
        await dma(bench, 5, 0xFFFFFFFF)
        await dma(bench, 6, 0)
        await bench.cycle(alarm=1)
        assert (await bench.cycle(alarm=0)).irq == 1
        await apb.write(LOCK, locked)
        await bench.reset(1)
        out = await bench.cycle()
        assert (out.enable, out.mode, out.gain, out.limit, out.irq) == (0, 0, 0x10, 0x100, 0)
        for address, value in {**RESET, LOCK: 0, STATUS: 0}.items():
            assert await apb.read(address) == value
        assert (await transfer(bench, GAIN, 1, 0x55)).pslverr == 0
        assert await apb.read(GAIN) == 0x55


@cocotb.test()
async def f3_dma_writes(dut):
    bench, apb = await start(dut)
    values = dict(RESET)
    for _ in range(60):
        index = random.randrange(6)
        word = random.getrandbits(32)
        await dma(bench, index, word)
        values[4 * index] = word & BITS[4 * index]
        for address, value in values.items():
            assert await apb.read(address) == value


@cocotb.test()
async def f3_words_in_a_row(dut):
    bench, apb = await start(dut)
    for index in range(6):
        out = await bench.cycle(dma_valid=1, dma_index=index, dma_wdata=index + 1)
        assert out.dma_ready == 1
    await bench.cycle(dma_valid=0)
    for index in range(6):
        assert await apb.read(4 * index) == (index + 1) & BITS[4 * index]


@cocotb.test()
async def f3_apb_goes_first(dut):
    bench, apb = await start(dut)
    out = await transfer(bench, DATA0, 1, 5, dma_valid=1, dma_index=5, dma_wdata=9)
    assert out.dma_ready == 0
    assert await apb.read(DATA0) == 5
    assert await apb.read(DATA1) == 0
    out = await transfer(bench, 0x80, 1, 5, dma_valid=1, dma_index=5, dma_wdata=9)
    assert out.dma_ready == 0
    assert await apb.read(DATA1) == 0
    out = await transfer(bench, DATA0, 0, 0, dma_valid=1, dma_index=5, dma_wdata=9)
    assert (out.dma_ready, out.prdata) == (1, 5)
    assert await apb.read(DATA1) == 9


@cocotb.test()
async def f4_lock_refuses_settings(dut):
    bench, apb = await start(dut)
    for address in (CTRL, GAIN, LIMIT):
        await apb.write(address, 3)
    await apb.write(LOCK, 1)
    assert await apb.read(LOCK) == 1
    for address in (CTRL, GAIN, LIMIT):
        assert (await transfer(bench, address, 1, 0xFFFF)).pslverr == 1
        assert (await transfer(bench, address, 0)).prdata == 3
    for address in (MASK, DATA0, DATA1):
        assert (await transfer(bench, address, 1, 2)).pslverr == 0
        assert await apb.read(address) == 2
        await dma(bench, address // 4, 1)
        assert await apb.read(address) == 1
    assert (await transfer(bench, STATUS, 1, 3)).pslverr == 0


@cocotb.test()
async def f5_defaults(dut):
    bench, apb = await start(dut)
    for address in BITS:
        await apb.write(address, 0xFFFFFFFF)
    await apb.write(CMD, 0xFFFFFFFE)
    for address, bits in BITS.items():
        assert await apb.read(address) == bits
    await apb.write(CMD, 1)
    for address in (CTRL, GAIN, LIMIT, MASK):
        assert await apb.read(address) == RESET[address]
    for address in (DATA0, DATA1):
        assert await apb.read(address) == 0xFFFFFFFF
    assert await apb.read(LOCK) == 0
    out = await bench.cycle()
    assert (out.enable, out.mode, out.gain, out.limit) == (0, 0, 0x10, 0x100)


@cocotb.test()
async def f6_count_and_error(dut):
    bench, apb = await start(dut)
    for number in range(1, 260):
        await dma(bench, number % 6, 0)
    assert await apb.read(STATUS) == 3 << 8
    for index in range(6, 16):
        await dma(bench, index, 0xFFFFFFFF)
        assert await apb.read(STATUS) == 3 << 8 | 1
        await apb.write(STATUS, 2)
        assert await apb.read(STATUS) == 3 << 8 | 1
        await apb.write(STATUS, 1)
        assert await apb.read(STATUS) == 3 << 8
    assert await apb.read(LOCK) == 0
    await apb.write(STATUS, 0xFFFFFFFF)
    assert await apb.read(STATUS) == 3 << 8


@cocotb.test()
async def f6_alarm_and_interrupt(dut):
    bench, apb = await start(dut)
    await bench.cycle(alarm=1)
    assert (await bench.cycle(alarm=0)).irq == 0
    assert await apb.read(STATUS) == 2
    await dma(bench, 7, 0)
    for mask in range(4):
        await apb.write(MASK, mask)
        assert (await bench.cycle()).irq == (mask != 0)
    await apb.write(MASK, 2)
    await apb.write(STATUS, 1)
    assert (await bench.cycle()).irq == 1
    await apb.write(STATUS, 2)
    assert (await bench.cycle()).irq == 0
    await transfer(bench, STATUS, 1, 2, alarm=1)
    assert (await bench.cycle()).irq == 1
    await apb.write(MASK, 1)
    assert (await bench.cycle()).irq == 0
    await dma(bench, 15, 0)
    assert (await bench.cycle()).irq == 1
