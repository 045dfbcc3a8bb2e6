"""A progress bar on standard error, if that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


class ProgressBar:
    """A progress bar that draws nothing; the base class of the one that does."""

    def step(self, name: str) -> None:
        """Begin the next step."""

    def show(self, text: str, done: int) -> None:
        """Show a text, and the number of steps done."""

    def of(self, text: str, done: int, total: int) -> None:
        """Show a text, and the number of steps done of a total that was not known before."""


@contextmanager
def progress(total: int) -> Iterator[ProgressBar]:
    """A bar of ``total`` steps, which draws nothing if standard error is not a terminal. Notes printed in the meantime appear
    above it.
    """
    if not sys.stderr.isatty():
        yield ProgressBar()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("", total=total)

        class Drawn(ProgressBar):
            def step(self, name: str) -> None:
                bar.update(task, description=name, advance=1 if bar.tasks[0].description else 0)

            def show(self, text: str, done: int) -> None:
                bar.update(task, description=text, completed=done)

            def of(self, text: str, done: int, total: int) -> None:
                bar.update(task, description=text, completed=done, total=total)

        yield Drawn()
