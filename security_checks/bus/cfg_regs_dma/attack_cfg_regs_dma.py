"""Attacks on the lock: they must fail."""

import cocotb

from hdl_agent.simulation.drivers import Apb, Bench

CTRL, GAIN, LIMIT, MASK, DATA0, DATA1, LOCK, CMD, STATUS = range(0, 0x24, 4)
VALUES = {CTRL: 3, GAIN: 0x42, LIMIT: 0x1234}


async def locked(dut):
    bench = await Bench(dut).start()
    apb = Apb(bench)
    for address, value in VALUES.items():
        await apb.write(address, value)
    await apb.write(LOCK, 1)
    return bench, apb


async def unchanged(apb):
    for address, value in VALUES.items():
        assert await apb.read(address) == value, "a locked setting has changed"


@cocotb.test()
async def s1_write_zero(dut):
    _, apb = await locked(dut)
    for value in (0, 0xFFFFFFFE, 2):
        await apb.write(LOCK, value)
        assert await apb.read(LOCK) == 1, "the lock is open"


@cocotb.test()
async def s1_other_registers(dut):
    _, apb = await locked(dut)
    for address in (MASK, DATA0, STATUS, 0x38, 0x58, 0x98):
        for value in (0, 0xFFFFFFFF):
            await apb.write(address, value)
            assert await apb.read(LOCK) == 1, "the lock is open"


@cocotb.test()
async def s1_command(dut):
    _, apb = await locked(dut)
    await apb.write(CMD, 1)
    assert await apb.read(LOCK) == 1, "the lock is open"


@cocotb.test()
async def s1_dma_to_lock(dut):
    bench, apb = await locked(dut)
    for index in range(6, 16):
        await bench.cycle(dma_valid=1, dma_index=index, dma_wdata=0)
        await bench.cycle(dma_valid=0)
        assert await apb.read(LOCK) == 1, "the lock is open"


@cocotb.test()
async def s2_dma_to_settings(dut):
    bench, apb = await locked(dut)
    for index in range(3):
        for word in (0, 0xFFFFFFFF):
            await bench.cycle(dma_valid=1, dma_index=index, dma_wdata=word)
            await bench.cycle(dma_valid=0)
            await unchanged(apb)


@cocotb.test()
async def s2_dma_right_after_the_lock(dut):
    bench = await Bench(dut).start()
    apb = Apb(bench)
    for address, value in VALUES.items():
        await apb.write(address, value)
    await bench.cycle(psel=1, penable=0, pwrite=1, paddr=LOCK, pwdata=1)
    await bench.cycle(penable=1, dma_valid=1, dma_index=2, dma_wdata=0xFFFF)
    await bench.cycle(psel=0, penable=0)
    await bench.cycle(dma_valid=0)
    await unchanged(apb)


@cocotb.test()
async def s3_defaults(dut):
    _, apb = await locked(dut)
    await apb.write(CMD, 1)
    await unchanged(apb)
