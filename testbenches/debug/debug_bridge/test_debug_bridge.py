"""Functional tests of the debug bridge."""

import random

import cocotb

from hdl_agent.simulation.drivers import Apb, Bench

STATUS, CTRL, TOKEN, ADDR, WDATA, RDATA, CMD = range(0, 0x1C, 4)
OPEN, CLOSE = 1, 2
GO, WRITE, INC = 1, 2, 4
TEST, PRODUCTION, RETURNED = 0, 1, 2
S_OPEN, S_AUTH, S_FAIL, S_BUSY = 1, 2, 4, 8
FUSE = 0xA7315CE8


async def start(dut, lifecycle=TEST, token=FUSE):
    bench = await Bench(dut).start()
    await restart(bench, lifecycle, token)
    return bench, Apb(bench)


async def restart(bench, lifecycle, token=FUSE):
    await bench.cycle(lifecycle=lifecycle, fuse_token=token, rst_n=0)
    await bench.reset()


async def enter(apb, token):
    for byte in range(4):
        assert await apb.write(TOKEN, token >> 8 * byte & 0xFF) == 0


async def open_session(apb):
    assert await apb.write(CTRL, OPEN) == 0
    assert await apb.read(STATUS) & 0xF & ~S_AUTH == S_OPEN


def memory_outputs(out):
    return out.mem_req, out.mem_we, out.mem_addr, out.mem_wdata


async def access(bench, apb, command, wait=0, rdata=0):
    """Write CMD, acknowledge after ``wait`` cycles; the outputs, which hold throughout."""
    await bench.cycle(psel=1, penable=0, pwrite=1, paddr=CMD, pwdata=command)
    out = await bench.cycle(penable=1)
    assert (out.pready, out.pslverr) == (1, 0)
    assert memory_outputs(out) == (0, 0, 0, 0)
    idle = {"psel": 0, "penable": 0, "pwrite": 0}
    seen = None
    for number in range(wait + 1):
        last = number == wait
        data = rdata if last else ~rdata & 0xFFFFFFFF
        out = await bench.cycle(mem_ack=int(last), mem_rdata=data, **idle)
        assert out.mem_req == 1
        assert seen in (None, memory_outputs(out))
        seen = memory_outputs(out)
    out = await bench.cycle(mem_ack=0, mem_rdata=0)
    assert memory_outputs(out) == (0, 0, 0, 0)
    return seen


@cocotb.test()
async def f1_handshake(dut):
    bench, apb = await start(dut)
    out = await bench.idle(2)
    assert (out.pready, out.pslverr, out.prdata) == (0, 0, 0)
    await open_session(apb)
    await apb.write(WDATA, 0x89ABCDEF)
    out = await bench.cycle(psel=1, penable=0, pwrite=0, paddr=WDATA)
    assert (out.pready, out.pslverr, out.prdata) == (0, 0, 0), "setup cycle"
    out = await bench.cycle(penable=1)
    assert (out.pready, out.pslverr, out.prdata) == (1, 0, 0x89ABCDEF), "access cycle"
    out = await bench.cycle(psel=0, penable=0)
    assert (out.pready, out.pslverr, out.prdata) == (0, 0, 0), "after the transfer"
    out = await bench.cycle(psel=1, penable=0, pwrite=1, paddr=WDATA, pwdata=0x76543210)
    assert (out.pready, out.pslverr, out.prdata) == (0, 0, 0)
    out = await bench.cycle(penable=1)
    assert (out.pready, out.pslverr, out.prdata) == (1, 0, 0), "a write reads 0"
    # The next transfer's setup cycle may follow at once.
    out = await bench.cycle(penable=0, pwrite=0)
    assert (out.pready, out.pslverr, out.prdata) == (0, 0, 0)
    out = await bench.cycle(penable=1)
    assert (out.pready, out.pslverr, out.prdata) == (1, 0, 0x76543210)
    await bench.cycle(psel=0, penable=0)


@cocotb.test()
async def f1_setup_without_access_writes_nothing(dut):
    bench, apb = await start(dut)
    await bench.cycle(psel=1, penable=0, pwrite=1, paddr=CTRL, pwdata=OPEN)
    await bench.cycle(psel=0, penable=0, pwrite=0)
    assert await apb.read(STATUS) == 0


@cocotb.test()
async def f1_refusals(dut):
    _, apb = await start(dut)
    await open_session(apb)
    await apb.write(ADDR, 0x123)
    await apb.write(WDATA, 0x55AA1234)
    for address in (0x1C, 0x20, 0x24, 0x28, 0x2C, 0x30, 0x38, 0x40, 0x50, 0x80, 0x84, 0xFC):
        out = await apb.transfer(False, address)
        assert (out.pslverr, out.prdata) == (1, 0), f"read of {address:#x}"
        assert await apb.write(address, CLOSE) == 1, f"write of {address:#x}"
    assert await apb.write(STATUS, 0) == 1
    assert await apb.write(RDATA, 0) == 1
    assert await apb.read(STATUS) == S_OPEN
    assert await apb.read(ADDR) == 0x123
    assert await apb.read(WDATA) == 0x55AA1234
    for address in range(0, 0x1C, 4):
        out = await apb.transfer(False, address)
        assert out.pslverr == 0, f"read of {address:#x}"
    assert await apb.read(CTRL) == 0
    assert await apb.read(CMD) == 0
    # Bits 1:0 of the address do not matter.
    assert await apb.read(ADDR + 3) == 0x123
    assert await apb.write(CTRL + 1, CLOSE) == 0
    assert await apb.read(STATUS + 2) == 0


@cocotb.test()
async def f2_test_lifecycle(dut):
    bench, apb = await start(dut)
    assert await apb.read(STATUS) == 0
    assert (await bench.idle(1)).dbg_open == 0
    assert await apb.write(CTRL, 0xFFFFFFFC) == 0
    assert await apb.read(STATUS) == 0, "neither bit"
    await bench.cycle(psel=1, penable=0, pwrite=1, paddr=CTRL, pwdata=OPEN)
    assert (await bench.cycle(penable=1)).dbg_open == 0
    assert (await bench.cycle(psel=0, penable=0, pwrite=0)).dbg_open == 1
    assert await apb.read(STATUS) == S_OPEN
    await apb.write(CTRL, OPEN)
    await apb.write(CTRL, 0)
    assert await apb.read(STATUS) == S_OPEN
    await bench.cycle(psel=1, penable=0, pwrite=1, paddr=CTRL, pwdata=CLOSE)
    assert (await bench.cycle(penable=1)).dbg_open == 1
    assert (await bench.cycle(psel=0, penable=0, pwrite=0)).dbg_open == 0
    assert await apb.read(STATUS) == 0
    await apb.write(CTRL, OPEN)
    await apb.write(CTRL, OPEN | CLOSE)
    assert await apb.read(STATUS) == 0, "CLOSE wins"
    await apb.write(CTRL, OPEN | CLOSE)
    assert await apb.read(STATUS) == 0, "CLOSE wins"
    await apb.write(CTRL, OPEN)
    await bench.reset()
    assert (await bench.idle(1)).dbg_open == 0
    assert await apb.read(STATUS) == 0


@cocotb.test()
async def f2_lifecycle_shows(dut):
    bench, apb = await start(dut)
    for lifecycle in (1, 2, 3, 0, 2, 1, 3, 0):
        await bench.cycle(lifecycle=lifecycle)
        assert await apb.read(STATUS) >> 8 == lifecycle


@cocotb.test()
async def f3_right_token(dut):
    bench, apb = await start(dut)
    for lifecycle in (PRODUCTION, RETURNED):
        for token in (FUSE, 0x01020304, 0x00000000, random.getrandbits(32)):
            await restart(bench, lifecycle, token)
            base = lifecycle << 8
            assert await apb.read(STATUS) == base
            for byte in range(4):
                assert await apb.read(STATUS) == base
                filler = random.getrandbits(24) << 8
                assert await apb.write(TOKEN, token >> 8 * byte & 0xFF | filler) == 0
            assert await apb.read(STATUS) == base | S_AUTH
            assert (await bench.idle(1)).dbg_open == 0
            await apb.write(TOKEN, 0x77)  # ignored
            assert await apb.read(STATUS) == base | S_AUTH
            assert await apb.write(CTRL, OPEN) == 0
            assert await apb.read(STATUS) == base | S_AUTH | S_OPEN
            assert (await bench.idle(1)).dbg_open == 1
            await apb.write(ADDR, 0x321)
            assert await access(bench, apb, GO, 1, 0x600DF00D) == (1, 0, 0x321, 0)
            assert await apb.read(RDATA) == 0x600DF00D


@cocotb.test()
async def f3_wrong_token(dut):
    bench, apb = await start(dut)
    for lifecycle in (TEST, PRODUCTION, RETURNED):
        await restart(bench, lifecycle)
        base = lifecycle << 8
        await enter(apb, ~FUSE & 0xFFFFFFFF)
        assert await apb.read(STATUS) == base | S_FAIL
        await enter(apb, FUSE)  # ignored
        assert await apb.read(STATUS) == base | S_FAIL
        await apb.write(CTRL, CLOSE)
        assert await apb.read(STATUS) == base
        await enter(apb, FUSE)
        assert await apb.read(STATUS) == base | S_AUTH


@cocotb.test()
async def f4_read_and_write(dut):
    bench, apb = await start(dut)
    await open_session(apb)
    await apb.write(WDATA, 0xCAFE0F05)
    for wait, address in enumerate((0xFFF, 0x000, 0xA5A, 0x5A5)):
        await apb.write(ADDR, address)
        rdata = random.getrandbits(32)
        assert await access(bench, apb, GO, wait, rdata) == (1, 0, address, 0)
        assert await apb.read(RDATA) == rdata
        assert await access(bench, apb, GO | WRITE, wait, ~rdata & 0xFFFFFFFF) == (
            1, 1, address, 0xCAFE0F05,
        )  # fmt: skip
        assert await apb.read(RDATA) == rdata, "a write leaves RDATA"
        assert await apb.read(ADDR) == address


@cocotb.test()
async def f4_go_and_stray_ack(dut):
    bench, apb = await start(dut)
    await open_session(apb)
    await apb.write(ADDR, 0x10)
    await access(bench, apb, GO, 0, 0x1234)
    for command in (WRITE, INC, WRITE | INC, 0, 0xFFFFFFF8):
        assert await apb.write(CMD, command) == 0
        out = await bench.cycle(mem_ack=1, mem_rdata=0x9999)
        assert memory_outputs(out) == (0, 0, 0, 0)
        await bench.cycle(mem_ack=0)
    assert await apb.read(RDATA) == 0x1234
    assert await apb.read(ADDR) == 0x10
    assert await apb.read(STATUS) == S_OPEN
    await apb.write(CMD, GO)
    await bench.reset()
    assert memory_outputs(await bench.idle(1)) == (0, 0, 0, 0)


@cocotb.test()
async def f5_registers_read_back(dut):
    _, apb = await start(dut)
    await open_session(apb)
    for _ in range(8):
        address, data = random.getrandbits(32), random.getrandbits(32)
        assert await apb.write(ADDR, address) == 0
        assert await apb.write(WDATA, data) == 0
        assert await apb.read(ADDR) == address & 0xFFF
        assert await apb.read(WDATA) == data


@cocotb.test()
async def f5_increment(dut):
    bench, apb = await start(dut)
    await open_session(apb)
    await apb.write(ADDR, 0xFFD)
    await apb.write(WDATA, 7)
    expected = 0xFFD
    for command in (GO | INC, GO | WRITE | INC, GO, GO | INC, GO | WRITE, GO | INC):
        seen = await access(bench, apb, command, 1, 5)
        assert seen[2] == expected
        if command & INC:
            expected = (expected + 1) % 4096
        assert await apb.read(ADDR) == expected
    assert expected == 1


@cocotb.test()
async def f5_busy(dut):
    bench, apb = await start(dut)
    await open_session(apb)
    await apb.write(ADDR, 0x456)
    await apb.write(WDATA, 0x11223344)
    await access(bench, apb, GO, 0, 0xABCD)
    for command in (GO, GO | WRITE):
        assert await apb.write(CMD, command) == 0
        assert await apb.read(STATUS) == S_OPEN | S_BUSY
        for register in (ADDR, WDATA, CMD):
            assert await apb.write(register, GO | WRITE | INC) == 1
        assert await apb.read(ADDR) == 0x456
        assert await apb.read(WDATA) == 0x11223344
        assert await apb.read(RDATA) == 0xABCD
        await apb.write(CTRL, OPEN)
        assert await apb.read(STATUS) == S_OPEN | S_BUSY
        out = await bench.cycle()
        data = 0x11223344 if command & WRITE else 0
        assert memory_outputs(out) == (1, command >> 1, 0x456, data)
        await bench.cycle(mem_ack=1, mem_rdata=0xABCD)
        await bench.cycle(mem_ack=0)
        assert await apb.read(STATUS) == S_OPEN
        assert await apb.read(ADDR) == 0x456


@cocotb.test()
async def f6_close_abandons(dut):
    bench, apb = await start(dut)
    for command in (GO, GO | WRITE, GO | INC):
        await open_session(apb)
        await apb.write(ADDR, 0x800)
        await apb.write(WDATA, 0xFFFF0000)
        await apb.write(CMD, command)
        await bench.idle(2)
        await bench.cycle(psel=1, penable=0, pwrite=1, paddr=CTRL, pwdata=CLOSE)
        assert (await bench.cycle(penable=1)).mem_req == 1
        out = await bench.cycle(psel=0, penable=0, pwrite=0)
        assert memory_outputs(out) == (0, 0, 0, 0)
        assert out.dbg_open == 0
        assert await apb.read(STATUS) == 0
        await bench.cycle(mem_ack=1)
        await bench.cycle(mem_ack=0)
    await open_session(apb)
    await apb.write(ADDR, 0x801)
    assert await access(bench, apb, GO, 0, 0x4321) == (1, 0, 0x801, 0)
    assert await apb.read(RDATA) == 0x4321


@cocotb.test()
async def f6_token_is_forgotten(dut):
    bench, apb = await start(dut)
    for lifecycle in (PRODUCTION, RETURNED):
        await restart(bench, lifecycle)
        base = lifecycle << 8
        for given in (1, 2, 3, 4):
            for byte in range(given):
                await apb.write(TOKEN, FUSE >> 8 * byte & 0xFF)
            assert await apb.read(STATUS) == base | (S_AUTH if given == 4 else 0)
            await apb.write(CTRL, CLOSE)
            assert await apb.read(STATUS) == base
            await enter(apb, FUSE)
            assert await apb.read(STATUS) == base | S_AUTH
            await open_session(apb)
            await apb.write(CTRL, CLOSE)
            assert await apb.read(STATUS) == base


@cocotb.test()
async def f6_new_lifecycle(dut):
    bench, apb = await start(dut)
    for lifecycle in (TEST, PRODUCTION, RETURNED, PRODUCTION, TEST):
        await bench.cycle(lifecycle=lifecycle)
        await bench.idle(2)
        await apb.write(CTRL, CLOSE)
        assert await apb.read(STATUS) == lifecycle << 8
        if lifecycle != TEST:
            await enter(apb, FUSE)
        await open_session(apb)
        await apb.write(ADDR, 0x100 + lifecycle)
        await apb.write(WDATA, 0x200 + lifecycle)
        assert await access(bench, apb, GO | WRITE, 2) == (
            1,
            1,
            0x100 + lifecycle,
            0x200 + lifecycle,
        )
        assert await access(bench, apb, GO, 0, 0x300) == (1, 0, 0x100 + lifecycle, 0)
        assert await apb.read(RDATA) == 0x300


@cocotb.test()
async def f4_random_accesses(dut):
    bench, apb = await start(dut, PRODUCTION)
    await enter(apb, FUSE)
    await open_session(apb)
    memory = {}
    address = data = 0
    await apb.write(ADDR, 0)
    await apb.write(WDATA, 0)
    for _ in range(150):
        what = random.choice(("addr", "data", "read", "read", "write", "write"))
        inc = random.choice((0, INC))
        if what == "addr":
            address = random.choice((0x000, 0x3FF, 0x7FF, 0xFFE)) + random.randrange(2)
            await apb.write(ADDR, address)
        elif what == "data":
            data = random.getrandbits(32)
            await apb.write(WDATA, data)
        elif what == "read":
            value = memory.get(address, 0x5A5A5A5A)
            wait = random.randrange(3)
            assert await access(bench, apb, GO | inc, wait, value) == (1, 0, address, 0)
            assert await apb.read(RDATA) == value
        else:
            wait = random.randrange(3)
            assert await access(bench, apb, GO | WRITE | inc, wait) == (1, 1, address, data)
            memory[address] = data
        if what in ("read", "write") and inc:
            address = (address + 1) % 4096
        assert await apb.read(ADDR) == address
        assert await apb.read(WDATA) == data
