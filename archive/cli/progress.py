"""A progress bar on stderr for long work, where somebody looks."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


class Bar:
    """A bar that is told what is done; this one draws nothing."""

    def step(self, name: str) -> None:
        """The next of the steps begins."""

    def show(self, text: str, done: int) -> None:
        """So much is done, and this is to be said of it."""

    def of(self, text: str, done: int, total: int) -> None:
        """So much is done of a work whose size is known only now."""


@contextmanager
def progress(total: int) -> Iterator[Bar]:
    """A bar of ``total`` steps. Draws nothing where
    stderr is no terminal; notes printed meanwhile stand above the bar, results wait for its end."""
    if not sys.stderr.isatty():
        yield Bar()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("", total=total)

        class Drawn(Bar):
            def step(self, name: str) -> None:
                bar.update(task, description=name, advance=1 if bar.tasks[0].description else 0)

            def show(self, text: str, done: int) -> None:
                bar.update(task, description=text, completed=done)

            def of(self, text: str, done: int, total: int) -> None:
                bar.update(task, description=text, completed=done, total=total)

        yield Drawn()
