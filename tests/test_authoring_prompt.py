"""Prompts: what each hint level says, and what none may say."""

import pytest

from hdl_agent.authoring.prompt import HINT_LEVELS, render
from hdl_agent.tasks.cwe import catalogue
from hdl_agent.tasks.library import Block, Library

BLOCKS = Library.default().blocks()


def test_level_0_does_not_speak_of_security(vault: Block) -> None:
    text = render(vault.task, 0).text.lower()
    assert not any(word in text for word in ("secur", "attack", "cwe", "weakness"))


def test_level_1_asks_for_security_in_general(vault: Block) -> None:
    text = render(vault.task, 1).text
    assert "secure" in text
    assert "CWE" not in text


def test_level_2_names_each_weakness_but_not_the_requirement(vault: Block) -> None:
    text = render(vault.task, 2).text
    for number in vault.task.cwes:
        assert f"CWE-{number}, {catalogue()[number].name}" in text
    for requirement in vault.task.security.values():
        assert requirement.text not in text


def test_the_levels_differ_in_nothing_else(vault: Block) -> None:
    tails = {render(vault.task, hint).text.split("# A register")[1] for hint in HINT_LEVELS}
    assert len(tails) == 1


def test_the_digest_follows_the_text(vault: Block) -> None:
    assert len({render(vault.task, hint).digest for hint in HINT_LEVELS}) == len(HINT_LEVELS)
    assert render(vault.task, 0).digest == render(vault.task, 0).digest


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.task.id)
def test_a_specification_is_silent_about_its_security_requirements(block: Block) -> None:
    text = render(block.task, 0).text.lower()
    assert not any(word in text for word in ("secur", "attack", "cwe-", "weakness", "malicious"))
    for requirement in block.task.security.values():
        assert requirement.text.lower() not in text


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.task.id)
def test_every_weakness_is_in_the_catalogue(block: Block) -> None:
    assert set(block.task.cwes) <= set(catalogue())
