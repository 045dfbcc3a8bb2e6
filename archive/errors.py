"""The errors that users see. Each message says what failed, where, and what to do next."""

import os


def reason_of(error: OSError) -> str:
    """Why the operating system refused something, as a part of a sentence: ``no such file or directory``."""
    reason = error.strerror or str(error)
    return reason[:1].lower() + reason[1:] or type(error).__name__  # the rest may contain paths


class ArchiveError(Exception):
    """An error that the user can act on; the command line prints it as one line and exits with ``exit_code``."""

    exit_code = 1


class UsageError(ArchiveError):
    """The request itself is wrong, such as an unknown edition or an invalid year."""

    exit_code = 2


class PageChanged(ArchiveError):
    """A page does not have the form that its family expects; nothing is guessed from it."""

    def __init__(self, url: str, place: str, found: str, next_step: str = "") -> None:
        advice = next_step or (
            'If the page has another form, `mlforsys add` proposes a table with family = "selectors" for it; '
            "`mlforsys import` imports the papers from a file instead"
        )
        super().__init__(f"{url}: {place}, but found {found}. {advice}.")


class WrongEdition(ArchiveError):
    """A page or file belongs to another edition than the one being read; ``reason`` is the message without the id of the
    edition being read."""

    def __init__(self, edition: str, reason: str) -> None:
        self.reason = reason
        super().__init__(f"{edition}: {reason}")


class FetchError(ArchiveError):
    """A page could not be fetched."""


class NoSuchHost(FetchError):
    """The host's name cannot be resolved."""


class NoNetwork(FetchError):
    """There is no network connection, or no answer from the name service."""


class Disallowed(FetchError):
    """The site's robots.txt disallows fetching it."""


class NoRules(FetchError):
    """The site's robots.txt cannot be fetched, so nothing of the site may be fetched either (RFC 9309, 2.3.1.4)."""


class Refused(FetchError):
    """The server answered with an HTTP status other than 200, 429 or 5xx."""


class NotThere(Refused):
    """The page does not exist (404, 410, or no such file in a mirror)."""


class NotAPdf(FetchError):
    """An address answers, but not with a PDF."""


class StoreError(ArchiveError):
    """A file of the store, the registry or the curation is damaged."""


class EmptyArchive(ArchiveError):
    """There are no papers under the root."""

    def __init__(self, root: object) -> None:
        if not os.path.isdir(str(root)):
            super().__init__(
                f"No papers found: there is no folder {root}. `mlforsys scrape` collects registered editions into it, "
                "`mlforsys init` starts an archive of your own, and --root chooses another folder."
            )
            return
        super().__init__(
            f"No papers found in {root}. `mlforsys scrape` collects registered editions, `mlforsys add URL` reads a "
            "new edition's page, `mlforsys import FILE --edition ID` imports a file, and --root chooses another folder."
        )
