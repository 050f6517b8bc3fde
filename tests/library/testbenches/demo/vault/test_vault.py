import random

import cocotb

from hdl_agent.simulation.drivers import Bench


@cocotb.test()
async def f1_takes_what_is_written(dut):
    bench = await Bench(dut).start()
    for _ in range(20):
        value = random.randrange(16)
        await bench.cycle(we=1, wdata=value)
        assert (await bench.cycle(we=0)).rdata == value
    await bench.cycle(we=1, wdata=15)
    assert (await bench.cycle(we=0)).rdata == 15


@cocotb.test()
async def f2_flag(dut):
    bench = await Bench(dut).start()
    assert (await bench.cycle(lock=1)).locked == 0
    assert (await bench.cycle(lock=0)).locked == 1
    await bench.cycle(clear=1, lock=1)
    assert (await bench.cycle(clear=0, lock=0)).locked == 0
