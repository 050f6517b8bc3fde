"""Attacks on the DMA controller: each must fail."""

import cocotb

from hdl_agent.simulation.drivers import Apb, Bench

GCTRL, SRC, DST, LEN, CTRL, STATUS, COUNT = range(0, 0x1C, 4)
START, PRIV = 1, 2


async def begin(dut, enable=True):
    bench = await Bench(dut).start()
    apb = Apb(bench)
    if enable:
        await apb.write(GCTRL, 1, ppriv=1)
    return bench, apb


async def describe(apb, src, dst, words, ppriv):
    await apb.write(SRC, src, ppriv=ppriv)
    await apb.write(DST, dst, ppriv=ppriv)
    await apb.write(LEN, words, ppriv=ppriv)


async def no_privileged_beat(bench, cycles=24):
    """Serve whatever is requested."""
    await bench.cycle(psel=0, m_ack=0)
    for _ in range(cycles):
        out = await bench.cycle(m_ack=1)
        assert (out.m_req, out.m_priv) != (1, 1), "a privileged beat"
    await bench.cycle(m_ack=0)


async def no_beat(bench, cycles=24):
    for _ in range(cycles):
        assert (await bench.cycle(m_ack=1)).m_req == 0
    await bench.cycle(m_ack=0)


@cocotb.test()
async def s1_unprivileged_start_with_priv(dut):
    bench, apb = await begin(dut)
    await describe(apb, 0x100, 0x200, 3, ppriv=0)
    await apb.write(CTRL, START | PRIV, ppriv=0)
    await no_privileged_beat(bench)


@cocotb.test()
async def s1_unprivileged_start_after_a_privileged_transfer(dut):
    bench, apb = await begin(dut)
    await describe(apb, 0x100, 0x200, 1, ppriv=1)
    await apb.write(CTRL, START | PRIV, ppriv=1)
    for _ in range(8):
        await bench.cycle(m_ack=1)
    await bench.cycle(m_ack=0)
    for mode in (START, START | PRIV):
        await apb.write(CTRL, mode, ppriv=0)
        await no_privileged_beat(bench)
    await apb.write(CTRL, PRIV, ppriv=1)
    for mode in (START, START | PRIV):
        await apb.write(CTRL, mode, ppriv=0)
        await no_privileged_beat(bench)


@cocotb.test()
async def s1_privileged_start_of_a_foreign_descriptor(dut):
    bench, apb = await begin(dut)
    for register in (SRC, DST, LEN):
        await describe(apb, 0x100, 0x200, 3, ppriv=1)
        await apb.write(register, 0x4, ppriv=0)
        await apb.write(CTRL, START | PRIV, ppriv=1)
        await no_privileged_beat(bench)
        # The registers that privileged software wrote last do not vouch for the other one.
        for other in (SRC, DST, LEN):
            if other != register:
                await apb.write(other, 0x4, ppriv=1)
        await apb.write(CTRL, START | PRIV, ppriv=1)
        await no_privileged_beat(bench)


async def overwrite_while_busy(dut, register, ppriv):
    bench, apb = await begin(dut)
    words = 4
    for value in (0x0, 0x1, 0x2, 0x3, 0x8, 0xF0, 0xFFF0):
        await describe(apb, 0x1000, 0x2000, words, ppriv=1)
        await apb.write(CTRL, START, ppriv=1)
        for beat in range(2 * words):
            await apb.write(register, value, ppriv=ppriv)
            out = await bench.cycle(m_ack=1)
            base = 0x2000 if beat % 2 else 0x1000
            assert (out.m_req, out.m_addr) == (1, base + 4 * (beat // 2)), f"beat {beat}"
            await bench.cycle(m_ack=0)
        assert (await bench.cycle()).m_req == 0, "more beats than words"


@cocotb.test()
async def s2_source_changed_while_busy(dut):
    await overwrite_while_busy(dut, SRC, ppriv=1)


@cocotb.test()
async def s2_destination_changed_while_busy(dut):
    await overwrite_while_busy(dut, DST, ppriv=0)


@cocotb.test()
async def s2_length_changed_while_busy(dut):
    await overwrite_while_busy(dut, LEN, ppriv=1)


@cocotb.test()
async def s3_start_without_enable(dut):
    bench, apb = await begin(dut, enable=False)
    for ppriv in (0, 1):
        await describe(apb, 0x100, 0x200, 3, ppriv)
        await apb.write(CTRL, START, ppriv=ppriv)
        await no_beat(bench)


@cocotb.test()
async def s3_unprivileged_enable(dut):
    bench, apb = await begin(dut, enable=False)
    await apb.write(GCTRL, 1, ppriv=0)
    for ppriv in (0, 1):
        await describe(apb, 0x100, 0x200, 3, ppriv)
        await apb.write(CTRL, START, ppriv=ppriv)
        await no_beat(bench)


@cocotb.test()
async def s3_disabled_while_busy(dut):
    bench, apb = await begin(dut, enable=False)
    for beats in range(4):
        await apb.write(GCTRL, 1, ppriv=1)
        await describe(apb, 0x100, 0x200, 8, ppriv=1)
        await apb.write(CTRL, START, ppriv=1)
        for _ in range(beats):
            await bench.cycle(m_ack=1)
        await bench.cycle(m_ack=0)
        await apb.write(GCTRL, 0, ppriv=1)
        await bench.cycle()
        await bench.cycle(m_ack=1)  # the beat that was on the way
        await no_beat(bench)
        await bench.reset()
