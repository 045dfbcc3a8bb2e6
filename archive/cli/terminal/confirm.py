"""A question that is answered with yes or no."""

from __future__ import annotations

import typer

from archive.cli.terminal.output import fitting, note

_ANSWERS = {"y": True, "yes": True, "n": False, "no": False}


def confirm(question: str, *, default: bool) -> bool:
    """Ask a question until the answer is yes or no, and return whether it is yes.

    Args:
        question: the question, with its question mark.
        default: what Enter alone means.
    """
    shown = "Y/n" if default else "y/N"
    while True:
        prompt = fitting(f"{question} [{shown}]")
        said = str(typer.prompt(prompt, default="", show_default=False, err=True)).strip().lower()
        if not said:
            return default
        if said in _ANSWERS:
            return _ANSWERS[said]
        note("Answer y or n.")
