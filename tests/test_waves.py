"""Waveforms: a dump as a simulator writes it, WaveJSON, the table, the picture."""

import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import ValidationError

from hdl_agent.waves import vcd
from hdl_agent.waves.svg import draw
from hdl_agent.waves.table import table
from hdl_agent.waves.vcd import sample
from hdl_agent.waves.waveform import VIOLATION, Head, Row, Waveform, clock_row, row

EVIL = "<script>alert(1)</script>&\"'\x1b[31m\u202e"

DUMP = """$date today $end $timescale 1ns $end
$scope module top $end
$var reg 1 ! clk $end
$var wire 8 " q [7:0] $end
$scope module sub $end
$var wire 1 # evil<&> $end
$var wire 4 $ q [3:0] $end
$upscope $end
$upscope $end
$enddefinitions $end
$comment 1! b0 " $end
$dumpvars
0! bx " z# b1x $
$end
#5
b101 "
1!
#10
0!
#15
1!
b11 "
1#
#20
"""


def test_samples_are_what_settled_before_the_edge(tmp_path: Path) -> None:
    path = tmp_path / "wave.vcd"
    path.write_text(DUMP)
    found = sample(path, "top.clk", ["top.q", "top.sub.q", "top.sub.evil<&>", "top.none"])
    assert found == {
        "top.q": ["xxxxxxxx", "00000101"],
        "top.sub.q": ["001x", "001x"],
        "top.sub.evil<&>": ["z", "z"],
    }


def test_no_clock_no_file_or_too_large_a_file_give_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "wave.vcd"
    assert sample(path, "top.clk", ["top.q"]) == {}
    path.write_text(DUMP)
    assert sample(path, "top.clock", ["top.q"]) == {}
    monkeypatch.setattr(vcd, "LARGEST", 10)
    assert sample(path, "top.clk", ["top.q"]) == {}


@pytest.mark.skipif(shutil.which("iverilog") is None, reason="no Icarus")
def test_a_dump_of_icarus(verilog: Callable[..., Path], tmp_path: Path) -> None:
    verilog("""module top; reg clk = 0; reg [7:0] n = 250; wire odd = n[0];
    always @(posedge clk) n <= n + 3;
    initial begin $dumpfile("wave.vcd"); $dumpvars; repeat (8) #5 clk = !clk; end
    endmodule""")
    build = "iverilog -o sim design.v && vvp -n sim"
    subprocess.run(build, shell=True, cwd=tmp_path, check=True, capture_output=True)
    found = sample(tmp_path / "wave.vcd", "top.clk", ["top.n", "top.odd"])
    assert [int(value, 2) for value in found["top.n"]] == [250, 253, 0, 3]
    assert found["top.odd"] == ["0", "1", "0", "1"]


def test_wavejson_says_each_change_once() -> None:
    assert row("a", ["x", "0", "0", "1"]) == Row(name="a", wave="x0.1")
    bus = row("b", ["xxxxx", "00001", "00001", "1x001", "zzzzz", "11111"])
    assert bus == Row(name="b", wave="x=.=z=", data=("01", "1x", "1f"))
    assert bus.values == ["x", "01", "01", "1x", "z", "1f"]
    assert clock_row("clk", 3).wave == "p.."


def test_what_is_no_waveform_is_refused() -> None:
    head = Head(text="it", tick=1)
    for signal in (
        (),
        (Row(name="a", wave="01"), Row(name="b", wave="0")),
    ):
        with pytest.raises(ValidationError):
            Waveform(signal=signal, head=head)
    for wave in ("", ".0", "0\n", "<svg", "0" * 1001):
        with pytest.raises(ValidationError):
            Row(name="a", wave=wave)


def waveform(*rows: Row, first: int = 1) -> Waveform:
    return Waveform(signal=rows, head=Head(text=f"it {EVIL}", tick=first))


WIDE = [f"{n * 0x123456789ABCDEF % 2**64:064b}" for n in range(16)]


def test_the_table_stays_within_its_width_and_keeps_the_end() -> None:
    shown = waveform(
        clock_row("clk", 16),
        row("key", WIDE),
        row("x" * 300, ["0"] * 16),
        row(VIOLATION, ["0"] * 15 + ["1"]),
        first=9,
    )
    lines = table(shown, width=100).splitlines()
    assert max(map(len, lines)) <= 100
    assert len(lines) == 4
    assert lines[0].endswith("24*")
    assert lines[1].endswith(f"{int(WIDE[-1], 2):016x}")
    assert lines[3].endswith("1")
    assert len(table(shown, width=1).splitlines()[0].split()) == 2, "one cycle at least"


def test_what_stays_is_a_dot() -> None:
    shown = waveform(row("a", ["0000", "0000", "1010"]), row("b", ["1", "0", "0"]))
    assert table(shown) == "cycle  1  2  3\na      0  .  a\nb      1  0  ."


def test_the_picture_is_xml_and_shows_names_as_text() -> None:
    shown = waveform(
        clock_row(EVIL, 3),
        row(EVIL, ["0", "x", "1"]),
        row("q", ["00000001", "00000010", "00000010"], twin="q_b"),
        row("q_b", ["00000001", "00000011", "xxxxxxxx"], twin="q"),
        row(VIOLATION, ["0", "0", "1"]),
        first=7,
    )
    picture = draw(shown)
    root = ET.fromstring(picture)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "<script" not in picture
    texts = ["".join(node.itertext()) for node in root.iter() if node.tag.endswith("}text")]
    assert {"7", "8", "9", "q", "q_b", "01", "02", "03", VIOLATION} <= set(texts)
    assert any("<script>alert(1)" in text for text in texts)
    filled = [node.get("fill") for node in root.iter() if node.tag.endswith("}rect")]
    assert filled.count("#fbe4e1") == 1, "one cycle with a violation"
    assert filled.count("#ffe9a8") == 4, "two cycles in which the copies differ, in both"
