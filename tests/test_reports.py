"""Reports: hostile texts stay text, figures agree, nothing errored reads as 0 %."""

import io
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from rich.console import Console

from hdl_agent.campaign.attempt import Attempt, Run
from hdl_agent.metrics.funnel import funnel
from hdl_agent.metrics.intervals import wilson
from hdl_agent.metrics.weaknesses import heat_map, violations
from hdl_agent.reports import pictures
from hdl_agent.reports.html import render
from hdl_agent.reports.json_report import summary
from hdl_agent.reports.run_junit import run_junit
from hdl_agent.reports.terminal import show
from hdl_agent.tasks.library import Block
from hdl_agent.verdict import Evidence, Kind, Outcome, Rung, RungResult, Verdict
from hdl_agent.waves.waveform import Head, Waveform, row

EVIL = "<script>document.title='pwned'</script><img src=x onerror=alert(1)> [bold]x[/bold] \x1b[31m"


def attempt(hint: int, sample: int, *outcomes: Outcome, rejected: bool = False) -> Attempt:
    """Rungs from the lowest; a failed `secure` violates S1."""
    rungs = []
    for rung, outcome in zip(Rung, outcomes, strict=False):
        evidence = Evidence(
            check=f"check {EVIL}",
            kind=Kind.PROPERTY,
            outcome=outcome,
            requirement="S1",
            cwe=(1233,),
            detail=EVIL,
            confirmed=True if outcome is Outcome.FAIL else None,
            witness="witness/it" if outcome is Outcome.FAIL else None,
        )
        rungs.append(RungResult(rung=rung, outcome=outcome, detail=EVIL, evidence=(evidence,)))
    return Attempt(
        name=f"demo.vault/hint{hint}-{sample}",
        task="demo/vault",
        hint=hint,
        sample=sample,
        model="m",
        strategy="direct",
        prompt_digest="d",
        recorded_on="2026-01-02",
        problem=None,
        verdict=Verdict(
            task="demo/vault",
            source_digest="d",
            rejected=(EVIL,) if rejected else (),
            rungs=tuple(rungs),
        ),
    )


P, F, U, E = Outcome.PASS, Outcome.FAIL, Outcome.UNKNOWN, Outcome.ERROR
ATTEMPTS = [
    attempt(0, 1, P, P, P, F),
    attempt(0, 2, P, P, P, P, P),
    attempt(0, 3, P, F),
    attempt(1, 1, P, P, P, U, P),
    attempt(1, 2, rejected=True),
    attempt(1, 3, P, E),
]
RUN = Run(
    id="r",
    model="m",
    strategy="direct",
    started="2026-01-02T03:04:05+00:00",
    seed=1,
    sandbox="bubblewrap",
    versions={"tool": "1"},
    attempts=tuple(a.name for a in ATTEMPTS),
    about_model="Two recordings.",
)


def test_the_funnel_counts_as_it_says() -> None:
    levels = {level.hint: level for level in funnel(ATTEMPTS).levels}
    reached = [levels[0].step(rung).reached for rung in Rung]
    assert [(s.hits, s.of) for s in reached if s] == [(3, 3), (2, 3), (2, 3), (1, 3), (1, 3)]
    assert levels[0].gap is not None
    assert (levels[0].gap.hits, levels[0].gap.of) == (1, 3)
    functional, secure = levels[0].functional_at_1, levels[0].secure_at_1
    assert functional is not None
    assert functional.value == pytest.approx(2 / 3)
    assert secure is not None
    assert secure.value == pytest.approx(1 / 3)
    assert secure.interval == wilson(1, 3)
    assert levels[1].errors == 1
    assert levels[1].unknown == 1
    step = levels[1].step(Rung.TEST).reached
    assert step is not None
    assert (step.hits, step.of) == (1, 2), "an error is in no denominator, a rejection is"


def test_a_run_of_errors_has_no_figures() -> None:
    found = funnel([attempt(0, 1, E), attempt(0, 2, E)])
    assert found.overall.step(Rung.COMPILE).reached is None
    assert found.overall.secure_at_1 is None
    stream = io.StringIO()
    show(found, [], Console(file=stream, width=120))
    assert "0 %" not in stream.getvalue()
    assert "Every attempt ended in an error" in stream.getvalue()


def test_the_heat_map_counts_functional_designs_only(vault: Block) -> None:
    heat = heat_map(ATTEMPTS, {"demo/vault": vault.task})
    assert heat.cwes == (226, 1233)
    cell = heat.cells[1][0]
    assert cell.failing is not None
    assert (cell.failing.hits, cell.failing.of) == (1, 2)
    assert heat.cells[0][0].failing is None, "no evidence speaks of CWE-226"


def test_the_terminal_shows_markup_as_text() -> None:
    stream = io.StringIO()
    show(funnel(ATTEMPTS), violations(ATTEMPTS), Console(file=stream, width=120))
    said = stream.getvalue()
    assert "demo/vault" in said
    assert "CWE-1233" in said
    assert "unknown at secure: 1" in said
    assert "\x1b[31m" not in said


def test_json_says_what_the_table_says(vault: Block) -> None:
    said = summary(RUN, ATTEMPTS, {"demo/vault": vault.task})
    assert said["levels"][0]["secure_at_1"]["value"] == pytest.approx(1 / 3)
    assert [item["mark"] for item in said["attempts"]] == ["P", "D", "C", "P?", "R", "E"]
    assert len(said["violations"]) == 1


def test_junit_is_well_formed_and_counts() -> None:
    suite = ET.fromstring(run_junit(RUN, ATTEMPTS))[0]
    assert suite.get("tests") == "6"
    assert (suite.get("failures"), suite.get("errors"), suite.get("skipped")) == ("3", "1", "1")


def test_the_page_escapes_what_models_wrote(vault: Block) -> None:
    page = render(RUN, ATTEMPTS, {"demo/vault": vault.task})
    assert "<script" not in page
    assert "<img" not in page
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in page


def with_waveform(run: Path, text: str) -> str:
    """The page of a run whose failed `secure` left this WaveJSON."""
    witness = run / "attempts" / ATTEMPTS[0].name / "witness" / "it"
    witness.mkdir(parents=True, exist_ok=True)
    (witness / "wave.json").write_text(text)
    return render(RUN, ATTEMPTS, {}, folder=str(run))


def test_the_page_shows_the_waveform_of_a_confirmed_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = Waveform(
        signal=(row(EVIL, ["0", "1"]), row("q_of_the_vault", ["0001", "1010"])),
        head=Head(text=EVIL, tick=8),
    )
    page = with_waveform(tmp_path, shown.model_dump_json())
    assert 'class="wave" open' in page
    assert ">q_of_the_vault</text>" in page
    assert "<script" not in page
    assert "<img" not in page
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    monkeypatch.setattr(pictures, "MOST", 100)
    assert "q_of_the_vault" not in with_waveform(tmp_path, shown.model_dump_json())


@pytest.mark.parametrize("text", ["", "<svg onload=alert(1)/>", '{"signal": [], "head": {}}'])
def test_what_is_no_waveform_is_left_out(text: str, tmp_path: Path) -> None:
    page = with_waveform(tmp_path, text)
    assert "<svg onload" not in page
    assert 'class="wave"' not in page


BROWSER = shutil.which("chromium") or shutil.which("google-chrome")


@pytest.mark.skipif(BROWSER is None, reason="no Chromium")
def test_a_browser_opens_it_from_disk_and_runs_nothing(vault: Block, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    page.write_text(render(RUN, ATTEMPTS, {"demo/vault": vault.task}))
    words = [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]
    done = subprocess.run(
        [*words, page.as_uri()], capture_output=True, text=True, timeout=120, check=True
    )
    assert "<title>hdl_agent: r</title>" in done.stdout
    assert "33 %" in done.stdout
    assert "CWE-1233" in done.stdout
    assert "<svg" in done.stdout
