"""Attacks on the AES core: residue, intermediate state, early starts, interference, timing."""

import functools
import operator
import random

import cocotb

from hdl_agent.simulation.drivers import Bench

CTRL, STATUS, KEY, DIN, DOUT = 0x00, 0x04, 0x10, 0x20, 0x30
START, CLEAR = 1, 2
LATENCY = 64  # a run takes at most so many cycles


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


def rand_words():
    return [random.getrandbits(32) for _ in range(4)]


async def write(bench, address, data):
    """One transfer in one cycle; the block looks at access cycles only."""
    return await bench.cycle(psel=1, penable=1, pwrite=1, paddr=address, pwdata=data)


async def read(bench, address):
    return await bench.cycle(psel=1, penable=1, pwrite=0, paddr=address, pwdata=0)


async def idle(bench, cycles=1):
    await bench.cycle(psel=0, penable=0, pwrite=0)
    await bench.idle(cycles - 1)


async def load(bench, key, block):
    for base, values in ((KEY, key), (DIN, block)):
        for i, value in enumerate(values or []):
            await write(bench, base + 4 * i, value)


async def wait_result(bench):
    """Wait until VALID; the result and the cycle, or None when the run was given up."""
    for cycle in range(1, LATENCY + 2):
        if (await read(bench, DOUT)).valid:
            return [(await read(bench, DOUT + 4 * i)).prdata for i in range(4)], cycle
    return None


async def everything(bench):
    """What one cycle at each address shows."""
    seen = []
    for address in range(0, 256, 4):
        sample = await read(bench, address)
        seen.append((address, sample.prdata, sample.pslverr, sample.busy, sample.valid))
    return seen


async def after_clear(bench, key, block, wait, leftover):
    """What can be seen after CLEAR of a run that ``wait`` cycles ago worked on key and block."""
    await bench.reset()
    await load(bench, key, block)
    if wait is not None:
        await write(bench, CTRL, START)
        if wait:
            await idle(bench, wait)
    await write(bench, CTRL, CLEAR)
    seen = await everything(bench)
    await write(bench, CTRL, START)  # nothing is loaded
    seen.append(await wait_result(bench))
    seen += await everything(bench)
    for base, i in leftover:  # some words are loaded, the others left over
        await write(bench, base + 4 * i, 0x01234567 * (i + 1))
    await write(bench, CTRL, START)
    seen.append(await wait_result(bench))
    return seen + await everything(bench)


@cocotb.test()
async def s1_nothing_is_left_after_clear(dut):
    bench = await Bench(dut).start()
    all_words = [(base, i) for base in (KEY, DIN) for i in range(4)]
    leftovers = [(KEY, 3)] + all_words[4:], all_words[:4] + [(DIN, 3)]
    for number, wait in enumerate((12, LATENCY)):
        leftover = leftovers[number % 2]
        key, block = rand_words(), rand_words()
        first = await after_clear(bench, key, block, wait, leftover)
        for other in ((rand_words(), block), (key, rand_words())):
            second = await after_clear(bench, *other, wait, leftover)
            assert first == second, f"CLEAR {wait} cycles after START left something of the old run"


@cocotb.test()
async def s1_next_result_is_of_the_new_words_only(dut):
    bench = await Bench(dut).start()
    for wait in (0, 3, 23, LATENCY):
        await load(bench, rand_words(), rand_words())
        await write(bench, CTRL, START)
        await idle(bench, wait + 1)
        await write(bench, CTRL, CLEAR)
        key, block = rand_words(), rand_words()
        await load(bench, key, block)
        await write(bench, CTRL, START)
        result = await wait_result(bench)
        assert result
        assert result[0] == aes(key, block)


async def while_busy(bench, key, block):
    """What DOUT shows while the first run after a reset goes on."""
    await bench.reset()
    await load(bench, key, block)
    await write(bench, CTRL, START)
    seen = []
    for cycle in range(LATENCY + 1):
        sample = await read(bench, DOUT + 4 * (cycle % 4))
        if not sample.busy:
            break
        seen.append(sample.prdata)
    return seen


@cocotb.test()
async def s2_dout_shows_no_working_state(dut):
    bench = await Bench(dut).start()
    for _ in range(3):
        key, block = rand_words(), rand_words()
        first = await while_busy(bench, key, block)
        for other in ((rand_words(), block), (key, rand_words())):
            second = await while_busy(bench, *other)
            assert all(a == b for a, b in zip(first, second, strict=False)), (
                "DOUT depends on key or block while BUSY is 1"
            )


@cocotb.test()
async def s2_second_run(dut):
    """In a later run DOUT may at most show the earlier result."""
    bench = await Bench(dut).start()
    await load(bench, rand_words(), rand_words())
    await write(bench, CTRL, START)
    old, _ = await wait_result(bench)
    seen = []
    for key in (rand_words(), rand_words()):
        block = rand_words()
        await load(bench, key, block)
        await write(bench, CTRL, START)
        shown = []
        for cycle in range(LATENCY + 1):
            sample = await read(bench, DOUT + 4 * (cycle % 4))
            if not sample.busy:
                break
            shown.append(0 if sample.prdata == old[cycle % 4] else sample.prdata)
        seen.append(shown)
        old = aes(key, block)
    assert all(a == b for a, b in zip(*seen, strict=False)), (
        "DOUT depends on key or block while BUSY is 1"
    )


@cocotb.test()
async def s3_no_start_before_all_words(dut):
    bench = await Bench(dut).start()
    words = [(base, i) for base in (KEY, DIN) for i in range(4)]
    for missing in [set(words), set(words[:4]), set(words[4:])] + [{word} for word in words]:
        for cleared in (False, True):
            await bench.reset()
            if cleared:
                await load(bench, rand_words(), rand_words())
                await write(bench, CTRL, CLEAR)
            for base, i in words:
                if (base, i) not in missing:
                    await write(bench, base + 4 * i, random.getrandbits(32))
            await write(bench, CTRL, START)
            for _ in range(LATENCY + 2):
                sample = await read(bench, STATUS)
                assert (sample.busy, sample.valid) == (0, 0), (
                    "an encryption started on words never loaded"
                )


async def interfere(bench, wait, writes, key, block):
    """Start a run on key and block and write into it after ``wait`` cycles.

    Returns every result seen later and which of the writes were not refused, or None where the run
    was over before the last of the writes.
    """
    await write(bench, CTRL, CLEAR)
    await load(bench, key, block)
    await write(bench, CTRL, START)
    if wait:
        await idle(bench, wait)
    taken = []
    for address, data in writes:
        sample = await write(bench, address, data)
        if not sample.busy:
            return None
        taken.append(not sample.pslverr)
    results = []
    for _ in range(2):  # the run itself, and one that may follow it
        result = await wait_result(bench)
        if result:
            results.append(result[0])
        await idle(bench)
    return results, taken


@cocotb.test()
async def s4_start_while_busy(dut):
    bench = await Bench(dut).start()
    for wait in (0, 1, 2, 3, 4, 5, 9, 18, 33, 46):
        for times in (1, 5) if wait in (3, 18) else (1,):
            key, block = rand_words(), rand_words()
            seen = await interfere(bench, wait, [(CTRL, START)] * times, key, block)
            right = aes(key, block)
            assert not seen or all(r == right for r in seen[0]), (
                f"START after {wait + 1} cycles: a wrong result"
            )


@cocotb.test()
async def s4_words_while_busy(dut):
    bench = await Bench(dut).start()
    for wait in (0, 8, 44):
        for base in (KEY, DIN):
            for order in ([random.randrange(4)], random.sample(range(4), 3)):
                old, new = (rand_words(), rand_words()), (rand_words(), rand_words())
                part = 0 if base == KEY else 1
                new[1 - part][:] = old[1 - part]
                for i in range(4):
                    if i not in order:
                        new[part][i] = old[part][i]
                then = random.choice(([], [(CTRL, START)]))
                writes = [(base + 4 * i, new[part][i]) for i in order] + then
                seen = await interfere(bench, wait, writes, *old)
                if not seen:
                    continue
                results, taken = seen
                allowed = [aes(*old), aes(*new)]
                assert all(r in allowed for r in results), (
                    "a word written in a run was mixed into it"
                )
                held = [list(old[0]), list(old[1])]  # key and block after the run
                for i, was_taken in zip(order, taken, strict=False):
                    if was_taken:
                        held[part][i] = new[part][i]
                await write(bench, CTRL, START)
                result = await wait_result(bench)
                assert not result or result[0] in allowed + [aes(*held)], (
                    "a wrong result after the run"
                )


async def latency(bench, key, block):
    """The cycles that a run on words just loaded takes."""
    await load(bench, key, block)
    await write(bench, CTRL, START)
    return (await wait_result(bench))[1]


PATTERNS = [
    [0] * 4,
    [0xFFFFFFFF] * 4,
    [0x63636363] * 4,
    [0x52525252] * 4,
    [1, 0, 0, 0],
    [0, 0, 0, 1 << 31],
]


@cocotb.test()
async def s5_values_do_not_change_the_latency(dut):
    bench = await Bench(dut).start()
    seen = set()
    for key, block in [(k, b) for k in PATTERNS[:2] for b in PATTERNS] + [
        (rand_words(), rand_words())
    ] * 4:
        await write(bench, CTRL, CLEAR)
        seen.add(await latency(bench, key, block))
    assert len(seen) == 1, f"a run after CLEAR takes {sorted(seen)} cycles, depending on values"


@cocotb.test()
async def s5_equal_words_do_not_change_the_latency(dut):
    bench = await Bench(dut).start()
    for part in ([0], [3], [0, 1, 2, 3]):
        for base in (KEY, DIN):
            seen = set()
            for same in (True, False, True):
                await write(bench, CTRL, CLEAR)
                key, block = rand_words(), rand_words()
                await latency(bench, key, block)
                values = key if base == KEY else block
                for i in part:
                    await write(bench, base + 4 * i, values[i] if same else values[i] ^ 1)
                await write(bench, CTRL, START)
                seen.add((await wait_result(bench))[1])
            assert len(seen) == 1, (
                "the latency tells whether a word equals the one that was loaded before"
            )
