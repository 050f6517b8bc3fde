"""Functional tests of the boot sequencer: a model says every output in every cycle."""

import random

import cocotb

from hdl_agent.simulation.drivers import Bench

OUTPUTS = ["ld_req", "vf_req", "cpu_run", "mem_we", "mem_rd", "busy", "fail", "attempt", "cause"]
INPUTS = [
    "start",
    "restart",
    "retries",
    "ld_done",
    "ld_err",
    "ld_we",
    "vf_done",
    "vf_ok",
    "cpu_req",
]


class Boot:
    """The block and its model, cycle by cycle. Inputs that are not named are 0, retries stays."""

    def __init__(self, bench):
        self.bench = bench
        self.retries = 0
        self.forget()

    def forget(self):
        self.phase, self.attempt, self.cause, self.limit, self.waited = "idle", 0, 0, 0, 0

    async def reset(self, cycles=4):
        await self.bench.cycle(**dict.fromkeys(INPUTS, 0) | {"retries": self.retries})
        await self.bench.reset(cycles)
        self.forget()

    async def cycle(self, **inputs):
        self.retries = inputs.get("retries", self.retries)
        applied = dict.fromkeys(INPUTS, 0) | {"retries": self.retries} | inputs
        out = await self.bench.cycle(**applied)
        expected = self.outputs(applied)
        for name in OUTPUTS:
            assert getattr(out, name) == expected[name], (
                f"{name} is {getattr(out, name)} in {self.phase}, attempt {self.attempt}"
            )
        self.step(applied)

    async def idle(self, cycles, **inputs):
        for _ in range(cycles):
            await self.cycle(**inputs)

    def outputs(self, now):
        phase = self.phase
        return {
            "ld_req": int(phase == "load"),
            "vf_req": int(phase == "verify"),
            "cpu_run": int(phase == "run"),
            "mem_we": int(phase == "load" and now["ld_we"]),
            "mem_rd": int(phase == "run" and now["cpu_req"]),
            "busy": int(phase in ("load", "verify", "pause")),
            "fail": int(phase == "failed"),
            "attempt": self.attempt,
            "cause": self.cause,
        }

    def step(self, now):
        phase = self.phase
        self.waited += 1
        if (phase == "idle" and now["start"]) or (phase == "run" and now["restart"]):
            self.attempt, self.cause, self.limit = 0, 0, now["retries"]
            self.go("load")
        elif phase == "pause":
            self.go("load")
        elif phase == "load" and now["ld_err"]:
            self.failed(1)
        elif phase == "load" and now["ld_done"]:
            self.go("verify")
        elif phase == "verify" and now["vf_done"]:
            if now["vf_ok"]:
                self.go("run")
            else:
                self.failed(2)
        elif phase in ("load", "verify") and self.waited == 32:
            self.failed(3)

    def go(self, phase):
        self.phase, self.waited = phase, 0

    def failed(self, cause):
        self.cause = cause
        if self.attempt < self.limit:
            self.attempt += 1
            self.go("pause")
        else:
            self.go("failed")


async def begin(dut):
    boot = Boot(await Bench(dut).start())
    await boot.cycle()
    return boot


@cocotb.test()
async def f1_idles_until_start(dut):
    boot = await begin(dut)
    await boot.idle(40)
    await boot.idle(3, retries=3)
    await boot.cycle(start=1)
    await boot.idle(3)


@cocotb.test()
async def f1_start_is_ignored_elsewhere(dut):
    boot = await begin(dut)
    await boot.idle(4, start=1, retries=1)
    await boot.cycle(start=1, ld_done=1)
    await boot.idle(3, start=1)
    await boot.cycle(start=1, vf_done=1)
    await boot.cycle(start=1)
    await boot.cycle(start=1, ld_done=1)
    await boot.cycle(start=1, vf_done=1, vf_ok=1)
    await boot.idle(5, start=1)
    await boot.idle(2, start=0)
    await boot.idle(2, start=1)
    assert boot.phase == "run"


@cocotb.test()
async def f1_reset_in_each_phase(dut):
    boot = await begin(dut)
    paths = (
        [],
        [{"ld_done": 1}],
        [{"ld_err": 1}],
        [{"ld_done": 1}, {"vf_done": 1, "vf_ok": 1}],
        [{"ld_err": 1}, {}, {"ld_err": 1}],
    )
    for path in paths:
        for cycles in (1, 2):
            await boot.cycle(start=1, retries=1)
            for inputs in path:
                await boot.cycle(**inputs)
            await boot.reset(cycles)
            await boot.idle(2)


@cocotb.test()
async def f2_load(dut):
    boot = await begin(dut)
    for wait in (0, 1, 2, 7, 30):
        await boot.cycle(start=1)
        for step in range(wait):
            await boot.cycle(ld_we=step & 1)
        await boot.cycle(ld_done=1, ld_we=1)
        await boot.idle(3)
        await boot.reset()


@cocotb.test()
async def f2_load_error_wins(dut):
    boot = await begin(dut)
    await boot.cycle(start=1, retries=2)
    await boot.cycle(ld_err=1, ld_we=1)
    await boot.cycle()
    await boot.idle(3, ld_we=1)
    await boot.cycle(ld_err=1, ld_done=1)
    await boot.cycle()
    await boot.cycle(ld_done=1)
    await boot.idle(2)
    assert boot.phase == "verify"


@cocotb.test()
async def f3_good_image_runs(dut):
    boot = await begin(dut)
    for wait in (0, 1, 5, 30):
        await boot.cycle(start=1)
        await boot.cycle(ld_done=1)
        await boot.idle(wait)
        await boot.cycle(vf_done=1, vf_ok=1)
        for step in range(40):
            await boot.cycle(cpu_req=(step >> 1) & 1)
        await boot.reset()


@cocotb.test()
async def f3_bad_image_does_not_run(dut):
    boot = await begin(dut)
    for wait in (0, 3, 30):
        await boot.cycle(start=1)
        await boot.cycle(ld_done=1)
        await boot.idle(wait)
        await boot.cycle(vf_done=1)
        await boot.idle(3)
        await boot.reset()


@cocotb.test()
async def f4_attempts(dut):
    boot = await begin(dut)
    for retries in (0, 1, 2, 3):
        await boot.cycle(start=1, retries=retries)
        for number in range(retries + 1):
            assert (boot.phase, boot.attempt) == ("load", number)
            await boot.cycle()
            if number & 1:
                await boot.cycle(ld_err=1)
            else:
                await boot.cycle(ld_done=1)
                await boot.cycle(vf_done=1)
            await boot.cycle()
        await boot.idle(40, start=1)
        await boot.idle(5)
        assert boot.phase == "failed"
        await boot.reset()


@cocotb.test()
async def f4_last_attempt_succeeds(dut):
    boot = await begin(dut)
    for retries in (1, 2, 3):
        await boot.cycle(start=1, retries=retries)
        for _ in range(retries):
            await boot.cycle(ld_err=1)
            await boot.cycle()
        await boot.cycle(ld_done=1)
        await boot.cycle(vf_done=1, vf_ok=1)
        await boot.idle(3, cpu_req=1)
        assert boot.phase == "run"
        await boot.reset()


@cocotb.test()
async def f5_causes(dut):
    boot = await begin(dut)
    await boot.cycle(start=1, retries=3)
    await boot.cycle(ld_err=1)
    await boot.cycle()
    await boot.cycle(ld_done=1)
    await boot.idle(32)
    await boot.cycle()
    await boot.cycle(ld_done=1)
    await boot.cycle(vf_done=1)
    await boot.idle(3)
    await boot.cycle(ld_done=1)
    await boot.cycle(vf_done=1, vf_ok=1)
    await boot.idle(3)
    assert boot.cause == 2
    await boot.cycle(restart=1)
    await boot.idle(3)
    assert boot.cause == 0


@cocotb.test()
async def f5_cause_in_failed(dut):
    boot = await begin(dut)
    for cause in (1, 2, 3):
        await boot.cycle(start=1, retries=0)
        if cause == 1:
            await boot.cycle(ld_err=1)
        else:
            await boot.cycle(ld_done=1)
        if cause == 2:
            await boot.cycle(vf_done=1)
        if cause == 3:
            await boot.idle(32)
        await boot.idle(3)
        assert (boot.phase, boot.cause) == ("failed", cause)
        await boot.reset()


@cocotb.test()
async def f6_no_answer(dut):
    boot = await begin(dut)
    await boot.cycle(start=1, retries=2)
    await boot.idle(33)
    await boot.idle(31)
    await boot.cycle(ld_done=1)
    await boot.idle(32)
    await boot.cycle()
    await boot.idle(32)
    await boot.idle(3)
    assert (boot.phase, boot.attempt) == ("failed", 2)


@cocotb.test()
async def f6_answer_in_the_last_cycle(dut):
    boot = await begin(dut)
    await boot.cycle(start=1, retries=2)
    await boot.idle(31)
    await boot.cycle(ld_err=1)
    await boot.cycle()
    await boot.idle(31)
    await boot.cycle(ld_done=1)
    await boot.idle(31)
    await boot.cycle(vf_done=1)
    await boot.cycle()
    await boot.idle(31)
    await boot.cycle(ld_done=1)
    await boot.idle(31)
    await boot.cycle(vf_done=1, vf_ok=1)
    await boot.idle(2)
    assert boot.phase == "run"


@cocotb.test()
async def f7_restart(dut):
    boot = await begin(dut)
    await boot.cycle(start=1, retries=0)
    await boot.cycle(ld_done=1)
    await boot.cycle(vf_done=1, vf_ok=1)
    await boot.cycle()
    for retries in (2, 0, 3, 1):
        await boot.cycle(restart=1, retries=retries)
        for _ in range(retries):
            await boot.cycle()
            await boot.cycle(ld_err=1)
            await boot.cycle()
        await boot.cycle(ld_done=1)
        await boot.cycle(vf_done=1, vf_ok=1)
        await boot.idle(2, cpu_req=1)
        assert (boot.phase, boot.attempt) == ("run", retries)
    await boot.cycle(restart=1, cpu_req=1)
    await boot.cycle(ld_done=1)
    await boot.cycle(vf_done=1)
    await boot.cycle()
    await boot.cycle(ld_err=1)
    await boot.idle(3)
    assert boot.phase == "failed"


@cocotb.test()
async def f7_random(dut):
    boot = await begin(dut)
    for _ in range(80):
        boot.retries = random.randrange(4)
        answer = random.choice((0.02, 0.2, 0.7))
        good = random.choice((0.2, 0.8))
        for _ in range(random.randrange(20, 80)):
            inputs = {"start": random.getrandbits(1)}
            if boot.phase == "load":
                inputs["ld_we"] = random.getrandbits(1)
                if random.random() < answer:
                    inputs |= random.choice(
                        ({"ld_done": 1}, {"ld_done": 1}, {"ld_err": 1}, {"ld_err": 1, "ld_done": 1})
                    )
            elif boot.phase == "verify" and random.random() < answer:
                inputs |= {"vf_done": 1, "vf_ok": int(random.random() < good)}
            elif boot.phase == "run":
                inputs |= {"cpu_req": random.getrandbits(1), "retries": random.randrange(4)}
                inputs["restart"] = int(random.random() < 0.3)
            await boot.cycle(**inputs)
        await boot.reset(1)
