import cocotb

from hdl_agent.simulation.drivers import Bench


@cocotb.test()
async def s1_write_to_a_locked_register(dut):
    bench = await Bench(dut).start()
    await bench.cycle(we=1, wdata=5)
    await bench.cycle(we=0, lock=1)
    await bench.cycle(lock=0, we=1, wdata=10)
    assert (await bench.cycle(we=0)).rdata == 5, "the locked register took a write"
