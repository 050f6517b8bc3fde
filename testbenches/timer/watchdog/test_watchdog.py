"""Functional tests of the watchdog."""

import random

import cocotb

from hdl_agent.simulation.drivers import Apb, Bench

CTRL, PERIOD, WINDOW, WARNAT, PRESCALE, KICK, LOCK, STATUS, COUNT = range(0, 0x24, 4)
SETTINGS = (CTRL, PERIOD, WINDOW, WARNAT, PRESCALE)
WIDTHS = {CTRL: 4, PERIOD: 16, WINDOW: 16, WARNAT: 16, PRESCALE: 8}
RESET = {CTRL: 0, PERIOD: 0xFFFF, WINDOW: 0xFFFF, WARNAT: 0, PRESCALE: 0}
EN, IRQEN, WINEN, DBGHOLD = 1, 2, 4, 8
WARN, EARLY, EXPIRED = 1, 2, 4
KEY = 0x5A17


class Model:
    """The watchdog as the data sheet has it, cycle by cycle."""

    def __init__(self):
        self.regs = dict(RESET)
        self.count = 0xFFFF
        self.prescaler = 0
        self.status = 0
        self.reset = 0

    def read(self, address):
        if address in self.regs:
            return self.regs[address]
        return {STATUS: self.status, COUNT: self.count}.get(address, 0)

    def outputs(self):
        return int(bool(self.status & WARN and self.regs[CTRL] & IRQEN)), self.reset

    def clock(self, write=None, debug=0, sleep=0, warm=0):
        """One rising edge; ``write``: (address, data) in an access cycle."""
        ctrl, period = self.regs[CTRL], self.regs[PERIOD]
        held = sleep or warm or (debug and ctrl & DBGHOLD)
        running = ctrl & EN and not self.reset and not held
        address, data = write or (None, 0)
        kick = address == KICK and data & 0xFFFF == KEY and ctrl & EN and not self.reset
        set_flags, restart = 0, False
        if kick:
            if ctrl & WINEN and self.count > self.regs[WINDOW]:
                set_flags = EARLY
            else:
                restart = True
        elif running and self.prescaler >= self.regs[PRESCALE]:
            self.prescaler = 0
            if self.count == 0:
                set_flags = EXPIRED
            else:
                self.count -= 1
                if self.count == self.regs[WARNAT]:
                    set_flags = WARN
        elif running:
            self.prescaler += 1
        if address == STATUS:
            self.status &= ~data
        if address in self.regs:
            self.regs[address] = data & (1 << WIDTHS[address]) - 1
            restart = restart or (address == CTRL and data & EN and not ctrl & EN)
        self.status |= set_flags
        if set_flags & (EARLY | EXPIRED):
            self.reset = 1
        if warm:
            self.reset = 0
            self.status &= ~WARN
        if restart or warm:
            self.count, self.prescaler = period, 0


class Checked:
    """A bench beside the model: every cycle's outputs are compared."""

    def __init__(self, bench):
        self.bench = bench
        self.model = Model()
        self.side = {"debug": 0, "sleep": 0, "warm": 0}

    async def cycle(self, write=None, **inputs):
        self.side.update({k: v for k, v in inputs.items() if k in self.side})
        out = await self.bench.cycle(**inputs)
        assert (out.warn_irq, out.wdt_reset) == self.model.outputs()
        self.model.clock(write, **self.side)
        return out

    async def idle(self, cycles):
        for _ in range(cycles):
            await self.cycle()

    async def write(self, address, data):
        await self.cycle(psel=1, penable=0, pwrite=1, paddr=address, pwdata=data)
        out = await self.cycle(write=(address, data), penable=1)
        assert (out.pready, out.pslverr, out.prdata) == (1, 0, 0)
        await self.cycle(psel=0, penable=0, pwrite=0)

    async def read(self, address):
        await self.cycle(psel=1, penable=0, pwrite=0, paddr=address)
        expected = self.model.read(address)
        out = await self.cycle(penable=1)
        assert (out.pready, out.pslverr, out.prdata) == (1, 0, expected), f"read of {address:#x}"
        await self.cycle(psel=0, penable=0)
        return out.prdata

    async def set_up(self, ctrl, period, window=0xFFFF, warnat=0, prescale=0):
        for address, value in zip(SETTINGS, (0, period, window, warnat, prescale), strict=True):
            await self.write(address, value)
        await self.write(CTRL, ctrl)

    async def warm(self, cycles=1):
        await self.cycle(warm=1)
        await self.idle(cycles - 1)
        await self.cycle(warm=0)


async def start(dut):
    return Checked(await Bench(dut).start())


@cocotb.test()
async def f1_handshake(dut):
    bench = await Bench(dut).start()
    apb = Apb(bench)
    out = await bench.idle(2)
    assert (out.pready, out.pslverr, out.prdata) == (0, 0, 0)
    out = await bench.cycle(psel=1, penable=0, pwrite=0, paddr=PERIOD)
    assert (out.pready, out.pslverr, out.prdata) == (0, 0, 0), "setup cycle"
    out = await bench.cycle(penable=1)
    assert (out.pready, out.pslverr, out.prdata) == (1, 0, 0xFFFF), "access cycle"
    out = await bench.cycle(psel=0, penable=0)
    assert (out.pready, out.pslverr, out.prdata) == (0, 0, 0), "after the transfer"
    out = await bench.cycle(psel=1, penable=0, pwrite=1, paddr=PERIOD, pwdata=0x1234)
    assert (out.pready, out.pslverr, out.prdata) == (0, 0, 0)
    out = await bench.cycle(penable=1)
    assert (out.pready, out.pslverr, out.prdata) == (1, 0, 0), "a write reads 0"
    # The next transfer's setup cycle may follow at once.
    out = await bench.cycle(penable=0, pwrite=0)
    assert (out.pready, out.pslverr, out.prdata) == (0, 0, 0)
    out = await bench.cycle(penable=1)
    assert (out.pready, out.pslverr, out.prdata) == (1, 0, 0x1234)
    # A setup cycle without an access cycle writes nothing.
    await bench.cycle(penable=0, pwrite=1, paddr=PERIOD, pwdata=0x9999)
    await bench.cycle(psel=0, penable=0, pwrite=0)
    assert await apb.read(PERIOD) == 0x1234


@cocotb.test()
async def f1_refusals(dut):
    bench = await Bench(dut).start()
    apb = Apb(bench)
    for address in (0x24, 0x28, 0x2C, 0x30, 0x40, 0x44, 0x60, 0x80, 0x84, 0x98, 0xFC):
        out = await apb.transfer(False, address)
        assert (out.pslverr, out.prdata) == (1, 0), f"read of {address:#x}"
        assert await apb.write(address, 0xFFFFFFFF) == 1, f"write of {address:#x}"
    assert await apb.write(COUNT, 5) == 1
    assert await apb.read(COUNT) == 0xFFFF
    for address, value in RESET.items():
        assert await apb.read(address) == value
    for address in range(0, 0x24, 4):
        assert (await apb.transfer(False, address)).pslverr == 0
    assert await apb.read(KICK) == await apb.read(LOCK) == await apb.read(STATUS) == 0
    # Bits 1:0 of the address do not matter.
    assert await apb.write(WINDOW + 3, 0xABCD) == 0
    assert await apb.read(WINDOW + 1) == 0xABCD


@cocotb.test()
async def f2_settings_read_back(dut):
    top = await start(dut)
    for address in SETTINGS:
        assert await top.read(address) == RESET[address]
    for _ in range(4):
        for address in SETTINGS:
            await top.write(address, random.getrandbits(32) & ~(EN if address == CTRL else 0))
        for address in SETTINGS:
            await top.read(address)
    for value in (0xFFFFFFFF, 0xFFFF5555, 0xAAAA):
        for address in SETTINGS[1:]:
            await top.write(address, value)
            assert await top.read(address) == value & (1 << WIDTHS[address]) - 1
    await top.write(CTRL, 0xFFFFFFFE)
    assert await top.read(CTRL) == 0xE
    await top.bench.reset()
    top.model = Model()
    for address in (*SETTINGS, COUNT, STATUS, LOCK):
        await top.read(address)


@cocotb.test()
async def f3_expiry(dut):
    top = await start(dut)
    for period, prescale in ((0, 0), (1, 0), (5, 0), (0, 3), (3, 2), (2, 9)):
        await top.set_up(EN, period, prescale=prescale)
        await top.idle((period + 1) * (prescale + 1) + 3)
        assert top.model.reset == 1
        assert await top.read(STATUS) == EXPIRED | WARN if period else EXPIRED
        await top.write(STATUS, EXPIRED)
        await top.read(STATUS)
        await top.write(CTRL, 0)
        assert (await top.cycle()).wdt_reset == 1
        await top.warm()
        await top.idle(3)


@cocotb.test()
async def f3_exact_cycle(dut):
    """Without the model: PERIOD = 2 and PRESCALE = 1 make six cycles."""
    bench = await Bench(dut).start()
    apb = Apb(bench)
    await apb.write(PERIOD, 2)
    await apb.write(PRESCALE, 1)
    await bench.cycle(psel=1, penable=0, pwrite=1, paddr=CTRL, pwdata=EN)
    await bench.cycle(penable=1)
    seen = [(await bench.cycle(psel=0, penable=0)).wdt_reset]
    seen += [(await bench.cycle()).wdt_reset for _ in range(8)]
    assert seen == [0] * 6 + [1] * 3
    assert await apb.read(COUNT) == 0


@cocotb.test()
async def f3_enable_and_settings(dut):
    top = await start(dut)
    await top.set_up(EN, 40, prescale=1)
    await top.idle(5)
    await top.write(CTRL, EN | IRQEN)  # EN does not change
    await top.read(COUNT)
    await top.write(CTRL, IRQEN)
    await top.idle(3)
    held = await top.read(COUNT)
    assert await top.read(COUNT) == held != 40
    await top.write(CTRL, EN)
    assert await top.read(COUNT) in (38, 39)
    await top.write(PERIOD, 10)
    await top.read(COUNT)
    await top.write(PRESCALE, 200)
    await top.idle(20)
    await top.read(COUNT)
    await top.write(PRESCALE, 2)  # the prescaler is above it
    for _ in range(4):
        await top.read(COUNT)
    await top.write(KICK, KEY)
    assert await top.read(COUNT) in (9, 10)


@cocotb.test()
async def f3_wide_count(dut):
    top = await start(dut)
    await top.set_up(EN, 0x0103)
    await top.idle(0x0105)
    assert top.model.reset == 1
    await top.write(STATUS, 7)
    await top.warm()
    await top.set_up(EN, 0x8001)
    assert await top.read(COUNT) == 0x7FFF
    await top.set_up(EN, 1, prescale=255)
    await top.idle(516)
    assert top.model.reset == 1


@cocotb.test()
async def f4_kick(dut):
    top = await start(dut)
    await top.write(KICK, KEY)  # ignored: not enabled
    await top.read(COUNT)
    await top.set_up(EN, 12)
    for _ in range(5):
        await top.idle(7)
        await top.write(KICK, 0xABCD0000 | KEY)
        await top.read(COUNT)
    for value in (0, KEY + 1, KEY ^ 0x8000, 0x175A, 0xFFFFFFFF):
        await top.write(KICK, KEY)
        await top.write(KICK, value)  # ignored
        await top.read(COUNT)
    await top.idle(15)
    assert top.model.reset == 1
    await top.write(KICK, KEY)  # ignored: too late
    assert await top.read(COUNT) == 0
    assert (await top.cycle()).wdt_reset == 1


@cocotb.test()
async def f4_kick_at_the_last_step(dut):
    for_prescale = {0: range(5, 12), 2: range(20, 27)}
    top = await start(dut)
    for prescale, waits in for_prescale.items():
        for wait in waits:
            await top.set_up(EN, 7, prescale=prescale, warnat=2)
            await top.idle(wait)
            await top.write(KICK, KEY)
            await top.read(COUNT)
            await top.read(STATUS)
            await top.write(STATUS, 7)
            await top.warm()


@cocotb.test()
async def f4_window(dut):
    top = await start(dut)
    for wait in range(12):
        await top.set_up(EN | WINEN, 20, window=10)
        await top.idle(wait)
        await top.write(KICK, KEY)
        early = await top.read(STATUS) & EARLY
        await top.read(COUNT)
        assert early == (EARLY if top.model.reset else 0)
        assert early == (EARLY if wait < 8 else 0), wait
        await top.write(STATUS, EARLY)
        await top.warm()
    await top.set_up(EN, 20, window=10)  # no window mode
    await top.write(KICK, KEY)
    assert await top.read(STATUS) == 0
    # The bounds of the comparison, with the count held.
    await top.cycle(debug=1)
    for period, window in ((0x100, 0x100), (0x100, 0xFF), (0xFF, 0x100), (0x8000, 0x7FFF)):
        await top.set_up(EN | WINEN | DBGHOLD, period, window)
        await top.write(KICK, KEY)
        assert await top.read(STATUS) == (EARLY if period > window else 0)
        assert await top.read(COUNT) == period
        await top.write(STATUS, EARLY)
        await top.warm()


@cocotb.test()
async def f5_early_warning(dut):
    top = await start(dut)
    for ctrl in (EN | IRQEN, EN):
        await top.set_up(ctrl, 90, warnat=75)
        await top.idle(20)
        assert await top.read(STATUS) == WARN
        assert (await top.cycle()).warn_irq == (ctrl >> 1)
        await top.write(STATUS, EARLY | EXPIRED)
        assert await top.read(STATUS) == WARN
        await top.write(CTRL, EN | IRQEN)
        assert (await top.cycle()).warn_irq == 1
        await top.write(STATUS, WARN)
        assert (await top.cycle()).warn_irq == 0
        await top.write(KICK, KEY)
    # Cleared in the cycle in which it is set: it is set.
    for wait in range(3, 10):
        await top.set_up(EN | IRQEN, 12, warnat=4)
        await top.idle(wait)
        await top.write(STATUS, WARN)
        await top.read(STATUS)
        await top.write(CTRL, 0)
        await top.write(STATUS, 7)
        await top.warm()
    # A restart of the count at WARNAT does not set it.
    await top.set_up(EN | IRQEN, 5, warnat=5, prescale=60)
    await top.write(KICK, KEY)
    await top.write(WARNAT, 5)
    assert await top.read(STATUS) == 0
    # A kick leaves it.
    await top.set_up(EN | IRQEN, 40, warnat=35)
    await top.idle(6)
    await top.write(KICK, KEY)
    assert await top.read(STATUS) == WARN


@cocotb.test()
async def f6_lock(dut):
    bench = await Bench(dut).start()
    apb = Apb(bench)
    values = {PERIOD: 300, WINDOW: 299, WARNAT: 290, PRESCALE: 1, CTRL: EN | IRQEN | WINEN}
    assert await apb.write(LOCK, 0) == 0
    assert await apb.read(LOCK) == 0
    for address, value in values.items():
        assert await apb.write(address, value) == 0
    assert await apb.write(LOCK, 0xFFFFFFFF) == 0
    assert await apb.read(LOCK) == 1
    for address, value in values.items():
        for data in (0, 0xFFFFFFFF, value ^ 1):
            assert await apb.write(address, data) == 1
        assert await apb.read(address) == value
    assert await apb.write(LOCK, 1) == 0
    assert await apb.read(LOCK) == 1
    assert await apb.write(PERIOD, 1) == 1
    await bench.idle(10)
    assert await apb.write(KICK, KEY) == 0
    assert await apb.read(COUNT) in (299, 300)
    assert await apb.read(STATUS) == WARN
    assert (await bench.idle(1)).warn_irq == 1
    assert await apb.write(STATUS, WARN) == 0
    assert await apb.read(STATUS) == 0
    await bench.idle(700)
    assert (await bench.idle(1)).wdt_reset == 1
    await bench.reset()
    assert await apb.read(LOCK) == 0
    for address, value in values.items():
        assert await apb.read(address) == RESET[address]
        assert await apb.write(address, value) == 0
        assert await apb.read(address) == value


@cocotb.test()
async def f7_sleep(dut):
    top = await start(dut)
    await top.set_up(EN | IRQEN, 30, warnat=20, prescale=1)
    for wait in (3, 1, 30, 17, 5):
        await top.cycle(sleep=1)
        await top.idle(wait)
        await top.cycle(sleep=0)
        for address in (*SETTINGS, COUNT, STATUS):
            await top.read(address)
        await top.write(KICK, KEY)
        await top.idle(wait)
    await top.idle(70)
    await top.cycle(sleep=1)
    await top.idle(5)
    await top.cycle(sleep=0)
    assert (await top.cycle()).wdt_reset == 1
    await top.cycle(sleep=1)
    await top.cycle(warm=1)
    await top.cycle(warm=0)
    assert (await top.cycle(sleep=0)).wdt_reset == 0
    await top.read(COUNT)


@cocotb.test()
async def f7_debug(dut):
    top = await start(dut)
    for ctrl in (EN, EN | DBGHOLD):
        await top.cycle(debug=0)
        await top.set_up(ctrl, 60)
        await top.idle(3)
        await top.cycle(debug=1)
        before = await top.read(COUNT)
        after = await top.read(COUNT)
        assert (after == before) == (ctrl & DBGHOLD > 0)
        for address in (*SETTINGS, STATUS):
            await top.read(address)
        await top.write(KICK, KEY)
        await top.read(COUNT)
        await top.write(WARNAT, 50)
        await top.read(WARNAT)
        await top.cycle(debug=0)
        await top.idle(5)
        await top.read(COUNT)


@cocotb.test()
async def f7_warm_restart(dut):
    top = await start(dut)
    for early in (0, 1):
        await top.set_up(EN | IRQEN | (WINEN if early else 0), 25, window=15, warnat=3)
        if early:
            await top.idle(2)
            await top.write(KICK, KEY)
        await top.idle(30)
        assert (await top.cycle()).wdt_reset == 1
        for address in (*SETTINGS, STATUS):
            await top.read(address)
        await top.warm(1 + 2 * early)
        flags = await top.read(STATUS)
        assert flags == (EARLY | EXPIRED if early else EXPIRED)
        for address in (*SETTINGS, COUNT):
            await top.read(address)
        await top.warm()
        await top.write(CTRL, 0)
        await top.read(COUNT)
    await top.write(PERIOD, 9)
    await top.warm(2)
    assert await top.read(COUNT) == 9


@cocotb.test()
async def f3_random_operations(dut):
    top = await start(dut)
    for _ in range(250):
        what = random.choice(("settings", "kick", "kick", "status", "idle", "side", "read", "warm"))
        if what == "settings":
            address = random.choice(SETTINGS)
            limit = {CTRL: 15, PRESCALE: 3}.get(address, 31)
            value = random.randrange(limit + 1)
            await top.write(address, value | EN if address == CTRL and value > 3 else value)
        elif what == "kick":
            await top.write(KICK, random.choice((KEY, KEY, KEY, 0x5A16)))
        elif what == "status":
            await top.write(STATUS, random.randrange(8))
        elif what == "idle":
            await top.idle(random.randrange(1, 20))
        elif what == "side":
            await top.cycle(sleep=1)
            await top.idle(random.randrange(3))
            await top.cycle(sleep=0, debug=random.randrange(2))
        elif what == "warm" and (top.model.reset or random.randrange(4) == 0):
            await top.warm()
        for address in (COUNT, STATUS):
            await top.read(address)
