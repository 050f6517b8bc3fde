"""Attacks on the SPI master: each must fail."""

import cocotb

from hdl_agent.simulation.drivers import Bench, Wishbone

CTRL, DIV, CSN, IE, STATUS, LEVEL, DATA, CMD = range(8)
EN, CPOL, CPHA, LSB, RXONLY, LOOP = 1, 2, 4, 8, 16, 32
CLEAR = 1
ENDINGS = ((CMD, CLEAR), (CTRL, 0))
SECRETS = (0xC3, 0x9D, 0x76, 0xE8)


async def begin(dut):
    bench = await Bench(dut).start()
    wb = Wishbone(bench)
    await setup(wb)
    return bench, wb


async def setup(wb):
    for register, value in ((CSN, 3), (IE, 0), (DIV, 0), (CTRL, 0)):
        await wb.write(register, value)


async def receive(bench, wb, byte):
    """One frame; the cycle after the write is its cycle 0."""
    await wb.write(DATA, 0)
    for cycle in range(16):
        await bench.cycle(miso=byte >> (7 - cycle // 2) & 1)
    await bench.cycle(miso=0)


@cocotb.test()
async def s1_reads_after_the_handover(dut):
    bench, wb = await begin(dut)
    for register, value in ENDINGS:
        for taken in (0, 1, 4):
            await wb.write(CTRL, EN)
            for byte in SECRETS:
                await receive(bench, wb, byte)
            for byte in SECRETS[:taken]:
                assert await wb.read(DATA) == byte
            await wb.write(register, value)
            for _ in range(8):
                assert await wb.read(DATA) not in SECRETS, "a received byte was left"
            # One byte of the new driver's own moves the FIFO on.
            await wb.write(CTRL, EN)
            await receive(bench, wb, 0x11)
            for _ in range(6):
                assert await wb.read(DATA) not in SECRETS, "a received byte was left"
            await wb.write(CTRL, 0)


async def sent_after(bench, wb, byte, ending, cycles):
    """mosi in frames with RXONLY, after ``byte`` was written and partly sent."""
    await wb.write(CTRL, 0)
    for _ in range(4):
        await wb.write(DATA, byte)
    await wb.write(CTRL, EN)
    await bench.idle(cycles)
    await wb.write(*ending)
    await wb.write(CTRL, EN | RXONLY)
    levels = [(await bench.cycle()).mosi for _ in range(70)]
    await wb.write(CTRL, 0)
    return levels


@cocotb.test()
async def s2_receive_only_frames_send_old_bytes(dut):
    bench, wb = await begin(dut)
    for ending in ENDINGS:
        for cycles in (0, 17, 70):
            zeros = await sent_after(bench, wb, 0x00, ending, cycles)
            ones = await sent_after(bench, wb, 0xFF, ending, cycles)
            same = zeros == ones
            assert same, "mosi depends on bytes that were cleared"


@cocotb.test()
async def s2_ended_frame_leaves_its_bits(dut):
    bench, wb = await begin(dut)
    for ending in ENDINGS:
        for cycles in (1, 4, 9, 14):
            zeros = await sent_after(bench, wb, 0x00, ending, cycles)
            ones = await sent_after(bench, wb, 0xFF, ending, cycles)
            same = zeros == ones
            assert same, "mosi depends on the byte whose frame was ended"


# The reserved bits of the registers 0 to 7.
RESERVED = (0xC0, 0xF0, 0xFC, 0xF0, 0xC0, 0x88, 0x00, 0xFE)


async def session(bench, bits, addresses):
    """What a driver sees who also writes reserved bits, or accesses reserved addresses."""
    await bench.reset()
    seen = []

    async def step(**inputs):
        out = await bench.cycle(**{"wb_cyc": 0, "wb_stb": 0, "wb_we": 0, **inputs})
        seen.append((out.wb_ack, out.wb_dat_o, out.sclk, out.mosi, out.cs_n, out.irq))

    async def access(we, adr, dat=0):
        await step(wb_cyc=1, wb_stb=1, wb_we=we, wb_adr=adr, wb_dat_i=dat)
        for odd in range(2):
            for reserved in range(8, 16):
                use = {"wb_cyc": 1, "wb_stb": 1, "wb_we": odd, "wb_adr": reserved, "wb_dat_i": 0xFF}
                await bench.cycle(**(use if addresses else {"wb_cyc": 0, "wb_stb": 0, "wb_we": 0}))
                await step(miso=odd)

    async def write(adr, dat):
        await access(1, adr, dat | (RESERVED[adr] if bits else 0))

    for register, value in ((CTRL, 0), (CSN, 3), (IE, 0), (DIV, 1), (CSN, 2), (IE, 2)):
        await write(register, value)
    for register in range(6):
        await access(0, register)
    await write(DATA, 0xA6)
    await write(DATA, 0x35)
    await access(0, LEVEL)
    await write(CMD, 0)
    await write(CTRL, EN)
    for _ in range(4):
        await write(STATUS, 0)
        await write(LEVEL, 0)
        await access(0, LEVEL)
        await access(0, STATUS)
    await access(0, DATA)
    await access(0, DATA)
    for register in range(6):
        await access(0, register)
    return seen


@cocotb.test()
async def s3_reserved_bits(dut):
    bench, _ = await begin(dut)
    same = await session(bench, False, False) == await session(bench, True, False)
    assert same, "an output depends on reserved bits"


@cocotb.test()
async def s3_reserved_addresses(dut):
    bench, _ = await begin(dut)
    same = await session(bench, False, False) == await session(bench, False, True)
    assert same, "an output depends on accesses to reserved addresses"


@cocotb.test()
async def s4_defaults(dut):
    bench, wb = await begin(dut)
    await wb.write(CSN, 0)
    await wb.write(IE, 0x0F)
    await wb.write(CTRL, EN | LOOP)
    await bench.cycle(rst_n=0)
    for _ in range(3):
        out = await bench.cycle()
        assert (out.cs_n, out.irq, out.mosi) == (3, 0, 0)
    rest = (await bench.cycle(rst_n=1)).sclk
    assert await wb.read(CTRL) & (EN | LOOP) == 0, "enabled or looped back out of reset"
    for byte in (0xFF, 0x55):
        await wb.write(DATA, byte)
    for cycle in range(60):
        out = await bench.cycle(miso=cycle & 1)
        assert (out.cs_n, out.irq, out.mosi, out.sclk) == (3, 0, 0, rest)
