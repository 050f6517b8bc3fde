"""Functional tests of the key slots."""

import itertools
import random

import cocotb

from hdl_agent.simulation.drivers import Apb, Bench

STATUS, ASSIGN, LOCK, CLEAR = 0x00, 0x04, 0x08, 0x0C
MASK32 = 0xFFFFFFFF


def lo(slot):
    return 0x10 + 8 * slot


def hi(slot):
    return 0x14 + 8 * slot


async def start(dut):
    bench = await Bench(dut).start()
    return bench, Apb(bench)


async def load(apb, slot, key, ppriv=1):
    assert await apb.write(lo(slot), key & MASK32, ppriv=ppriv) == 0
    assert await apb.write(hi(slot), key >> 32, ppriv=ppriv) == 0


async def read_key(apb, slot, ppriv=1):
    low = await apb.read(lo(slot), ppriv=ppriv)
    return low | (await apb.read(hi(slot), ppriv=ppriv)) << 32


async def full(apb):
    return await apb.read(STATUS, ppriv=1) & 0xF


async def fetch(bench, slot):
    """One key port request: the answer as (valid, err, data)."""
    await bench.cycle(key_req=1, key_sel=slot)
    out = await bench.cycle(key_req=0, key_sel=0)
    return out.key_valid, out.key_err, out.key_data


def some_key():
    return random.getrandbits(64) | 0x8000000180000001


@cocotb.test()
async def f1_handshake(dut):
    bench, apb = await start(dut)
    out = await bench.idle(2)
    assert (out.pready, out.pslverr, out.prdata) == (0, 0, 0)
    await load(apb, 1, 0x0123456789ABCDEF)
    out = await bench.cycle(psel=1, penable=0, pwrite=0, paddr=lo(1), ppriv=1)
    assert (out.pready, out.pslverr, out.prdata) == (0, 0, 0), "setup cycle"
    out = await bench.cycle(penable=1)
    assert (out.pready, out.pslverr, out.prdata) == (1, 0, 0x89ABCDEF), "access cycle"
    out = await bench.cycle(psel=0, penable=0)
    assert (out.pready, out.pslverr, out.prdata) == (0, 0, 0), "after the transfer"
    out = await bench.cycle(psel=1, penable=0, pwrite=1, paddr=hi(1), pwdata=5)
    assert (out.pready, out.pslverr, out.prdata) == (0, 0, 0)
    out = await bench.cycle(penable=1)
    assert (out.pready, out.pslverr, out.prdata) == (1, 0, 0), "a write reads 0"
    # The next transfer's setup cycle may follow at once.
    out = await bench.cycle(penable=0, pwrite=0, paddr=hi(1))
    assert (out.pready, out.pslverr, out.prdata) == (0, 0, 0)
    out = await bench.cycle(penable=1)
    assert (out.pready, out.pslverr, out.prdata) == (1, 0, 5)
    await bench.cycle(psel=0, penable=0)


@cocotb.test()
async def f1_setup_without_access_writes_nothing(dut):
    bench, apb = await start(dut)
    await bench.cycle(psel=1, penable=0, pwrite=1, paddr=ASSIGN, pwdata=0xF, ppriv=1)
    await bench.cycle(psel=0, penable=0, pwrite=0)
    assert await apb.read(ASSIGN, ppriv=1) == 0


@cocotb.test()
async def f1_refusals(dut):
    bench, apb = await start(dut)
    await load(apb, 0, 0x1111111122222222)
    for address in [0x30, 0x34, 0x40, 0x44, 0x50, 0x80, 0x90, 0xFC]:
        out = await apb.transfer(False, address, ppriv=1)
        assert (out.pslverr, out.prdata) == (1, 0), f"read of {address:#x}"
        assert await apb.write(address, MASK32, ppriv=1) == 1, f"write of {address:#x}"
    assert await apb.write(STATUS, MASK32, ppriv=1) == 1
    assert await apb.read(STATUS, ppriv=1) == 1
    assert await apb.read(STATUS, ppriv=0) == 1
    assert await apb.read(ASSIGN, ppriv=1) == 0
    assert await apb.read(LOCK, ppriv=1) == 0
    assert await read_key(apb, 0) == 0x1111111122222222
    for address in range(0, 0x30, 4):
        out = await apb.transfer(False, address, ppriv=1)
        assert out.pslverr == 0, f"read of {address:#x}"
    assert await apb.read(CLEAR, ppriv=1) == 0
    out = await bench.idle(1)
    assert out.pslverr == 0
    # Bits 1:0 of the address do not matter.
    assert await apb.read(lo(0) + 3, ppriv=1) == 0x22222222
    assert await apb.write(ASSIGN + 1, 0x8, ppriv=1) == 0
    assert await apb.read(ASSIGN + 2, ppriv=1) == 0x8


@cocotb.test()
async def f2_key_words_read_back(dut):
    _, apb = await start(dut)
    assert await full(apb) == 0
    keys = [some_key() for _ in range(4)]
    for slot in range(4):
        await load(apb, slot, keys[slot])
        assert await full(apb) == (2 << slot) - 1
    for slot in (3, 1, 0, 2):
        assert await read_key(apb, slot) == keys[slot]
    await load(apb, 2, ~keys[2] & (2**64 - 1))
    assert await read_key(apb, 2) == ~keys[2] & (2**64 - 1)
    assert await read_key(apb, 1) == keys[1]
    assert await read_key(apb, 3) == keys[3]
    assert await full(apb) == 0xF


@cocotb.test()
async def f2_full_needs_both_words(dut):
    bench, apb = await start(dut)
    for slot in range(4):
        await apb.write(hi(slot), 0xA0 + slot, ppriv=1)
        await apb.write(hi(slot), 0xB0 + slot, ppriv=1)
        assert await full(apb) == (1 << slot) - 1
        assert await apb.read(hi(slot), ppriv=1) == 0xB0 + slot
        await apb.write(lo(slot), 0xC0 + slot, ppriv=1)
        assert await full(apb) == (2 << slot) - 1
    await bench.reset()
    assert await full(apb) == 0
    await apb.write(lo(3), 7, ppriv=1)
    assert await full(apb) == 0
    await apb.write(hi(3), 8, ppriv=1)
    assert await full(apb) == 8
    assert await read_key(apb, 3) == 8 << 32 | 7


@cocotb.test()
async def f3_key_port(dut):
    bench, apb = await start(dut)
    out = await bench.idle(1)
    assert (out.key_valid, out.key_err, out.key_data) == (0, 0, 0)
    for slot in range(4):
        assert await fetch(bench, slot) == (0, 1, 0)
    keys = [some_key() for _ in range(4)]
    for slot in (0, 3, 2):
        await load(apb, slot, keys[slot])
    await apb.write(lo(1), 1, ppriv=1)
    for slot in (0, 3, 2):
        assert await fetch(bench, slot) == (1, 0, keys[slot])
    assert await fetch(bench, 1) == (0, 1, 0)
    await apb.write(hi(1), 2, ppriv=1)
    keys[1] = 2 << 32 | 1
    out = await bench.cycle(key_req=0, key_sel=2)
    assert (out.key_valid, out.key_err, out.key_data) == (0, 0, 0)
    # A request in every cycle.
    order = [0, 1, 2, 3, 3, 1, 0, 2]
    out = await bench.cycle(key_req=1, key_sel=order[0])
    assert (out.key_valid, out.key_err, out.key_data) == (0, 0, 0)
    for now, following in itertools.pairwise(order):
        out = await bench.cycle(key_sel=following)
        assert (out.key_valid, out.key_err, out.key_data) == (1, 0, keys[now])
    out = await bench.cycle(key_req=0)
    assert (out.key_valid, out.key_data) == (1, keys[order[-1]])
    out = await bench.cycle()
    assert (out.key_valid, out.key_err, out.key_data) == (0, 0, 0)


@cocotb.test()
async def f3_request_beside_a_write(dut):
    bench, apb = await start(dut)
    await load(apb, 2, 0xAAAAAAAABBBBBBBB)
    await bench.cycle(psel=1, penable=0, pwrite=1, paddr=lo(2), pwdata=0xCCCCCCCC, ppriv=1)
    await bench.cycle(penable=1, key_req=1, key_sel=2)
    out = await bench.cycle(psel=0, penable=0, pwrite=0)
    assert (out.key_valid, out.key_data) == (1, 0xAAAAAAAABBBBBBBB)
    out = await bench.cycle(key_req=0)
    assert (out.key_valid, out.key_data) == (1, 0xAAAAAAAACCCCCCCC)


@cocotb.test()
async def f3_request_beside_a_clear(dut):
    bench, apb = await start(dut)
    await load(apb, 1, 0xAAAAAAAABBBBBBBB)
    await bench.cycle(psel=1, penable=0, pwrite=1, paddr=CLEAR, pwdata=2, ppriv=1)
    await bench.cycle(penable=1, key_req=1, key_sel=1)
    out = await bench.cycle(psel=0, penable=0, pwrite=0)
    assert (out.key_valid, out.key_err, out.key_data) == (1, 0, 0xAAAAAAAABBBBBBBB)
    out = await bench.cycle(key_req=0)
    assert (out.key_valid, out.key_err, out.key_data) == (0, 1, 0)


@cocotb.test()
async def f4_assign(dut):
    bench, apb = await start(dut)
    assert await apb.read(ASSIGN, ppriv=1) == 0
    for value in (0x5, 0xA, 0xF, 0x0, 0x6):
        assert await apb.write(ASSIGN, value | 0xFFFFFFF0, ppriv=1) == 0
        assert await apb.read(ASSIGN, ppriv=1) == value
    keys = [some_key() for _ in range(4)]
    for slot in range(4):
        await load(apb, slot, keys[slot])
    await apb.write(LOCK, 0xF, ppriv=1)
    await apb.write(ASSIGN, 0xC, ppriv=1)  # slots 1 and 3 change
    assert await full(apb) == 0x5
    assert await apb.read(LOCK, ppriv=1) == 0x5
    assert await read_key(apb, 0) == keys[0]
    assert await read_key(apb, 2) == keys[2]
    assert await fetch(bench, 1) == (0, 1, 0)
    assert await fetch(bench, 2) == (1, 0, keys[2])
    await apb.write(ASSIGN, 0xC, ppriv=1)  # nothing changes
    assert await full(apb) == 0x5
    await apb.write(lo(3), 1, ppriv=1)
    await apb.write(ASSIGN, 0x4, ppriv=1)
    await apb.write(hi(3), 1, ppriv=1)
    assert await full(apb) == 0x5, "the mark of the first word is gone"


@cocotb.test()
async def f4_unprivileged_use(dut):
    bench, apb = await start(dut)
    await load(apb, 0, 0xDEADBEEF01234567)
    await apb.write(ASSIGN, 0xA, ppriv=1)
    keys = {1: some_key(), 3: some_key()}
    for slot, key in keys.items():
        await load(apb, slot, key, ppriv=0)
    assert await apb.read(STATUS, ppriv=0) == 0xB
    for slot, key in keys.items():
        assert await read_key(apb, slot, ppriv=0) == key
        assert await read_key(apb, slot, ppriv=1) == key
        assert await fetch(bench, slot) == (1, 0, key)
    assert await apb.write(CLEAR, 0x2, ppriv=0) == 0
    assert await apb.read(STATUS, ppriv=0) == 0x9
    assert await read_key(apb, 3, ppriv=0) == keys[3]
    assert await apb.write(CLEAR, 0xA, ppriv=0) == 0
    assert await apb.read(STATUS, ppriv=0) == 0x1
    assert await read_key(apb, 0) == 0xDEADBEEF01234567


@cocotb.test()
async def f5_lock(dut):
    bench, apb = await start(dut)
    keys = [some_key() for _ in range(4)]
    for slot in range(4):
        await load(apb, slot, keys[slot])
    assert await apb.write(LOCK, 0xFFFFFFF2, ppriv=1) == 0
    assert await apb.read(LOCK, ppriv=1) == 0x2
    assert await apb.write(LOCK, 0x8, ppriv=1) == 0
    assert await apb.read(LOCK, ppriv=1) == 0xA, "bits written as 0 stay"
    for slot in range(4):
        refused = slot in (1, 3)
        assert await apb.write(lo(slot), 0x55, ppriv=1) == refused
        assert await apb.write(hi(slot), 0x66, ppriv=1) == refused
        expected = keys[slot] if refused else 0x66 << 32 | 0x55
        assert await read_key(apb, slot) == expected
        assert await fetch(bench, slot) == (1, 0, expected)
    await apb.write(CLEAR, 0x2, ppriv=1)
    assert await apb.read(LOCK, ppriv=1) == 0x8
    await load(apb, 1, 0x77)
    assert await read_key(apb, 1) == 0x77
    await apb.write(ASSIGN, 0x8, ppriv=1)
    assert await apb.read(LOCK, ppriv=1) == 0
    await load(apb, 3, 0x88)
    # An empty slot can be locked.
    await apb.write(CLEAR, 0x1, ppriv=1)
    await apb.write(LOCK, 0x1, ppriv=1)
    assert await apb.write(lo(0), 1, ppriv=1) == 1
    assert await apb.write(hi(0), 1, ppriv=1) == 1
    assert await full(apb) == 0xE
    await bench.reset()
    assert await apb.read(LOCK, ppriv=1) == 0


@cocotb.test()
async def f6_clear(dut):
    bench, apb = await start(dut)
    keys = [some_key() for _ in range(4)]
    for mask in range(16):
        await apb.write(CLEAR, 0xF, ppriv=1)
        for slot in range(4):
            await load(apb, slot, keys[slot])
        await apb.write(LOCK, 0xF, ppriv=1)
        assert await apb.write(CLEAR, 0xFFFFFFF0 | mask, ppriv=1) == 0
        assert await full(apb) == 0xF & ~mask
        assert await apb.read(LOCK, ppriv=1) == 0xF & ~mask
        for slot in range(4):
            if mask >> slot & 1:
                assert await fetch(bench, slot) == (0, 1, 0)
            else:
                assert await read_key(apb, slot) == keys[slot]
                assert await fetch(bench, slot) == (1, 0, keys[slot])
    # The marks of single words go, too.
    await apb.write(CLEAR, 0xF, ppriv=1)
    for slot in range(4):
        await apb.write(lo(slot), 1, ppriv=1)
    await apb.write(CLEAR, 0xF, ppriv=1)
    for slot in range(4):
        await apb.write(hi(slot), 1, ppriv=1)
    assert await full(apb) == 0


@cocotb.test()
async def f7_debug(dut):
    bench, apb = await start(dut)
    await apb.write(ASSIGN, 0x3, ppriv=1)
    assert await apb.read(STATUS, ppriv=1) == 0
    await bench.cycle(debug=1)
    assert await apb.read(STATUS, ppriv=0) & 0xFFFFFFF0 == 0x100
    assert await apb.read(ASSIGN, ppriv=0) == 0x3
    for value in (0xC, 0x9):
        assert await apb.write(ASSIGN, value, ppriv=0) == 0
        assert await apb.read(ASSIGN, ppriv=0) == value
    assert await apb.write(STATUS, 0, ppriv=0) == 1
    for slot in range(4):
        valid, err, _ = await fetch(bench, slot)
        assert valid + err == 1
    await bench.cycle(debug=0)
    assert await apb.write(CLEAR, 0xF, ppriv=1) == 0
    assert await apb.read(STATUS, ppriv=1) == 0
    assert await apb.read(ASSIGN, ppriv=1) == 0x9
    keys = [some_key() for _ in range(4)]
    for slot in range(4):
        await load(apb, slot, keys[slot])
    for slot in range(4):
        assert await read_key(apb, slot) == keys[slot]
        assert await fetch(bench, slot) == (1, 0, keys[slot])


class Model:
    """The slots as the data sheet has them."""

    def __init__(self):
        self.assign = 0
        self.lock = 0
        self.words = [None] * 8

    def empty(self, mask):
        self.lock &= ~mask
        for slot in range(4):
            if mask >> slot & 1:
                self.words[2 * slot] = self.words[2 * slot + 1] = None

    def full(self):
        return sum(
            1 << s for s in range(4) if None not in (self.words[2 * s], self.words[2 * s + 1])
        )


@cocotb.test()
async def f2_random_operations(dut):
    bench, apb = await start(dut)
    model = Model()
    for _ in range(400):
        what = random.choice(["load"] * 6 + ["read", "fetch"] * 3 + ["clear", "assign", "lock"])
        if what == "load":
            index, value = random.randrange(8), random.getrandbits(32)
            owner = model.assign >> (index // 2) & 1
            error = await apb.write(0x10 + 4 * index, value, ppriv=random.choice([1, 1 - owner]))
            assert error == model.lock >> (index // 2) & 1
            if not error:
                model.words[index] = value
        elif what == "read":
            index = random.randrange(8)
            owner = model.assign >> (index // 2) & 1
            if model.words[index] is not None:
                value = await apb.read(0x10 + 4 * index, ppriv=random.choice([1, 1 - owner]))
                assert value == model.words[index]
        elif what == "fetch":
            slot = random.randrange(4)
            if model.full() >> slot & 1:
                key = model.words[2 * slot] | model.words[2 * slot + 1] << 32
                assert await fetch(bench, slot) == (1, 0, key)
            else:
                assert await fetch(bench, slot) == (0, 1, 0)
        elif what == "clear":
            mask, ppriv = random.getrandbits(4), random.getrandbits(1)
            mask &= 0xF if ppriv else model.assign
            assert await apb.write(CLEAR, mask, ppriv=ppriv) == 0
            model.empty(mask)
        elif what == "assign":
            value = random.getrandbits(4)
            assert await apb.write(ASSIGN, value, ppriv=1) == 0
            model.empty(value ^ model.assign)
            model.assign = value
        else:
            value = 1 << random.randrange(4)
            assert await apb.write(LOCK, value, ppriv=1) == 0
            model.lock |= value
        assert await apb.read(STATUS, ppriv=random.getrandbits(1)) == model.full()
        assert await apb.read(LOCK, ppriv=1) == model.lock
        assert await apb.read(ASSIGN, ppriv=1) == model.assign
