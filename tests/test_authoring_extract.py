"""From an answer to Verilog: whatever a model puts around it."""

import pytest

from hdl_agent.authoring.extract import extract

TOP = "module m(input a);\nendmodule\n"
OTHER = "module helper(input a);\nendmodule\n"
USES = "module m(input a);\n  helper h (.a(a));\nendmodule\n"

CASES = {
    "one block": (f"Here it is:\n```verilog\n{TOP}```\nDone.", TOP),
    "no language": (f"```\n{TOP}```", TOP),
    "SystemVerilog": (f"```systemverilog\n{TOP}```", TOP),
    "tildes": (f"~~~verilog\n{TOP}~~~", TOP),
    "a draft, then the answer": (
        f"```verilog\n// draft\n{TOP}```\nbetter:\n```verilog\n{TOP}```",
        TOP,
    ),
    "a usage example after it": (f"```verilog\n{TOP}```\n```bash\niverilog m.v\n```", TOP),
    "a helper in a block of its own": (
        f"```verilog\n{OTHER}```\n```verilog\n{USES}```",
        f"{OTHER}\n{USES}",
    ),
    "an unused module elsewhere": (f"```verilog\n{OTHER}```\n```verilog\n{TOP}```", TOP),
    "no fence": (f"Sure.\n\n{TOP}\nGood luck.", TOP),
    "another name": (f"```verilog\n{OTHER}```", OTHER),
    "Windows line ends": (f"```verilog\n{TOP}```".replace("\n", "\r\n"), TOP.replace("\n", "\r\n")),
    "only prose": ("I cannot help with that module.", None),
    "nothing": ("", None),
    "an unclosed fence": (f"```verilog\n{TOP}", TOP),
}


@pytest.mark.parametrize("name", CASES)
def test_the_verilog_is_found(name: str) -> None:
    answer, wanted = CASES[name]
    found = extract(answer, "m")
    assert (found or "").strip() == (wanted or "").strip()
