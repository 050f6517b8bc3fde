"""Any program as a model: it reads the prompt on stdin and answers on stdout."""

from __future__ import annotations

import datetime
import shlex
import subprocess

from hdl_agent.models.model import Answer, NoAnswer, Request


class Command:
    """``line`` is split like a shell would; the program runs outside the sandbox, as the user's
    own. Its environment carries HDL_AGENT_SAMPLE, the sample's number."""

    def __init__(self, line: str, seconds: float = 900) -> None:
        self.name = f"command:{line}"
        self._words = shlex.split(line)
        self._seconds = seconds

    def about(self) -> str:
        """Which program answered."""
        return f"Answers of the program {self._words[0] if self._words else '(none)'}."

    def samples(self, task: str, hint: int) -> None:
        """As many as asked for."""

    def answer(self, request: Request) -> Answer:
        """Run the program once. Raises NoAnswer when it fails, stalls or says nothing."""
        try:
            done = subprocess.run(
                self._words,
                input=request.prompt.encode(),
                capture_output=True,
                timeout=self._seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise NoAnswer(f"{self.name} did not answer within {self._seconds:.0f} s") from error
        except OSError as error:
            raise NoAnswer(f"{self.name}: {error.strerror}: name a program that exists") from error
        text = done.stdout.decode(errors="replace")
        if done.returncode or not text.strip():
            said = done.stderr.decode(errors="replace").strip()[-300:]
            raise NoAnswer(f"{self.name} ended with status {done.returncode}, saying: {said}")
        today = datetime.datetime.now(datetime.UTC).date().isoformat()
        return Answer(text=text, model=self.name, date=today)
