"""Functional tests of the SPI master."""

import random

import cocotb

from hdl_agent.simulation.drivers import Bench, Wishbone

CTRL, DIV, CSN, IE, STATUS, LEVEL, DATA, CMD = range(8)
EN, CPOL, CPHA, LSB, RXONLY, LOOP = 1, 2, 4, 8, 16, 32
BUSY, TXE, TXF, RXNE, RXF, OVR = 1, 2, 4, 8, 16, 32
IE_TXE, IE_RXNE, IE_RXF, IE_OVR = 1, 2, 4, 8
CLEAR = 1
NAMED = {CTRL: 0x3F, DIV: 0x0F, CSN: 3, IE: 0x0F, STATUS: 0x3F, LEVEL: 0x77}


async def begin(dut):
    """A bench and a bus; CSN, IE, DIV and CTRL written, the block disabled."""
    bench = await Bench(dut).start()
    wb = Wishbone(bench)
    await wb.write(CSN, 3)
    await wb.write(IE, 0)
    await wb.write(DIV, 0)
    await wb.write(CTRL, 0)
    return bench, wb


async def get(wb, register):
    """A register's value without its reserved bits."""
    return await wb.read(register) & NAMED[register]


async def state(wb, tx, rx, flags=0):
    """STATUS and LEVEL show these levels; ``flags`` are BUSY and OVR."""
    flags |= TXE * (tx == 0) | TXF * (tx == 4) | RXNE * (rx > 0) | RXF * (rx == 4)
    assert await get(wb, LEVEL) == tx | rx << 4
    assert await get(wb, STATUS) == flags


def wire_bits(byte, mode):
    order = range(8) if mode & LSB else range(7, -1, -1)
    return [byte >> n & 1 for n in order]


def at_rest(out, mode):
    assert out.sclk == int(bool(mode & CPOL)), "sclk at rest"
    assert out.mosi == 0, "mosi at rest"


async def frame(bench, sent, received, mode, div=0, during=None):
    """Check a frame from its cycle 1 to its last; ``during``: cycle → inputs of a transfer."""
    half_cycles = div + 1
    out_bits, in_bits = wire_bits(sent, mode), wire_bits(received, mode)
    for cycle in range(1, 16 * half_cycles + 1):
        k, last = divmod(cycle - 1, half_cycles)
        sample = last == half_cycles - 1 and k % 2 == 0
        miso = in_bits[k // 2] if sample else random.getrandbits(1)
        if mode & LOOP:
            miso = 1 - out_bits[k // 2]
        bus = (during or {}).get(cycle, {"wb_cyc": 0, "wb_stb": 0, "wb_we": 0})
        out = await bench.cycle(miso=miso, **bus)
        active = (k % 2) ^ int(bool(mode & CPHA))
        assert out.sclk == active ^ int(bool(mode & CPOL)), f"sclk in cycle {cycle}"
        if not mode & RXONLY:
            assert out.mosi == out_bits[k // 2], f"mosi in cycle {cycle}"


def transfer(we, adr, dat=0):
    return {"wb_cyc": 1, "wb_stb": 1, "wb_we": we, "wb_adr": adr, "wb_dat_i": dat}


NO_TRANSFER = {"wb_cyc": 0, "wb_stb": 0, "wb_we": 0}


async def rest(bench, mode, cycles=1):
    for _ in range(cycles):
        at_rest(await bench.cycle(**NO_TRANSFER), mode)


async def exchange(bench, wb, sent, received, mode, div=0):
    """One byte each way, with nothing else in the FIFOs; mode includes EN and is set already."""
    await wb.write(DATA, sent)
    await frame(bench, sent, received, mode, div)
    await rest(bench, mode)
    assert await wb.read(DATA) == (sent if mode & LOOP else received)


@cocotb.test()
async def f1_handshake(dut):
    bench, wb = await begin(dut)
    await wb.write(DIV, 0x0A)
    for cyc, stb, we in ((0, 0, 0), (1, 0, 0), (0, 1, 0), (1, 0, 1), (0, 1, 1), (0, 0, 1)):
        out = await bench.cycle(wb_cyc=cyc, wb_stb=stb, wb_we=we, wb_adr=DIV, wb_dat_i=5)
        assert (out.wb_ack, out.wb_dat_o) == (0, 0)
    out = await bench.cycle(**transfer(0, DIV))
    assert (out.wb_ack, out.wb_dat_o & 0x0F) == (1, 0x0A)
    out = await bench.cycle(**transfer(1, DIV, 5))
    assert (out.wb_ack, out.wb_dat_o) == (1, 0)
    out = await bench.cycle(**transfer(0, DIV))
    assert (out.wb_ack, out.wb_dat_o & 0x0F) == (1, 5)
    out = await bench.cycle(**transfer(1, CMD, 0))
    assert (out.wb_ack, out.wb_dat_o) == (1, 0)
    out = await bench.cycle(**transfer(0, CMD))
    assert (out.wb_ack, out.wb_dat_o & 1) == (1, 0)
    # Each cycle is a transfer of its own.
    for value in (1, 2, 3):
        await bench.cycle(**transfer(1, DATA, value))
    out = await bench.cycle(**transfer(0, LEVEL))
    assert out.wb_dat_o & 0x77 == 3
    out = await bench.cycle(**NO_TRANSFER)
    assert (out.wb_ack, out.wb_dat_o) == (0, 0)


@cocotb.test()
async def f2_settings_read_back(dut):
    bench, wb = await begin(dut)
    model = {CTRL: 0, DIV: 0, CSN: 3, IE: 0}
    for step in range(60):
        register = random.choice(list(model))
        value = (NAMED[register], 0)[step % 2] if step < 12 else random.getrandbits(8)
        value &= NAMED[register]
        await wb.write(register, value)
        model[register] = value
        for other, expected in model.items():
            assert await get(wb, other) == expected
        assert (await bench.cycle()).cs_n == model[CSN]
        await wb.write(LEVEL, 0x77)
        await wb.write(STATUS, 0x3F)
    await wb.write(CTRL, 0)
    await state(wb, 0, 0)


@cocotb.test()
async def f2_chip_selects(dut):
    bench, wb = await begin(dut)
    for value in (0, 1, 3, 2, 0, 2, 1, 3):
        before = (await bench.cycle()).cs_n
        out = await bench.cycle(**transfer(1, CSN, value))
        assert out.cs_n == before
        out = await bench.cycle(**NO_TRANSFER)
        assert out.cs_n == value
    await wb.write(CSN, 1)
    await wb.write(CTRL, EN)
    await wb.write(CMD, CLEAR)
    await wb.write(CTRL, 0)
    assert (await bench.cycle()).cs_n == 1


@cocotb.test()
async def f3_modes(dut):
    bench, wb = await begin(dut)
    for mode in range(0, 16, 2):
        for div in (0, 1, 3):
            await wb.write(DIV, div)
            await wb.write(CTRL, mode)
            await rest(bench, mode, 2)
            await wb.write(CTRL, EN | mode)
            await rest(bench, mode, 2)
            for byte in (0x81, random.getrandbits(8)):
                await exchange(bench, wb, byte, random.getrandbits(8), EN | mode, div)
                await rest(bench, mode, 3)


@cocotb.test()
async def f3_dividers(dut):
    bench, wb = await begin(dut)
    for div in (2, 7, 8, 15):
        await wb.write(DIV, div)
        await wb.write(CTRL, EN | CPOL)
        await exchange(bench, wb, 0x4B ^ div, 0xB2 ^ div, EN | CPOL, div)
        await wb.write(CTRL, 0)


@cocotb.test()
async def f3_bytes_follow_each_other(dut):
    bench, wb = await begin(dut)
    for mode in (0, CPHA | LSB, CPOL):
        sent = [random.getrandbits(8) for _ in range(4)]
        received = [random.getrandbits(8) for _ in range(4)]
        await wb.write(CTRL, mode)
        for byte in sent:
            await wb.write(DATA, byte)
        await rest(bench, mode, 5)
        await wb.write(CTRL, EN | mode)
        for a, b in zip(sent, received, strict=True):
            await frame(bench, a, b, EN | mode)
            await rest(bench, mode)
        await rest(bench, mode, 5)
        for byte in received:
            assert await wb.read(DATA) == byte
        await wb.write(CTRL, 0)


@cocotb.test()
async def f4_receives(dut):
    bench, wb = await begin(dut)
    for _ in range(12):
        mode = EN | random.getrandbits(3) << 1 | LOOP * random.getrandbits(1)
        div = random.choice([0, 0, 1, 2])
        await wb.write(DIV, div)
        await wb.write(CTRL, mode)
        for _ in range(2):
            await exchange(bench, wb, random.getrandbits(8), random.getrandbits(8), mode, div)
        await wb.write(CTRL, 0)


@cocotb.test()
async def f4_order_with_reads_between(dut):
    bench, wb = await begin(dut)
    await wb.write(CTRL, EN | LOOP)
    queue = []
    for step in range(14):
        byte = (step * 37 + 5) & 0xFF
        await wb.write(DATA, byte)
        await frame(bench, byte, 0, EN | LOOP)
        await rest(bench, 0)
        queue.append(byte)
        while len(queue) > 3 or (queue and random.getrandbits(1)):
            assert await wb.read(DATA) == queue.pop(0)
        await state(wb, 0, len(queue))
    # Disabled, it still delivers nothing that was not received: both FIFOs are empty.
    await wb.write(CTRL, 0)
    await state(wb, 0, 0)


@cocotb.test()
async def f4_read_in_the_cycle_of_arrival(dut):
    bench, wb = await begin(dut)
    await wb.write(CTRL, EN)
    await wb.write(DATA, 0)
    await frame(bench, 0, 0x3C, EN)
    await rest(bench, 0)
    await wb.write(DATA, 1)
    await frame(bench, 1, 0xA7, EN, during={16: transfer(0, DATA)})
    await rest(bench, 0)
    await state(wb, 0, 1)
    assert await wb.read(DATA) == 0xA7
    # A read of the empty FIFO removes nothing, not even a byte that arrives.
    await wb.write(DATA, 2)
    await frame(bench, 2, 0x59, EN, during={16: transfer(0, DATA), 9: transfer(0, DATA)})
    await rest(bench, 0)
    await state(wb, 0, 1)
    assert await wb.read(DATA) == 0x59
    await state(wb, 0, 0)


@cocotb.test()
async def f5_tx_fifo(dut):
    bench, wb = await begin(dut)
    await state(wb, 0, 0)
    for level, byte in enumerate((0x11, 0x22, 0x44, 0x88), 1):
        await wb.write(DATA, byte)
        await state(wb, level, 0)
    for byte in (0xEE, 0xFF):
        await wb.write(DATA, byte)
        await state(wb, 4, 0)
    await wb.write(CTRL, EN)
    for level, byte in ((3, 0x11), (2, 0x22), (1, 0x44), (0, 0x88)):
        await frame(bench, byte, 0, EN)
        out = await bench.cycle(**transfer(0, LEVEL))
        assert out.wb_dat_o & 0x77 == level | (4 - level) << 4
    await rest(bench, 0, 4)
    await state(wb, 0, 4)


@cocotb.test()
async def f5_full_when_a_frame_takes_a_byte(dut):
    bench, wb = await begin(dut)
    for byte in (1, 2, 3, 4):
        await wb.write(DATA, byte)
    # Cycle 0 of the frame: the FIFO still has four bytes.
    await bench.cycle(**transfer(1, CTRL, EN))
    await bench.cycle(**transfer(1, DATA, 0xFF))
    await frame(bench, 1, 0, EN, during={3: transfer(0, LEVEL), 4: transfer(1, DATA, 5)})
    await rest(bench, 0)
    # Not full: a write in cycle 0 counts.
    await frame(bench, 2, 0, EN)
    await bench.cycle(**transfer(1, DATA, 6))
    for byte in (3, 4):
        await frame(bench, byte, 0, EN)
        await rest(bench, 0)
    await frame(bench, 5, 0, EN)
    await rest(bench, 0)
    await frame(bench, 6, 0, EN)
    await rest(bench, 0, 3)
    await state(wb, 0, 4, OVR)


@cocotb.test()
async def f5_busy(dut):
    bench, wb = await begin(dut)
    await wb.write(DIV, 1)
    await wb.write(CTRL, EN)
    out = await bench.cycle(**transfer(1, DATA, 0xA5))
    for cycle in range(0, 36):
        out = await bench.cycle(**transfer(0, STATUS))
        busy = 1 <= cycle <= 32
        expected = BUSY * busy | TXE * (cycle > 0) | RXNE * (cycle > 32)
        assert out.wb_dat_o & 0x3F == expected, f"cycle {cycle}"
    await bench.cycle(**NO_TRANSFER)
    await bench.cycle(**transfer(1, DATA, 0xA5))
    for cycle in range(0, 36):
        out = await bench.cycle(**transfer(0, LEVEL))
        assert out.wb_dat_o & 0x77 == (cycle == 0) + 16 * (1 + (cycle > 32)), f"cycle {cycle}"
    await bench.cycle(**NO_TRANSFER)


@cocotb.test()
async def f5_overrun(dut):
    bench, wb = await begin(dut)
    await wb.write(CTRL, EN)
    for byte in (0x1A, 0x2B, 0x3C, 0x4D):
        await wb.write(DATA, 0)
        await frame(bench, 0, byte, EN)
        await rest(bench, 0)
    await state(wb, 0, 4)
    await wb.write(DATA, 0)
    await frame(bench, 0, 0x5E, EN)
    await rest(bench, 0)
    await state(wb, 0, 4, OVR)
    for value in (0, 0x1F):
        await wb.write(STATUS, value)
        await state(wb, 0, 4, OVR)
    await wb.write(STATUS, OVR)
    await state(wb, 0, 4)
    # A byte lost wins over the clearing of OVR, and a read in the last cycle makes no room.
    await wb.write(DATA, 0)
    await frame(bench, 0, 0x6F, EN, during={16: transfer(1, STATUS, OVR)})
    await rest(bench, 0)
    await state(wb, 0, 4, OVR)
    await wb.write(STATUS, OVR)
    await wb.write(DATA, 0)
    await frame(bench, 0, 0x70, EN, during={16: transfer(0, DATA)})
    await rest(bench, 0)
    await state(wb, 0, 3, OVR)
    for byte in (0x2B, 0x3C, 0x4D):
        assert await wb.read(DATA) == byte
    await state(wb, 0, 0, OVR)


ENDINGS = ((CMD, CLEAR), (CTRL, 0), (CTRL, RXONLY))


@cocotb.test()
async def f6_clear_and_disable(dut):
    bench, wb = await begin(dut)
    for register, value in ENDINGS:
        await wb.write(CTRL, EN | CPHA)
        for _ in range(5):
            await wb.write(DATA, 0)
            await frame(bench, 0, 0x99, EN | CPHA)
            await rest(bench, 0)
        await state(wb, 0, 4, OVR)
        await wb.write(register, value)
        await state(wb, 0, 0)
        await wb.write(CTRL, EN | CPHA)
        for byte in (0xFF, 2, 3):
            await wb.write(DATA, byte)
        await bench.cycle()
        out = await bench.cycle(**transfer(1, register, value))
        assert out.mosi == 1
        await rest(bench, 0, 20)
        await state(wb, 0, 0)
        # The block works as before.
        await wb.write(CTRL, EN | CPHA)
        await rest(bench, 0, 3)
        await exchange(bench, wb, 0x3E, 0xC5, EN | CPHA)
        await state(wb, 0, 0)
        await wb.write(CTRL, 0)


@cocotb.test()
async def f6_wins_in_every_cycle(dut):
    bench, wb = await begin(dut)
    for register, value in ENDINGS[:2]:
        for cycle in (0, 1, 2, 8, 15, 16):
            await wb.write(CTRL, EN | CPOL)
            await bench.cycle(**transfer(1, DATA, 0xFF), miso=1)
            for _ in range(cycle):
                await bench.cycle(**NO_TRANSFER)
            await bench.cycle(**transfer(1, register, value | (CPOL if register == CTRL else 0)))
            await rest(bench, CPOL, 3)
            await state(wb, 0, 0)
            await wb.write(CTRL, EN | CPOL)
            await exchange(bench, wb, 0x6D, 0x92, EN | CPOL)
            await wb.write(CTRL, 0)


@cocotb.test()
async def f6_clear_keeps_settings(dut):
    bench, wb = await begin(dut)
    for register, value in ((DIV, 9), (CSN, 2), (IE, 0x0E), (CTRL, EN | CPOL | LSB)):
        await wb.write(register, value)
    await wb.write(CMD, CLEAR)
    await wb.write(CMD, 0)
    for register, value in ((DIV, 9), (CSN, 2), (IE, 0x0E), (CTRL, EN | CPOL | LSB)):
        assert await get(wb, register) == value
    await wb.write(CTRL, 0)
    await wb.write(DATA, 1)
    await wb.write(CMD, 0)
    await state(wb, 1, 0)
    await wb.write(CMD, CLEAR)
    await state(wb, 0, 0)
    # Reset does it, too.
    await wb.write(DATA, 1)
    await bench.reset()
    assert await get(wb, LEVEL) == 0
    assert await get(wb, STATUS) & ~BUSY == TXE


@cocotb.test()
async def f7_interrupt(dut):
    bench, wb = await begin(dut)
    model = 0

    async def check(flags):
        for enable in range(16):
            await wb.write(IE, enable)
            assert (await bench.cycle()).irq == int(bool(enable & flags)), (enable, flags)
        await wb.write(IE, model)

    await check(IE_TXE)
    await wb.write(DATA, 0)
    await check(0)
    await wb.write(CTRL, EN)
    await frame(bench, 0, 1, EN)
    await rest(bench, 0)
    await check(IE_TXE | IE_RXNE)
    for _ in range(3):
        await wb.write(DATA, 0)
        await frame(bench, 0, 1, EN)
        await rest(bench, 0)
    await check(IE_TXE | IE_RXNE | IE_RXF)
    await wb.write(DATA, 0)
    await frame(bench, 0, 1, EN)
    await rest(bench, 0)
    await check(IE_TXE | IE_RXNE | IE_RXF | IE_OVR)
    await wb.read(DATA)
    await check(IE_TXE | IE_RXNE | IE_OVR)
    # In the cycle of the change, and in the next one.
    await wb.write(IE, IE_OVR)
    assert (await bench.cycle(**transfer(1, STATUS, OVR))).irq == 1
    assert (await bench.cycle(**NO_TRANSFER)).irq == 0
    assert (await bench.cycle(**transfer(1, IE, IE_RXNE))).irq == 0
    assert (await bench.cycle(**NO_TRANSFER)).irq == 1
    await wb.write(CMD, CLEAR)
    assert (await bench.cycle()).irq == 0


@cocotb.test()
async def f8_receives_until_full(dut):
    bench, wb = await begin(dut)
    for mode in (EN | RXONLY, EN | RXONLY | CPHA | LSB):
        received = [random.getrandbits(8) for _ in range(6)]
        await wb.write(DATA, 0x7E)
        await wb.write(DATA, 0x18)
        await wb.write(CTRL, mode)
        for byte in received[:4]:
            await frame(bench, 0, byte, mode)
            await rest(bench, mode)
        await rest(bench, mode, 6)
        await state(wb, 2, 4)
        for step, byte in enumerate(received[4:]):
            assert await wb.read(DATA) == received[step]
            await frame(bench, 0, byte, mode)
            await rest(bench, mode)
        await rest(bench, mode, 4)
        await state(wb, 2, 4)
        for byte in received[2:4]:
            out = await bench.cycle(**transfer(0, DATA))
            assert out.wb_dat_o == byte
        # RXONLY goes: the frame that runs is not touched, the TX FIFO follows.
        await bench.cycle(**transfer(1, CTRL, mode & ~RXONLY))
        for _ in range(30):
            await bench.cycle(**NO_TRANSFER)
        await wb.write(CTRL, 0)


@cocotb.test()
async def f8_rxonly_counts_at_the_start(dut):
    bench, wb = await begin(dut)
    await wb.write(DATA, 0xB7)
    await wb.write(CTRL, EN | RXONLY)
    await frame(bench, 0, 0x5A, EN | RXONLY, during={7: transfer(1, CTRL, EN)})
    await rest(bench, 0)
    await frame(bench, 0xB7, 0xA6, EN, during={2: transfer(1, CTRL, EN | RXONLY)})
    await rest(bench, 0)
    await frame(bench, 0, 0x91, EN | RXONLY, during={16: transfer(1, CTRL, EN)})
    await rest(bench, 0, 5)
    await state(wb, 0, 3)
    for byte in (0x5A, 0xA6, 0x91):
        assert await wb.read(DATA) == byte
