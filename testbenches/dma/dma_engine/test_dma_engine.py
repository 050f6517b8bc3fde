"""Functional tests of the DMA controller."""

import random

import cocotb

from hdl_agent.simulation.drivers import Apb, Bench

GCTRL, SRC, DST, LEN, CTRL, STATUS, COUNT = range(0, 0x1C, 4)
START, PRIV, IRQEN, SFIX, DFIX = 1, 2, 4, 8, 16
BUSY, DONE, ERR = 1, 2, 4


async def begin(dut, enable=True):
    bench = await Bench(dut).start()
    apb = Apb(bench)
    if enable:
        assert await apb.write(GCTRL, 1, ppriv=1) == 0
    return bench, apb


async def describe(apb, src, dst, words, ppriv=1):
    assert await apb.write(SRC, src, ppriv=ppriv) == 0
    assert await apb.write(DST, dst, ppriv=ppriv) == 0
    assert await apb.write(LEN, words, ppriv=ppriv) == 0


async def start(bench, mode=0, ppriv=1):
    """The write that starts; the next cycle is cycle 1 of the transfer."""
    await bench.cycle(psel=1, penable=0, pwrite=1, paddr=CTRL, pwdata=START | mode, ppriv=ppriv)
    out = await bench.cycle(penable=1)
    assert (out.pready, out.pslverr) == (1, 0)
    assert (out.busy, out.m_req) == (0, 0)


RELEASE = {"psel": 0, "penable": 0, "pwrite": 0}


def check_idle(out):
    assert (out.busy, out.m_req, out.m_we, out.m_addr, out.m_wdata, out.m_priv) == (0,) * 6


async def follow(bench, src, dst, words, mode=0, wait=0.0, fail_at=None):
    """Serve every beat of a transfer and check it; the sample of the cycle after the last."""
    beat, word = 0, 0
    while beat < 2 * words:
        index, write = divmod(beat, 2)
        done = random.random() >= wait
        value = random.getrandbits(32)
        failed = done and beat == fail_at
        answer = {"m_ack": int(done), "m_err": int(failed), "m_rdata": value}
        out = await bench.cycle(**RELEASE, **answer)
        assert (out.busy, out.m_req, out.irq) == (1, 1, 0), f"beat {beat}"
        assert out.m_we == write, f"beat {beat}"
        base, fixed = (dst, mode & DFIX) if write else (src, mode & SFIX)
        address = base if fixed else base + 4 * index
        assert out.m_addr == address & 0xFFFF, f"beat {beat}: {out.m_addr:#x}"
        assert out.m_wdata == (word if write else 0), f"beat {beat}"
        assert out.m_priv == int(bool(mode & PRIV)), f"beat {beat}"
        if failed:
            break
        if done:
            beat += 1
            word = value
    out = await bench.cycle(**RELEASE, m_ack=0, m_err=0, m_rdata=0)
    check_idle(out)
    return out


async def copy(bench, apb, src, dst, words, mode=0, wait=0.0, ppriv=1):
    await describe(apb, src, dst, words, ppriv)
    await start(bench, mode, ppriv)
    out = await follow(bench, src, dst, words, mode, wait)
    assert out.irq == int(bool(mode & IRQEN))
    assert await apb.read(STATUS, ppriv=ppriv) == DONE
    assert await apb.read(COUNT, ppriv=ppriv) == words


@cocotb.test()
async def f1_handshake(dut):
    bench, apb = await begin(dut)
    out = await bench.idle(1)
    assert (out.pready, out.pslverr, out.prdata) == (0, 0, 0)
    await bench.cycle(psel=1, penable=0, pwrite=1, paddr=LEN, pwdata=0x5A, ppriv=1)
    out = await bench.cycle(penable=1)
    assert (out.pready, out.pslverr, out.prdata) == (1, 0, 0)
    out = await bench.cycle(penable=0, pwrite=0)
    assert (out.pready, out.pslverr, out.prdata) == (0, 0, 0)
    out = await bench.cycle(penable=1)
    assert (out.pready, out.pslverr, out.prdata) == (1, 0, 0x5A)
    out = await bench.cycle(psel=0, penable=0)
    assert (out.pready, out.pslverr, out.prdata) == (0, 0, 0)
    # A setup cycle alone writes nothing.
    await bench.cycle(psel=1, penable=0, pwrite=1, paddr=LEN, pwdata=0x77)
    await bench.cycle(psel=0, penable=0, pwrite=0)
    assert await apb.read(LEN + 3) == 0x5A


@cocotb.test()
async def f1_refusals(dut):
    bench, apb = await begin(dut)
    for address in (0x1C, 0x20, 0x24, 0x28, 0x2C, 0x30, 0x40, 0x44, 0x80, 0x90, 0xFC):
        out = await apb.transfer(False, address, ppriv=1)
        assert (out.pslverr, out.prdata) == (1, 0), f"read of {address:#x}"
        assert await apb.write(address, 0xFFFFFFFF, ppriv=1) == 1, f"write of {address:#x}"
    assert await apb.write(COUNT, 0xFF, ppriv=1) == 1
    for address, value in zip(range(0, 0x1C, 4), (1, 0, 0, 0, 0, 0, 0), strict=True):
        for ppriv in (0, 1):
            out = await apb.transfer(False, address, ppriv=ppriv)
            assert (out.pslverr, out.prdata) == (0, value), f"read of {address:#x}"
    check_idle(await bench.cycle())


@cocotb.test()
async def f2_registers_read_back(dut):
    bench, apb = await begin(dut, enable=False)
    masks = {GCTRL: 1, SRC: 0xFFFC, DST: 0xFFFC, LEN: 0xFF, CTRL: 0x1E}
    model = dict.fromkeys(masks, 0)
    for address in masks:
        assert await apb.read(address, ppriv=1) == 0
    for step in range(60):
        address = random.choice(list(masks))
        value = (0xFFFFFFFF, 0)[step % 2] if step < 10 else random.getrandbits(32)
        if address == CTRL:
            value &= ~START
        assert await apb.write(address, value, ppriv=1) == 0
        model[address] = value & masks[address]
        for other in masks:
            assert await apb.read(other, ppriv=1) == model[other]
    # Unprivileged software writes descriptors, too.
    for address in (SRC, DST, LEN):
        for value in (0xFFFFFFFF, 0x5A5A5A5A, 0):
            assert await apb.write(address, value, ppriv=0) == 0
            assert await apb.read(address, ppriv=0) == value & masks[address]
    assert await apb.write(CTRL, IRQEN | DFIX, ppriv=0) == 0
    assert await apb.read(CTRL, ppriv=0) == IRQEN | DFIX
    await apb.write(GCTRL, 1, ppriv=1)
    await describe(apb, 0x1234, 0x4320, 0x7F)
    await bench.reset()
    for address in masks:
        assert await apb.read(address, ppriv=1) == 0


@cocotb.test()
async def f2_descriptor_survives_the_transfer(dut):
    bench, apb = await begin(dut)
    await copy(bench, apb, 0x0100, 0x0200, 3, mode=SFIX)
    assert await apb.read(SRC, ppriv=1) == 0x0100
    assert await apb.read(DST, ppriv=1) == 0x0200
    assert await apb.read(LEN, ppriv=1) == 3
    assert await apb.read(CTRL, ppriv=1) == SFIX
    # The same descriptor again.
    await start(bench, DFIX)
    await follow(bench, 0x0100, 0x0200, 3, DFIX)
    assert await apb.read(CTRL, ppriv=1) == DFIX


@cocotb.test()
async def f3_copies(dut):
    bench, apb = await begin(dut)
    await copy(bench, apb, 0x1000, 0x2000, 1)
    await copy(bench, apb, 0x1004, 0x0008, 2)
    await copy(bench, apb, 0xFFF4, 0x8000, 6)
    await copy(bench, apb, 0x5550, 0xFFF8, 5)
    for mode in (SFIX, DFIX, SFIX | DFIX):
        await copy(bench, apb, 0xABC0, 0x1230, 4, mode)
    await copy(bench, apb, 0x0000, 0xFFFC, 255)
    await copy(bench, apb, 0x7000, 0x00F0, 64, wait=0.3)


@cocotb.test()
async def f3_random_copies(dut):
    bench, apb = await begin(dut)
    for _ in range(25):
        src, dst = random.getrandbits(14) * 4, random.getrandbits(14) * 4
        mode = random.getrandbits(4) * 2
        ppriv = 1 if mode & PRIV else random.getrandbits(1)
        wait = random.choice([0, 0.2, 0.6])
        await copy(bench, apb, src, dst, random.randrange(1, 12), mode, wait, ppriv)


@cocotb.test()
async def f3_no_words(dut):
    bench, apb = await begin(dut)
    await describe(apb, 0x10, 0x20, 0)
    await start(bench, IRQEN)
    for _ in range(5):
        out = await bench.cycle(**RELEASE, m_ack=1)
        check_idle(out)
        assert out.irq == 1
    assert await apb.read(STATUS, ppriv=1) == DONE
    assert await apb.read(COUNT, ppriv=1) == 0


@cocotb.test()
async def f4_request_holds(dut):
    bench, apb = await begin(dut)
    await describe(apb, 0x0A30, 0x0B40, 1)
    await start(bench, PRIV)
    for step in range(9):
        out = await bench.cycle(**RELEASE, m_rdata=step, m_ack=int(step == 8))
        assert (out.m_req, out.m_we, out.m_addr) == (1, 0, 0x0A30)
        assert (out.m_wdata, out.m_priv) == (0, 1)
    for step in range(9):
        out = await bench.cycle(m_rdata=0xFFFFFFFF, m_ack=int(step == 8))
        assert (out.m_req, out.m_we, out.m_addr) == (1, 1, 0x0B40)
        assert (out.m_wdata, out.m_priv) == (8, 1)
    check_idle(await bench.cycle())


@cocotb.test()
async def f4_idle_port(dut):
    bench, apb = await begin(dut)
    await copy(bench, apb, 0x0A30, 0x0B40, 2, PRIV)
    # Answers without a request are ignored.
    for _ in range(6):
        check_idle(await bench.cycle(m_ack=1, m_err=random.getrandbits(1), m_rdata=0xFFFFFFFF))
    await bench.cycle(m_ack=0, m_err=0)
    assert await apb.read(STATUS, ppriv=1) == DONE
    assert await apb.read(COUNT, ppriv=1) == 2
    # Reset ends a transfer.
    await start(bench)
    out = await bench.cycle(**RELEASE)
    assert out.busy == 1
    await bench.cycle(rst_n=0)
    check_idle(await bench.cycle())
    check_idle(await bench.cycle(rst_n=1))
    assert await apb.read(STATUS, ppriv=1) == 0


@cocotb.test()
async def f5_status_and_count(dut):
    bench, apb = await begin(dut)
    assert await apb.read(STATUS, ppriv=1) == 0
    await describe(apb, 0x40, 0x80, 3)
    await start(bench)
    for word in range(3):
        for beat in range(2):
            out = await bench.cycle(**RELEASE, m_ack=0)
            assert (out.busy, out.m_we) == (1, beat)
            assert await apb.read(STATUS, ppriv=0) == BUSY
            assert await apb.read(COUNT, ppriv=0) == word
            assert await apb.write(STATUS, 0xF, ppriv=1) == 0
            await bench.cycle(m_ack=1)
    await bench.cycle(m_ack=0)
    assert await apb.read(STATUS, ppriv=1) == DONE
    assert await apb.read(COUNT, ppriv=1) == 3
    # Only a 1 clears, and only its own bit.
    for value in (0, BUSY, ERR, 0xFFFFFFF8):
        assert await apb.write(STATUS, value, ppriv=0) == 0
        assert await apb.read(STATUS, ppriv=1) == DONE
    assert await apb.write(CTRL, SFIX, ppriv=1) == 0
    assert await apb.read(STATUS, ppriv=1) == DONE
    assert await apb.read(COUNT, ppriv=1) == 3
    assert await apb.write(STATUS, DONE, ppriv=0) == 0
    assert await apb.read(STATUS, ppriv=1) == 0
    assert await apb.read(COUNT, ppriv=1) == 3


@cocotb.test()
async def f5_ctrl_refused_while_busy(dut):
    bench, apb = await begin(dut)
    await describe(apb, 0x40, 0x80, 2)
    await start(bench, DFIX)
    await bench.cycle(**RELEASE)
    for value in (START, START | IRQEN, IRQEN | SFIX, 0):
        assert await apb.write(CTRL, value, ppriv=1) == 1
    assert await apb.read(CTRL, ppriv=1) == DFIX
    await follow(bench, 0x40, 0x80, 2, DFIX)
    assert await apb.read(STATUS, ppriv=1) == DONE


@cocotb.test()
async def f5_start_clears(dut):
    bench, apb = await begin(dut)
    await copy(bench, apb, 0x40, 0x80, 2)
    await start(bench)
    await bench.cycle(**RELEASE)
    assert await apb.read(STATUS, ppriv=1) == BUSY
    assert await apb.read(COUNT, ppriv=1) == 0
    await follow(bench, 0x40, 0x80, 2, fail_at=2)
    assert await apb.read(STATUS, ppriv=1) == ERR
    assert await apb.read(COUNT, ppriv=1) == 1
    await start(bench)
    await bench.cycle(**RELEASE)
    assert await apb.read(STATUS, ppriv=1) == BUSY
    await follow(bench, 0x40, 0x80, 2, fail_at=0)
    await apb.write(LEN, 0, ppriv=1)
    await start(bench)
    await bench.cycle(**RELEASE)
    assert await apb.read(STATUS, ppriv=1) == DONE


@cocotb.test()
async def f5_end_wins_over_clear(dut):
    bench, apb = await begin(dut)
    await describe(apb, 0x40, 0x80, 1)
    for bit, last in ((DONE, {"m_ack": 1}), (ERR, {"m_err": 1})):
        await start(bench)
        await bench.cycle(**RELEASE, m_ack=1)
        clear = {"psel": 1, "pwrite": 1, "paddr": STATUS, "pwdata": 0xF}
        out = await bench.cycle(**clear, penable=0, m_ack=0)
        assert out.m_we == 1
        await bench.cycle(penable=1, **last)
        check_idle(await bench.cycle(**RELEASE, m_ack=0, m_err=0))
        assert await apb.read(STATUS, ppriv=1) == bit


@cocotb.test()
async def f6_errors(dut):
    bench, apb = await begin(dut)
    for fail_at in range(6):
        await describe(apb, 0x400, 0x800, 3)
        await start(bench, IRQEN)
        out = await follow(bench, 0x400, 0x800, 3, IRQEN, fail_at=fail_at)
        assert out.irq == 1
        assert await apb.read(STATUS, ppriv=1) == ERR
        assert await apb.read(COUNT, ppriv=1) == fail_at // 2
        assert await apb.write(STATUS, DONE, ppriv=1) == 0
        assert await apb.read(STATUS, ppriv=1) == ERR
        assert await apb.write(STATUS, ERR, ppriv=1) == 0
        assert await apb.read(STATUS, ppriv=1) == 0
    # m_err alone, without m_ack.
    await start(bench)
    await bench.cycle(**RELEASE, m_err=1)
    check_idle(await bench.cycle(m_err=0))
    assert await apb.read(STATUS, ppriv=1) == ERR
    await copy(bench, apb, 0x400, 0x800, 3)


@cocotb.test()
async def f7_interrupt(dut):
    bench, apb = await begin(dut)
    await copy(bench, apb, 0x400, 0x800, 1, IRQEN)
    assert (await bench.idle(3)).irq == 1
    await apb.write(CTRL, 0, ppriv=1)
    assert (await bench.cycle()).irq == 0
    await apb.write(CTRL, IRQEN, ppriv=1)
    assert (await bench.cycle()).irq == 1
    await bench.cycle(psel=1, penable=0, pwrite=1, paddr=STATUS, pwdata=DONE)
    assert (await bench.cycle(penable=1)).irq == 1
    assert (await bench.cycle(**RELEASE)).irq == 0
    await copy(bench, apb, 0x400, 0x800, 1)
    assert (await bench.idle(3)).irq == 0
    await start(bench, IRQEN)
    out = await follow(bench, 0x400, 0x800, 1, IRQEN, fail_at=1)
    assert out.irq == 1
    await start(bench, IRQEN)
    assert (await bench.cycle(**RELEASE)).irq == 0
    await bench.reset()
    assert (await bench.cycle()).irq == 0


@cocotb.test()
async def f8_privilege_of_the_beats(dut):
    bench, apb = await begin(dut)
    await copy(bench, apb, 0x400, 0x800, 2, PRIV, ppriv=1)
    await copy(bench, apb, 0x400, 0x800, 2, 0, ppriv=1)
    await copy(bench, apb, 0x404, 0x804, 2, 0, ppriv=0)
    await copy(bench, apb, 0x408, 0x808, 2, PRIV | SFIX, ppriv=1)
    await copy(bench, apb, 0x40C, 0x80C, 2, 0, ppriv=0)
    assert await apb.read(CTRL, ppriv=1) == 0
    await copy(bench, apb, 0x400, 0x800, 2, PRIV, ppriv=1)
    assert await apb.read(CTRL, ppriv=1) == PRIV
