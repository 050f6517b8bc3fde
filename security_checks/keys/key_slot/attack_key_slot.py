"""Attacks on the key slots: each must fail."""

import cocotb

from hdl_agent.simulation.drivers import Apb, Bench

STATUS, ASSIGN, LOCK, CLEAR = 0x00, 0x04, 0x08, 0x0C
WORDS = (0x5EC0DE01, 0x5EC0DE02)
KEY = WORDS[1] << 32 | WORDS[0]


def lo(slot):
    return 0x10 + 8 * slot


def hi(slot):
    return 0x14 + 8 * slot


async def start(dut):
    bench = await Bench(dut).start()
    return bench, Apb(bench)


async def load(apb, slot, ppriv=1):
    await apb.write(lo(slot), WORDS[0], ppriv=ppriv)
    await apb.write(hi(slot), WORDS[1], ppriv=ppriv)


async def fetch(bench, slot):
    await bench.cycle(key_req=1, key_sel=slot)
    return await bench.cycle(key_req=0)


async def no_residue(bench, apb, slot, ppriv):
    """Neither the words nor the key can be had."""
    assert await apb.read(lo(slot), ppriv=ppriv) != WORDS[0]
    assert await apb.read(hi(slot), ppriv=ppriv) != WORDS[1]
    out = await fetch(bench, slot)
    assert out.key_data & 0xFFFFFFFF != WORDS[0]
    assert out.key_data >> 32 != WORDS[1]


@cocotb.test()
async def s1_unprivileged_write_of_assign(dut):
    _, apb = await start(dut)
    for before in (0x0, 0x5):
        await apb.write(ASSIGN, before, ppriv=1)
        for value in (0xF, 0x1, 0xA, 0x0):
            await apb.write(ASSIGN, value, ppriv=0)
            assert await apb.read(ASSIGN, ppriv=1) == before


@cocotb.test()
async def s1_unprivileged_write_of_lock(dut):
    _, apb = await start(dut)
    await apb.write(ASSIGN, 0xC, ppriv=1)
    for slot in range(4):
        await apb.write(LOCK, 1 << slot, ppriv=0)
        assert await apb.read(LOCK, ppriv=1) == 0
        assert await apb.write(lo(slot), 1, ppriv=1) == 0


@cocotb.test()
async def s2_unprivileged_read_of_a_privileged_key(dut):
    _, apb = await start(dut)
    for assign in (0x0, 0x1, 0x2, 0x4, 0x8, 0xE, 0x7):
        await apb.write(ASSIGN, assign, ppriv=1)
        for slot in range(4):
            if not assign >> slot & 1:
                await load(apb, slot)
                assert await apb.read(lo(slot), ppriv=0) != WORDS[0]
                assert await apb.read(hi(slot), ppriv=0) != WORDS[1]


@cocotb.test()
async def s2_unprivileged_change_of_a_privileged_key(dut):
    bench, apb = await start(dut)
    for assign in (0x0, 0x1, 0x8):
        await apb.write(ASSIGN, assign, ppriv=1)
        for slot in range(4):
            if not assign >> slot & 1:
                await load(apb, slot)
                await apb.write(lo(slot), 0xBAD, ppriv=0)
                await apb.write(hi(slot), 0xBAD, ppriv=0)
                assert (await fetch(bench, slot)).key_data == KEY


@cocotb.test()
async def s2_unprivileged_load_of_an_empty_privileged_slot(dut):
    bench, apb = await start(dut)
    await apb.write(ASSIGN, 0x2, ppriv=1)
    for slot in (0, 2, 3):
        await load(apb, slot, ppriv=0)
        assert (await fetch(bench, slot)).key_valid == 0


@cocotb.test()
async def s2_unprivileged_clear_of_a_privileged_key(dut):
    bench, apb = await start(dut)
    for assign in (0x0, 0x1, 0x8, 0x6):
        await apb.write(ASSIGN, assign, ppriv=1)
        for slot in range(4):
            if not assign >> slot & 1:
                await load(apb, slot)
        for mask in (0xF, 0xF & ~assign, 0x1, 0x2, 0x4, 0x8):
            await apb.write(CLEAR, mask, ppriv=0)
        for slot in range(4):
            if not assign >> slot & 1:
                assert (await fetch(bench, slot)).key_data == KEY


@cocotb.test()
async def s3_residue_after_clear(dut):
    bench, apb = await start(dut)
    for slot in range(4):
        await load(apb, slot)
        await apb.write(CLEAR, 1 << slot, ppriv=1)
        await no_residue(bench, apb, slot, ppriv=1)
        # Half of a new key must not bring back the other half of the old one.
        await apb.write(lo(slot), 0, ppriv=1)
        assert await apb.read(hi(slot), ppriv=1) != WORDS[1]
        assert (await fetch(bench, slot)).key_data >> 32 != WORDS[1]


@cocotb.test()
async def s3_residue_after_a_change_of_assignment(dut):
    bench, apb = await start(dut)
    for slot in range(4):
        await load(apb, slot)
        await apb.write(ASSIGN, 1 << slot, ppriv=1)
        await no_residue(bench, apb, slot, ppriv=0)
        await load(apb, slot, ppriv=0)
        await apb.write(ASSIGN, 0, ppriv=1)
        await no_residue(bench, apb, slot, ppriv=1)


@cocotb.test()
async def s4_debugger_reads_keys(dut):
    bench, apb = await start(dut)
    for slot in range(4):
        await load(apb, slot)
    await bench.cycle(debug=1)
    await bench.idle(2)
    for slot in range(4):
        await no_residue(bench, apb, slot, ppriv=0)
        await no_residue(bench, apb, slot, ppriv=1)


@cocotb.test()
async def s4_keys_survive_a_debug_session(dut):
    bench, apb = await start(dut)
    for cycles in (1, 2, 5):
        for slot in range(4):
            await apb.write(CLEAR, 0xF, ppriv=1)
            await load(apb, slot)
            await apb.write(LOCK, 1 << slot, ppriv=1)
            await bench.cycle(debug=1)
            await bench.idle(cycles - 1)
            await bench.cycle(debug=0)
            await bench.idle(2)
            await no_residue(bench, apb, slot, ppriv=1)


@cocotb.test()
async def s4_request_when_the_session_opens(dut):
    bench, apb = await start(dut)
    await load(apb, 2)
    await bench.cycle(debug=1, key_req=1, key_sel=2)
    await bench.cycle()
    for _ in range(4):
        assert (await bench.cycle()).key_data == 0
