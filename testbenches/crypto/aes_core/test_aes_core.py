"""Functional tests of the AES core: bus, loading, known vectors, random ones, handshake."""

import functools
import operator
import random

import cocotb

from hdl_agent.simulation.drivers import Apb, Bench

CTRL, STATUS, KEY, DIN, DOUT = 0x00, 0x04, 0x10, 0x20, 0x30
START, CLEAR = 1, 2
KEY_READY, DATA_READY, BUSY, VALID = 1, 2, 4, 8
READY = KEY_READY | DATA_READY


def _double(x):
    return ((x << 1) ^ (0x11B if x & 0x80 else 0)) & 0xFF


def _make_sbox():
    power, log = [1], {}
    for _ in range(254):
        power.append(power[-1] ^ _double(power[-1]))  # 3 generates the field
    for i, x in enumerate(power):
        log[x] = i
    box = []
    for x in range(256):
        inverse = power[-log[x] % 255] if x else 0
        y = inverse * 0x101
        box.append((y ^ (y >> 4) ^ (y >> 5) ^ (y >> 6) ^ (y >> 7)) & 0xFF ^ 0x63)
    return box


SBOX = _make_sbox()


def aes(key, block):
    """AES-128 of four words under four words, all big-endian."""
    word = [list(k.to_bytes(4, "big")) for k in key]
    rcon = 1
    for i in range(4, 44):
        t = word[-1]
        if i % 4 == 0:
            t = [SBOX[x] for x in t[1:] + t[:1]]
            t[0] ^= rcon
            rcon = _double(rcon)
        word.append([a ^ b for a, b in zip(word[-4], t, strict=False)])
    state = [x for w in block for x in w.to_bytes(4, "big")]
    for r in range(11):
        if r:
            state = [SBOX[state[(5 * i) % 16]] for i in range(16)]
        if 0 < r < 10:
            mixed = []
            for c in range(0, 16, 4):
                s = state[c : c + 4]
                total = s[0] ^ s[1] ^ s[2] ^ s[3]
                mixed += [s[i] ^ total ^ _double(s[i] ^ s[(i + 1) % 4]) for i in range(4)]
            state = mixed
        state = [
            x ^ k
            for x, k in zip(
                state, functools.reduce(operator.iadd, word[4 * r : 4 * r + 4], []), strict=False
            )
        ]
    return [int.from_bytes(bytes(state[c : c + 4]), "big") for c in range(0, 16, 4)]


def words(text):
    return [int(text[i : i + 8], 16) for i in range(0, 32, 8)]


def rand_words():
    return [random.getrandbits(32) for _ in range(4)]


class Core:
    """The block's software, over the APB driver."""

    @classmethod
    async def start(cls, dut):
        core = cls()
        core.bench = await Bench(dut).start()
        core.apb = Apb(core.bench)
        return core

    async def write(self, address, data):
        assert await self.apb.write(address, data) == 0, f"write of {address:#x} refused"

    async def load(self, base, values):
        for i, value in enumerate(values):
            await self.write(base + 4 * i, value)

    async def status(self):
        sample = await self.apb.transfer(False, STATUS)
        assert sample.pslverr == 0
        assert sample.prdata == sample.busy << 2 | sample.valid << 3 | sample.prdata & READY
        return sample.prdata

    async def encrypt(self):
        """START, the handshake watched in every cycle; the cycle in which VALID rises."""
        bench = self.bench
        await bench.cycle(psel=1, penable=0, pwrite=1, paddr=CTRL, pwdata=START)
        sample = await bench.cycle(penable=1)
        assert (sample.pready, sample.pslverr) == (1, 0), "START refused"
        for number in range(1, 65):
            sample = await bench.cycle(psel=0, penable=0, pwrite=0)
            if number == 1:
                assert (sample.busy, sample.valid) == (1, 0), (
                    "BUSY is not 1 in the cycle after START"
                )
            assert sample.busy + sample.valid == 1, f"busy and valid in cycle {number}"
            if sample.valid:
                return number
        raise AssertionError("VALID did not rise within 64 cycles of START")

    async def result(self):
        return [await self.apb.read(DOUT + 4 * i) for i in range(4)]


@cocotb.test()
async def f1_bus(dut):
    core = await Core.start(dut)
    bench, apb = core.bench, core.apb
    sample = await bench.cycle()
    assert (sample.prdata, sample.pready, sample.pslverr) == (0, 0, 0)
    await core.load(KEY, rand_words())
    await core.load(DIN, rand_words())
    in_map = {CTRL, STATUS} | {base + 4 * i for base in (KEY, DIN, DOUT) for i in range(4)}
    for address in range(0, 256, 4):
        sample = await apb.transfer(False, address | random.randrange(4))
        assert (sample.pready, sample.pslverr) == (1, int(address not in in_map)), (
            f"read of {address:#x}"
        )
        if address == STATUS:
            assert sample.prdata == READY
        elif not DOUT <= address < DOUT + 16:
            assert sample.prdata == 0, f"read of {address:#x}"
    for address in range(0, 256, 4):
        if address not in in_map or address == STATUS or DOUT <= address < DOUT + 16:
            data = 0xFFFFFFFF if address in (STATUS, 0x08) else random.getrandbits(32)
            sample = await apb.transfer(True, address, data)
            assert (sample.pready, sample.pslverr) == (1, 1), f"write of {address:#x}"
            assert sample.prdata == 0
    assert await core.status() == READY
    await core.write(CTRL, 0xFFFFFFFC)  # neither START nor CLEAR
    assert await core.status() == READY


@cocotb.test()
async def f1_outside_of_the_access_cycle(dut):
    core = await Core.start(dut)
    key, block = rand_words(), rand_words()
    await core.load(KEY, key)
    await core.load(DIN, block)
    await core.encrypt()
    for address in (STATUS, DOUT, 0x08, 0xFC, CTRL, KEY):
        for psel, penable in ((1, 0), (0, 1), (0, 0)):
            for pwrite in (0, 1):
                sample = await core.bench.cycle(
                    psel=psel, penable=penable, pwrite=pwrite, paddr=address, pwdata=CLEAR
                )
                assert (sample.prdata, sample.pready, sample.pslverr) == (0, 0, 0)
    await core.bench.cycle(psel=0, penable=0, pwrite=0)
    assert await core.status() == READY | VALID
    assert await core.result() == aes(key, block)


@cocotb.test()
async def f2_marks(dut):
    core = await Core.start(dut)
    assert await core.status() == 0
    for _ in range(4):
        order = [(base, i) for base in (KEY, DIN) for i in range(4)] + [
            (random.choice((KEY, DIN)), 0)
        ] * 2
        random.shuffle(order)
        order = [order[0]] * 3 + order
        loaded = set()
        for base, i in order:
            await core.write(base + 4 * i, random.getrandbits(32))
            loaded.add((base, i))
            want = sum(
                bit * all((base, i) in loaded for i in range(4))
                for base, bit in ((KEY, KEY_READY), (DIN, DATA_READY))
            )
            assert await core.status() == want
        assert await core.status() == READY
        await core.write(CTRL, CLEAR)
        assert await core.status() == 0
    await core.load(KEY, rand_words())
    await core.load(DIN, rand_words())
    await core.bench.reset()
    assert await core.status() == 0


VECTORS = [  # FIPS 197 appendices C.1 and B, then the examples of SP 800-38A for ECB
    (
        "000102030405060708090a0b0c0d0e0f",
        "00112233445566778899aabbccddeeff",
        "69c4e0d86a7b0430d8cdb78070b4c55a",
    ),
    (
        "2b7e151628aed2a6abf7158809cf4f3c",
        "3243f6a8885a308d313198a2e0370734",
        "3925841d02dc09fbdc118597196a0b32",
    ),
    (
        "2b7e151628aed2a6abf7158809cf4f3c",
        "6bc1bee22e409f96e93d7e117393172a",
        "3ad77bb40d7a3660a89ecaf32466ef97",
    ),
    (
        "2b7e151628aed2a6abf7158809cf4f3c",
        "ae2d8a571e03ac9c9eb76fac45af8e51",
        "f5d3d58503b9699de785895a96fdbaaf",
    ),
    (
        "00000000000000000000000000000000",
        "00000000000000000000000000000000",
        "66e94bd4ef8a2c3b884cfa59ca342b2e",
    ),
]


@cocotb.test()
async def f3_known_vectors(dut):
    core = await Core.start(dut)
    for key, block, result in VECTORS:
        assert aes(words(key), words(block)) == words(result)
        await core.load(KEY, words(key))
        await core.load(DIN, words(block))
        await core.encrypt()
        assert await core.result() == words(result)


@cocotb.test()
async def f3_random_blocks(dut):
    core = await Core.start(dut)
    for _ in range(10):
        key, block = rand_words(), rand_words()
        for base, values in random.sample([(KEY, key), (DIN, block)], 2):
            for i in random.sample(range(4), 4):
                await core.write(base + 4 * i, values[i])
        await core.encrypt()
        assert await core.result() == aes(key, block)


@cocotb.test()
async def f4_handshake(dut):
    core = await Core.start(dut)
    sample = await core.bench.cycle()
    assert (sample.busy, sample.valid) == (0, 0)
    await core.load(KEY, rand_words())
    await core.load(DIN, rand_words())
    for _ in range(3):
        await core.encrypt()
        for _ in range(20):
            sample = await core.bench.cycle()
            assert (sample.busy, sample.valid) == (0, 1)
        assert await core.status() == READY | VALID
    await core.write(CTRL, START)
    sample = await core.bench.cycle(psel=1, penable=1, paddr=STATUS)
    for _ in range(70):  # reading STATUS disturbs nothing
        assert sample.prdata == READY | sample.busy << 2 | sample.valid << 3
        assert sample.busy + sample.valid == 1
        sample = await core.bench.cycle()
    assert sample.valid == 1


@cocotb.test()
async def f4_reset_ends_it(dut):
    core = await Core.start(dut)
    await core.load(KEY, rand_words())
    await core.load(DIN, rand_words())
    await core.write(CTRL, START)
    await core.bench.reset()
    for _ in range(70):
        sample = await core.bench.cycle()
        assert (sample.busy, sample.valid) == (0, 0)


@cocotb.test()
async def f5_result_stays(dut):
    core = await Core.start(dut)
    key, block = rand_words(), rand_words()
    await core.load(KEY, key)
    await core.load(DIN, block)
    for _ in range(8):
        await core.encrypt()
        want = aes(key, block)
        assert await core.result() == want
        for _ in range(random.randrange(1, 4)):
            values, base = random.choice(((key, KEY), (block, DIN)))
            i = random.randrange(4)
            values[i] = random.choice((values[i], random.getrandbits(32)))
            await core.write(base + 4 * i, values[i])
            assert await core.status() == READY | VALID
            assert await core.result() == want
    await core.encrypt()
    assert await core.result() == aes(key, block)
    for i in range(4):  # every word of either by itself
        for values, base in ((key, KEY), (block, DIN)):
            values[i] ^= 1 << random.randrange(32)
            await core.write(base + 4 * i, values[i])
            await core.encrypt()
            assert await core.result() == aes(key, block)
    await core.encrypt()  # nothing loaded in between
    assert await core.result() == aes(key, block)


@cocotb.test()
async def f6_clear(dut):
    core = await Core.start(dut)
    for wait in (None, 0, 1, 2, 7, 20, 44, 62, 63, 64):
        for data in (CLEAR, START | CLEAR):
            key, block = rand_words(), rand_words()
            await core.load(KEY, key)
            await core.load(DIN, block)
            if wait is not None:
                await core.bench.cycle(psel=1, penable=1, pwrite=1, paddr=CTRL, pwdata=START)
                await core.bench.cycle(psel=0, penable=0, pwrite=0)
                await core.bench.idle(wait)
            sample = await core.bench.cycle(psel=1, penable=1, pwrite=1, paddr=CTRL, pwdata=data)
            assert (sample.pready, sample.pslverr) == (1, 0)
            await core.bench.cycle(pwrite=0, paddr=STATUS)
            for _ in range(66 if wait in (0, 7) else 3):
                sample = await core.bench.cycle()
                assert (sample.busy, sample.valid, sample.prdata) == (0, 0, 0)
            await core.bench.cycle(psel=0, penable=0)


@cocotb.test()
async def f6_after_clear(dut):
    core = await Core.start(dut)
    for wait in (0, 5, 30, 64):
        await core.load(KEY, rand_words())
        await core.load(DIN, rand_words())
        await core.write(CTRL, START)
        await core.bench.idle(wait)
        await core.write(CTRL, CLEAR)
        key, block = rand_words(), rand_words()
        await core.load(DIN, block)
        assert await core.status() == DATA_READY
        await core.load(KEY, key)
        assert await core.status() == READY
        await core.encrypt()
        assert await core.result() == aes(key, block)
