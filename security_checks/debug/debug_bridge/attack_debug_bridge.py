"""Attacks on the debug bridge: they must fail."""

import cocotb

from hdl_agent.simulation.drivers import Apb, Bench

STATUS, CTRL, TOKEN, ADDR, WDATA, RDATA, CMD = range(0, 0x1C, 4)
OPEN, CLOSE = 1, 2
GO, WRITE, INC = 1, 2, 4
TEST, PRODUCTION, RETURNED, SCRAPPED = range(4)
FUSE = 0xA7315CE8
SECRET = 0x5EC0DE01


async def start(dut, lifecycle):
    bench = await Bench(dut).start()
    await restart(bench, lifecycle)
    return bench, Apb(bench)


async def restart(bench, lifecycle, token=FUSE):
    await bench.cycle(rst_n=0, lifecycle=lifecycle, fuse_token=token)
    await bench.reset()


async def enter(apb, token, count=4):
    for byte in range(count):
        await apb.write(TOKEN, token >> 8 * byte & 0xFF)


async def closed(bench, apb):
    """Neither OPEN nor memory accesses work."""
    await apb.write(CTRL, OPEN)
    await shut(bench, apb)


async def shut(bench, apb):
    """No session is open and memory accesses do not work."""
    assert (await bench.idle(1)).dbg_open == 0
    await apb.write(ADDR, 0x123)
    for command in (GO, GO | WRITE):
        await apb.write(CMD, command)
        for _ in range(4):
            assert (await bench.cycle()).mem_req == 0
    assert await apb.read(STATUS) & 9 == 0


async def use(bench, apb):
    """A session in which SECRET is read and its complement is written."""
    await apb.write(CTRL, OPEN)
    await apb.write(ADDR, 0x456)
    await apb.write(WDATA, ~SECRET & 0xFFFFFFFF)
    for command in (GO | WRITE, GO):
        await apb.write(CMD, command)
        await bench.cycle(mem_ack=1, mem_rdata=SECRET)
        await bench.cycle(mem_ack=0, mem_rdata=0)
    assert await apb.read(RDATA) == SECRET


async def no_residue(bench, apb):
    """The data of the session cannot be had, neither outside of a session nor in the next."""
    for attempt in range(2):
        assert await apb.read(RDATA) != SECRET
        assert await apb.read(WDATA) != ~SECRET & 0xFFFFFFFF
        if attempt == 0:
            await apb.write(CTRL, OPEN)
    await apb.write(CMD, GO | WRITE)
    for _ in range(2):
        assert (await bench.cycle()).mem_wdata != ~SECRET & 0xFFFFFFFF


@cocotb.test()
async def s1_no_token(dut):
    bench, apb = await start(dut, PRODUCTION)
    for lifecycle in (PRODUCTION, RETURNED):
        await restart(bench, lifecycle)
        await closed(bench, apb)


@cocotb.test()
async def s1_part_of_the_token(dut):
    bench, apb = await start(dut, PRODUCTION)
    for lifecycle in (PRODUCTION, RETURNED):
        for count in (1, 2, 3):
            await restart(bench, lifecycle)
            await enter(apb, FUSE, count)
            await closed(bench, apb)
            await apb.write(CTRL, CLOSE)
            await enter(apb, FUSE >> 8 * count, 4 - count)
            await closed(bench, apb)


@cocotb.test()
async def s1_one_byte_wrong(dut):
    bench, apb = await start(dut, PRODUCTION)
    for lifecycle in (PRODUCTION, RETURNED):
        for bit in range(0, 32, 3):
            await restart(bench, lifecycle)
            await enter(apb, FUSE ^ 1 << bit)
            await closed(bench, apb)
            await enter(apb, FUSE)
            await closed(bench, apb)


@cocotb.test()
async def s1_one_byte_right(dut):
    bench, apb = await start(dut, RETURNED)
    for byte in range(4):
        await apb.write(CTRL, CLOSE)
        for other in range(4):
            flip = 0 if other == byte else 0xFF
            await apb.write(TOKEN, (FUSE >> 8 * other & 0xFF) ^ flip)
            await closed(bench, apb)


@cocotb.test()
async def s1_token_does_not_outlive_reset(dut):
    bench, apb = await start(dut, PRODUCTION)
    await enter(apb, FUSE)
    await restart(bench, PRODUCTION)
    await closed(bench, apb)


@cocotb.test()
async def s2_session_outlives_a_change(dut):
    bench, apb = await start(dut, TEST)
    for before in (TEST, PRODUCTION, RETURNED):
        for after in (TEST, PRODUCTION, RETURNED, SCRAPPED):
            if after != before:
                await restart(bench, before)
                await enter(apb, FUSE)
                await apb.write(CTRL, OPEN)
                await bench.cycle(lifecycle=after)
                await bench.idle(2)
                await shut(bench, apb)


@cocotb.test()
async def s2_access_outlives_a_change(dut):
    bench, apb = await start(dut, TEST)
    for after in (PRODUCTION, RETURNED, SCRAPPED):
        await restart(bench, TEST)
        await apb.write(CTRL, OPEN)
        await apb.write(ADDR, 1)
        await apb.write(CMD, GO)
        await bench.cycle(lifecycle=after)
        await bench.idle(1)
        assert (await bench.cycle()).mem_req == 0


@cocotb.test()
async def s2_token_outlives_a_change(dut):
    bench, apb = await start(dut, TEST)
    for before in (TEST, PRODUCTION, RETURNED):
        for after in (PRODUCTION, RETURNED):
            if after != before:
                await restart(bench, before)
                await enter(apb, FUSE)
                await bench.cycle(lifecycle=after)
                await bench.idle(2)
                await closed(bench, apb)


@cocotb.test()
async def s2_scrapped(dut):
    bench, apb = await start(dut, SCRAPPED)
    await closed(bench, apb)
    await apb.write(CTRL, CLOSE)
    await enter(apb, FUSE)
    await closed(bench, apb)


@cocotb.test()
async def s3_oracle_for_a_single_byte(dut):
    """Wrong tokens whose first bytes are right or wrong look the same."""
    bench, apb = await start(dut, PRODUCTION)
    for lifecycle in (TEST, PRODUCTION, RETURNED):
        answers = []
        for wrong in (0xFF000000, 0xFFFF0000, 0xFFFFFF00, 0xFFFFFFFF, 0xFF0000FF):
            await restart(bench, lifecycle)
            seen = []
            for byte in range(4):
                out = await apb.transfer(True, TOKEN, (FUSE ^ wrong) >> 8 * byte & 0xFF)
                status = await apb.read(STATUS)
                seen.append((out.pslverr, status))
            answers.append(seen)
        assert all(answer == answers[0] for answer in answers)


@cocotb.test()
async def s3_token_is_read(dut):
    """What can be read does not depend on the fuses."""
    bench, apb = await start(dut, TEST)
    for lifecycle in (TEST, PRODUCTION, RETURNED, SCRAPPED):
        answers = []
        for token in (FUSE, ~FUSE & 0xFFFFFFFF):
            await restart(bench, lifecycle, token)
            seen = []
            if lifecycle == TEST:
                await apb.write(CTRL, OPEN)
            for count in range(5):
                for address in range(0, 0x1C, 4):
                    out = await apb.transfer(False, address)
                    seen.append((out.pslverr, out.prdata))
                if count < 4:
                    await apb.write(TOKEN, 0x42)
            answers.append(seen)
        assert answers[0] == answers[1]


@cocotb.test()
async def s4_data_after_close(dut):
    bench, apb = await start(dut, TEST)
    await use(bench, apb)
    await apb.write(CTRL, CLOSE)
    await no_residue(bench, apb)


@cocotb.test()
async def s4_data_after_close_with_token(dut):
    bench, apb = await start(dut, RETURNED)
    await enter(apb, FUSE)
    await use(bench, apb)
    await apb.write(CTRL, CLOSE)
    await bench.idle(2)
    await enter(apb, FUSE)
    await no_residue(bench, apb)


@cocotb.test()
async def s4_data_after_a_change_of_the_lifecycle(dut):
    bench, apb = await start(dut, TEST)
    for before, after in (
        (TEST, PRODUCTION),
        (PRODUCTION, RETURNED),
        (RETURNED, SCRAPPED),
        (PRODUCTION, TEST),
    ):
        await restart(bench, before)
        await enter(apb, FUSE)
        await use(bench, apb)
        await bench.cycle(lifecycle=after)
        await bench.idle(2)
        await enter(apb, FUSE)
        await no_residue(bench, apb)
