"""Both simulators on the same tests; what ends a simulation early fails every test."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from hdl_agent.simulation import tests as modules
from hdl_agent.simulation.icarus import Icarus
from hdl_agent.simulation.result import Ended, read_results
from hdl_agent.simulation.simulate import Simulator, simulate
from hdl_agent.simulation.verilator import Verilator
from hdl_agent.tasks.library import Block

SIMULATORS = [
    pytest.param(
        Icarus(),
        id="icarus",
        marks=pytest.mark.skipif(not Icarus.installed(), reason="Icarus is not installed"),
    ),
    pytest.param(
        Verilator(),
        id="verilator",
        marks=pytest.mark.skipif(shutil.which("g++") is None, reason="no C++ compiler"),
    ),
]


@pytest.mark.parametrize("simulator", SIMULATORS)
def test_the_reference_passes_and_a_broken_design_fails_its_test(
    simulator: Simulator, vault: Block, tmp_path: Path
) -> None:
    for number, (design, failed) in enumerate(
        [
            (vault.reference, set()),
            (vault.broken[0], {"f1_takes_what_is_written"}),
            (vault.broken[1], {"f2_flag"}),
        ]
    ):
        seen = simulate(simulator, [design], vault.task, vault.tests, tmp_path / str(number))
        assert seen.ended is Ended.FINISHED
        assert {test.name for test in seen.tests if not test.passed} == failed


@pytest.mark.parametrize("simulator", SIMULATORS)
def test_a_design_that_does_not_build_passes_nothing(
    simulator: Simulator, vault: Block, tmp_path: Path, verilog: Callable[..., Path]
) -> None:
    design = verilog("module vault(input clk; endmodule")
    seen = simulate(simulator, [design], vault.task, vault.tests, tmp_path / "scratch")
    assert seen.ended is Ended.NOT_BUILT
    assert [test.passed for test in seen.tests] == [False, False]


@pytest.mark.parametrize("simulator", SIMULATORS)
def test_a_design_that_ends_the_simulation_passes_nothing(
    simulator: Simulator, vault: Block, tmp_path: Path, verilog: Callable[..., Path]
) -> None:
    """The gate would have rejected it; the judge does not rely on that alone."""
    text = vault.reference.read_text().replace(
        "endmodule", 'initial begin $display("PASS=2 FAIL=0"); $finish; end\nendmodule'
    )
    seen = simulate(simulator, [verilog(text)], vault.task, vault.tests, tmp_path / "scratch")
    assert not any(test.passed for test in seen.tests)


@pytest.mark.skipif(not Icarus.installed(), reason="Icarus is not installed")
def test_undefined_outputs_are_wrong(
    vault: Block, tmp_path: Path, verilog: Callable[..., Path]
) -> None:
    text = vault.reference.read_text().replace("rdata <= 4'd0;", "rdata <= 4'dx;")
    seen = simulate(Icarus(), [verilog(text)], vault.task, vault.tests, tmp_path / "scratch")
    assert seen.tests[0].passed
    text = text.replace("rdata <= wdata", "rdata <= {wdata[3:1], 1'bx}")
    seen = simulate(Icarus(), [verilog(text)], vault.task, vault.tests, tmp_path / "again")
    assert "undefined" in seen.tests[0].message


@pytest.mark.parametrize("simulator", SIMULATORS)
def test_an_explained_failure_has_its_values_and_a_waveform(
    simulator: Simulator, vault: Block, tmp_path: Path
) -> None:
    task, tests = vault.task, vault.tests
    plain = simulate(simulator, [vault.broken[0]], task, tests, tmp_path / "plain")
    assert not (tmp_path / "plain" / simulator.waves).exists()
    seen = simulate(simulator, [vault.broken[0]], task, tests, tmp_path / "seen", explain=True)
    assert [test.passed for test in seen.tests] == [test.passed for test in plain.tests]
    assert "assert 5 == 13" in seen.tests[0].message
    assert (tmp_path / "seen" / simulator.waves).stat().st_size > 0


def test_a_test_module_may_use_pytest(vault: Block, tmp_path: Path) -> None:
    module = tmp_path / "test_it.py"
    module.write_text(
        "import cocotb, pytest\n"
        "@cocotb.test()\nasync def f1_a(dut):\n"
        "    with pytest.raises(KeyError): {}[0]\n"
        "@cocotb.test()\nasync def f2_b(dut):\n"
        "    with pytest.raises(KeyError): pass\n"
    )
    seen = simulate(SIMULATORS[0].values[0], [vault.reference], vault.task, [module], tmp_path)
    assert [test.passed for test in seen.tests] == [True, False]


def test_tests_are_found_without_running_the_module(tmp_path: Path) -> None:
    module = tmp_path / "test_it.py"
    module.write_text(
        "import cocotb\nraise SystemExit\n@cocotb.test()\nasync def f1_a(dut): ...\n"
        "async def f2_helper(dut): ...\n@cocotb.test()\nasync def f2_b(dut): ...\n"
    )
    assert modules.tests_in(module) == ["f1_a", "f2_b"]
    module.write_text("def broken(")
    with pytest.raises(modules.BadTestModule, match=r"test_it\.py"):
        modules.tests_in(module)


def test_a_test_that_does_not_report_has_failed() -> None:
    text = '<testsuites><testsuite><testcase name="f1_a"/></testsuite></testsuites>'
    found = read_results(text, ["f1_a", "f2_b"])
    assert found is not None
    assert [test.passed for test in found] == [True, False]
    assert read_results("PASS", ["f1_a"]) is None
