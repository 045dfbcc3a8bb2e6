"""``mlforsys search -i``: search as you type, with a query line, the results, and a pane with the paper under the
cursor.

prompt_toolkit handles the terminal: it restores it however the application ends, and uses no colour if the terminal has
none.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
import signal
import sys
import textwrap
from collections.abc import Callable
from typing import TYPE_CHECKING

from prompt_toolkit.application import Application
from prompt_toolkit.application.current import get_app
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.data_structures import Point
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import HSplit, Layout, Window
from prompt_toolkit.layout.controls import BufferControl, FormattedTextControl
from prompt_toolkit.layout.dimension import Dimension
from prompt_toolkit.layout.processors import BeforeInput
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import Style
from prompt_toolkit.utils import get_cwidth

from archive.cli.search.session import Session
from archive.cli.terminal.browser import open_address
from archive.cli.terminal.output import escape_controls, note
from archive.cli.terminal.paper_text import byline, edition_label, topics, where
from archive.errors import UsageError
from archive.model.paper_links import best_address
from archive.search.index import open_index
from archive.search.snippets import mark
from archive.store.root import open_root

if TYPE_CHECKING:
    from archive.cli.search.run import SearchRequest
    from archive.search.engine import Hit
    from archive.store.root import Root

KEYS = "Esc quit  ↑↓ move  Enter show  ^N more  ^O PDF  ^B BibTeX  ^Y id  Tab/^X narrow"
_ENDING = ("SIGTERM", "SIGHUP", "SIGQUIT")  # signals that would leave the terminal in raw mode
_STYLE = Style.from_dict(
    {"hit": "bold ansiyellow", "dim": "ansibrightblack", "cursor": "reverse", "title": "bold", "line": "ansibrightblack"}
)


def search_as_you_type(request: SearchRequest) -> None:
    """Search until the user leaves, then print the paper that was chosen, if any.

    Args:
        request: the arguments and options of the search.

    Raises:
        UsageError: there is no terminal.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("search -i needs a terminal. Without one: `mlforsys search WORDS`.")
    root = open_root(request.root)
    session = _session(request, root)
    app = _application(session, lambda hit: _bibtex(hit, root))
    chosen = app.run(pre_run=lambda: _end_in_order(app))
    if chosen is not None:
        from archive.cli.commands.show import print_paper

        print_paper(root, chosen.record["id"], request.hyperlink)


def _session(request: SearchRequest, root: Root) -> Session:
    from archive.cli.search.run import author_names

    index = open_index(root, note)
    filters = request.read_filters(root, lambda: author_names(index))
    return Session(index, filters, " ".join(request.words), request.match)


def _application(session: Session, bibtex: Callable[[Hit], str]) -> Application[Hit | None]:
    query = Buffer(multiline=False)
    query.text = session.text
    query.cursor_position = len(session.text)
    query.on_text_changed += lambda buffer: session.search(buffer.text)
    results = Window(FormattedTextControl(lambda: _results(session, results)), wrap_lines=False)
    pane = Window(
        FormattedTextControl(lambda: _pane(session), get_cursor_position=lambda: Point(0, session.line)),
        wrap_lines=False,
        height=lambda: _rows() // 2,
        get_vertical_scroll=lambda _: session.line,
    )
    app: Application[Hit | None] = Application(
        layout=Layout(
            HSplit(
                [
                    Window(BufferControl(query, input_processors=[BeforeInput("search: ", "class:title")]), height=1),
                    _wrapped(lambda: escape_controls(session.status()), most=4),  # it may include a correction of the query
                    results,
                    Window(height=1, char="─", style="class:line"),
                    pane,
                    _wrapped(lambda: KEYS, most=3),
                ]
            )
        ),
        key_bindings=_keys(session, results, pane, bibtex),
        style=_STYLE,
        full_screen=True,
        color_depth=ColorDepth.DEPTH_1_BIT if _colourless() else None,
    )
    app.ttimeoutlen = 0.05  # so that Esc quits at once
    app.timeoutlen = 0.05
    return app


def _wrapped(text: Callable[[], str], most: int) -> Window:
    """A window for a text, with as many lines as it needs, but at most ``most``."""
    return Window(
        FormattedTextControl(lambda: [("class:dim", "\n".join(textwrap.wrap(text(), max(1, _columns()))))]),
        wrap_lines=True,
        height=Dimension(min=1, max=most),
        dont_extend_height=True,
    )


def _end_in_order(app: Application[Hit | None]) -> None:
    """End the application on a signal, so that the terminal is restored; the exit code is that of a shell."""

    def end(number: int) -> None:
        app.exit(exception=SystemExit(128 + number))

    for name in _ENDING:
        with contextlib.suppress(AttributeError, NotImplementedError):  # not every system has these signals
            number = getattr(signal, name)
            asyncio.get_running_loop().add_signal_handler(number, end, number)


def _keys(session: Session, results: Window, pane: Window, bibtex: Callable[[Hit], str]) -> KeyBindings:
    """The key bindings."""
    keys = KeyBindings()
    _bind_moves(keys, session, results)
    _bind_paper_keys(keys, session, pane, bibtex)

    @keys.add("escape", eager=True)
    @keys.add("c-d")
    def _quit(event: KeyPressEvent) -> None:
        event.app.exit(result=None)

    @keys.add("<sigint>")
    @keys.add("c-c")
    def _interrupt(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt)  # exit code 130, as for every command

    @keys.add("c-z")
    def _suspend(event: KeyPressEvent) -> None:
        event.app.suspend_to_background()

    @keys.add("c-x")
    def _widen(_: KeyPressEvent) -> None:
        session.widen()

    return keys


def _bind_moves(keys: KeyBindings, session: Session, results: Window) -> None:
    """Bind the keys that move the cursor."""

    def page() -> int:
        return max(1, _height(results) - 1)

    for name, by in (("up", lambda: -1), ("down", lambda: 1), ("pageup", lambda: -page()), ("pagedown", page)):

        @keys.add(name)
        def _move(_: KeyPressEvent, by: Callable[[], int] = by) -> None:
            session.move(by())


def _bind_paper_keys(keys: KeyBindings, session: Session, pane: Window, bibtex: Callable[[Hit], str]) -> None:
    """Bind the keys that act on the paper under the cursor; without one, they do nothing."""
    actions: dict[str, Callable[[KeyPressEvent, Hit], None]] = {
        "enter": lambda event, hit: _choose(event, hit, session),
        "c-o": lambda _, hit: session.tell(_opened(hit)),
        "c-y": lambda event, hit: session.tell(_copied(event, hit.record["id"], hit.record["id"])),
        "c-b": lambda event, hit: session.tell(_copied(event, bibtex(hit), f"BibTeX of {hit.record['id']}")),
        "c-n": lambda _event, _hit: session.scroll(max(1, _height(pane) - 1), _length(_pane(session))),
        "tab": lambda _event, _hit: session.narrow(),
    }
    for key, action in actions.items():

        @keys.add(key)
        def _act(event: KeyPressEvent, action: Callable[[KeyPressEvent, Hit], None] = action) -> None:
            if session.hit is not None:
                action(event, session.hit)


def _choose(event: KeyPressEvent, hit: Hit, session: Session) -> None:
    """End with a paper, unless the user has neither typed words nor moved the cursor."""
    if session.text.strip() or session.cursor:
        event.app.exit(result=hit)
    else:
        session.tell("Type words to search for, or choose a paper with ↑↓. Esc quits.")


def _opened(hit: Hit) -> str:
    """Open a paper in the browser, and return the message for the status line."""
    link = best_address(hit.record)
    if link is None or not link.startswith(("http://", "https://")):
        return "This paper has no PDF and no page to open."
    return f"Opened {link}" if open_address(link) else f"No browser could be started for {link}"


def _copied(event: KeyPressEvent, text: str, what: str) -> str:
    """Send a text to the terminal's clipboard (OSC 52), which works over ssh, too. Returns the message for the status line,
    which does not claim success, since the terminal does not report it."""
    event.app.output.write_raw(f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\x07")
    event.app.output.flush()
    return f"{what} was sent to the clipboard, if your terminal allows it."


def _bibtex(hit: Hit, root: Root) -> str:
    from archive.export.formats import export_format, given_to
    from archive.store.editions import load_registry

    writer = export_format("bibtex")
    return "".join(writer.write(given_to(writer, [hit.record], with_abstracts=False), load_registry(root.folder)))


def _results(session: Session, window: Window) -> StyleAndTextTuples:
    """As many results as fit, including the one under the cursor."""
    height, width = _height(window), _columns()
    first = max(0, min(session.cursor - height // 2, len(session.hits) - height))
    lines: StyleAndTextTuples = []
    for at, hit in enumerate(session.hits[first : first + height], start=first):
        place = edition_label(hit.record)
        room = max(10, width - len(place) - 5)
        title = _cut(escape_controls(hit.record["title"]), room)
        style = "class:cursor" if at == session.cursor else ""
        lines.append((style, "▸ " if at == session.cursor else "~ " if hit.partial else "  "))
        lines += [(f"{style} class:hit" if piece.hit else style, piece.text) for piece in mark(title, session.wanted)]
        lines += [(style, " " * (room - get_cwidth(title) + 1)), (f"{style} class:dim", place), ("", "\n")]
    return lines or [("class:dim", "  No paper matches.")]


def _cut(text: str, columns: int) -> str:
    """The text, cut to a number of columns; wide characters take two."""
    if len(text) <= columns >= get_cwidth(text):
        return text
    text = text[:columns]
    while get_cwidth(text) >= columns:
        text = text[:-1]
    return text + "…"


def _pane(session: Session) -> StyleAndTextTuples:
    """The paper under the cursor: title, authors, topics, and abstract or summary."""
    if session.hit is None:
        return []
    record, width = session.hit.record, max(20, _columns() - 2)
    pieces: StyleAndTextTuples = []
    head = ((record["title"], "class:title"), (byline(record, most=8), ""), (f"{where(record)} · {record['id']}", "class:dim"))
    for text, style in (*head, (topics(record), "class:dim")):
        pieces.append((style, "".join(f" {line}\n" for line in textwrap.wrap(escape_controls(text), width))))
    for text in filter(None, (record["summary"], record["abstract"])):
        pieces.append(("", "\n"))
        for line in textwrap.wrap(escape_controls(text), width):
            pieces.append(("", " "))
            pieces += [("class:hit" if piece.hit else "", piece.text) for piece in mark(line, session.wanted)]
            pieces.append(("", "\n"))
    return pieces


def _length(pieces: StyleAndTextTuples) -> int:
    """The number of lines in formatted text."""
    return sum(text.count("\n") for _, text, *_ in pieces)


def _rows() -> int:
    return get_app().output.get_size().rows


def _columns() -> int:
    return get_app().output.get_size().columns


def _height(window: Window) -> int:
    return window.render_info.window_height if window.render_info else max(1, _rows() // 2 - 4)


def _colourless() -> bool:
    return bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
