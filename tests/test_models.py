"""Who answers: recordings, which refuse a changed prompt, and programs."""

import json
import sys
from pathlib import Path

import pytest

from hdl_agent.models.choose import UnknownModel, choose
from hdl_agent.models.command import Command
from hdl_agent.models.model import NoAnswer, Request
from hdl_agent.models.recorded import BadRecording, Recorded

ASKED = Request(task="a/b", hint=0, sample=1, prompt="make it", prompt_digest="d1")
RECORDING = {
    "task": "a/b",
    "hint": 0,
    "sample": 1,
    "prompt_digest": "d1",
    "model": "someone",
    "parameters": {},
    "date": "2026-01-02",
    "text": "```verilog\nmodule b; endmodule\n```\r\n \n",
}


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    (tmp_path / "one.json").write_text(json.dumps(RECORDING))
    return tmp_path


def test_a_recording_comes_back_byte_for_byte(recordings: Path) -> None:
    answer = Recorded(recordings).answer(ASKED)
    assert (answer.text, answer.model, answer.date) == (
        RECORDING["text"],
        "someone",
        "2026-01-02",
    )


def test_a_changed_prompt_is_not_answered(recordings: Path) -> None:
    changed = ASKED.model_copy(update={"prompt_digest": "d2"})
    with pytest.raises(NoAnswer, match="has changed since it was recorded"):
        Recorded(recordings).answer(changed)


def test_what_was_not_recorded_is_not_answered(recordings: Path) -> None:
    with pytest.raises(NoAnswer, match="no recording of a/b, hint level 0, sample 2"):
        Recorded(recordings).answer(ASKED.model_copy(update={"sample": 2}))


def test_the_recordings_say_what_they_are(recordings: Path) -> None:
    about = Recorded(recordings).about()
    assert "completions of someone: 1 for 1 of the library's blocks, taken on 2026-01-02" in about
    assert "this run judges, and nothing else" in about


def test_a_file_that_is_no_recording_is_named(recordings: Path) -> None:
    (recordings / "two.json").write_text("{}")
    with pytest.raises(BadRecording, match=r"two\.json"):
        Recorded(recordings).samples("a/b", 0)


def test_a_program_answers() -> None:
    echo = Command(f'{sys.executable} -c "print(input().upper())"')
    assert echo.answer(ASKED).text == "MAKE IT\n"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("no-such-program-anywhere", "name a program that exists"),
        (f"{sys.executable} -c 1/0", "ended with status 1"),
        (f"{sys.executable} -c pass", "ended with status 0"),
    ],
)
def test_a_program_that_does_not_is_named(line: str, why: str) -> None:
    with pytest.raises(NoAnswer, match=why):
        Command(line).answer(ASKED)


def test_a_program_that_stalls_is_ended() -> None:
    with pytest.raises(NoAnswer, match="did not answer within 1 s"):
        Command("sleep 60", seconds=1).answer(ASKED)


@pytest.mark.parametrize("word", ["gpt", "command:", "recorded:/no/such/folder"])
def test_an_unknown_model_is_refused(word: str, tmp_path: Path) -> None:
    with pytest.raises(UnknownModel):
        choose(word, tmp_path)
