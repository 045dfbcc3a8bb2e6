"""Web addresses: whether a text is one, when two are the same, and the arXiv, OpenReview and DOI ids in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import parse_qs, parse_qsl, unquote, urlencode, urlsplit

ARXIV_ID = re.compile(r"\d{4}\.\d{4,5}|[a-z.-]+(?:\.[A-Z]{2})?/\d{7}")
_ARXIV_PATH = re.compile(rf"/(?:abs|pdf)/({ARXIV_ID.pattern})(?:v\d+)?(?:\.pdf)?$")

# arXiv ids as people paste them: in upper or lower case, with a version.
_ANY_ARXIV_ID = r"(\d{4}\.\d{4,5}|[a-z][a-z-]*(?:\.[a-z-]{2,})?/\d{7})(?:v\d+)?"
_ARXIV_NAMED = re.compile(rf"(?:arxiv:\s*)?{_ANY_ARXIV_ID}(?:\s*\[[\w.-]+\])?", re.I)
_ARXIV_PAGE = re.compile(rf"/[a-z]+/{_ANY_ARXIV_ID}(?:\.pdf|\.html)?/*", re.I)
_ARXIV_DOI = re.compile(rf"10\.48550/arxiv\.{_ANY_ARXIV_ID}", re.I)
_ARXIV_HOSTS = re.compile(r"(?:[a-z0-9]+\.)*(?:arxiv|alphaxiv|ar5iv)\.org|huggingface\.co")
_OPENREVIEW_HOSTS = re.compile(r"(?:api2?\.)?openreview\.net")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_DOI_PUBLISHER = re.compile(r"/doi/(?:[a-z]+/)?(10\.\d{4,9}/\S+)", re.I)
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?(?=[/?#]|$)")
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|ref_src")


def is_address(text: str) -> bool:
    """Whether a text is an absolute http or https address."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(re.search(r"\w", parts.hostname or "")) and not re.search(r"\s", text)


def openreview_id(address: str) -> str | None:
    """The id in an address of an OpenReview forum or PDF, or None."""
    parts = urlsplit(address)
    if (parts.hostname or "").removeprefix("www.") != "openreview.net":
        return None
    return next(iter(parse_qs(parts.query).get("id", [])), None)


def paper_fields(link: str | None) -> dict[str, str]:
    """The fields of a paper that a link gives: its PDF or page address, and the ids in it."""
    if link is None:
        return {}
    ids = known_ids(link)
    is_page = ids and not urlsplit(link).path.startswith("/pdf")
    return {"page_url" if is_page else "pdf_url": link} | ids


def known_ids(link: str) -> dict[str, str]:
    """The OpenReview or arXiv id in an address, by the name of its field."""
    if note := openreview_id(link):
        return {"openreview_id": note}
    parts = urlsplit(link)
    host = (parts.hostname or "").removeprefix("www.")
    if host == "arxiv.org" and (found := _ARXIV_PATH.match(parts.path)):
        return {"arxiv_id": found[1]}
    return {}


def read_doi(text: str) -> str | None:
    """The DOI in ``10.1145/3…``, ``doi:10.…``, ``https://doi.org/10.…`` or a publisher's
    ``https://dl.acm.org/doi/pdf/10.…``.

    Returns:
        The bare DOI in lower case, or None if the text is something else.
    """
    text = re.sub(r"^doi(?::\s*|\s+)", "", _unwrapped(re.sub(r"^\\url\{(.*)\}$", r"\1", text.strip())), flags=re.I)
    found: str | None = None
    if _DOI.fullmatch(unquote(text)):
        found = unquote(text)
    elif address := pasted_address(text):
        path = unquote(urlsplit(address).path)
        if _host(address) in ("doi.org", "dx.doi.org"):
            found = path[1:] if _DOI.fullmatch(path[1:]) else None
        elif of_publisher := _DOI_PUBLISHER.fullmatch(path):
            found = of_publisher[1]
    return found.rstrip("/").lower() if found else None


def pasted_ids(text: str) -> dict[str, str]:
    """The ids in what a person pastes for a paper, under the names of their fields.

    Takes addresses of arXiv (``abs``, ``pdf``, ``html``; any version, query and fragment) and of its
    readers (alphaXiv, ar5iv, Hugging Face papers), of OpenReview (``forum`` and ``pdf``), of DOIs
    (``doi.org``, and a publisher's ``/doi/`` pages), all with or without their scheme, and bare ids:
    ``2601.01241v3``, ``arXiv:2601.01241``, ``doi:10.1145/…``.

    Returns ``arxiv_id`` (without a version), ``openreview_id`` or ``doi`` (in lower case; the DOI that
    arXiv gives is an ``arxiv_id``), at most one of them; nothing if the text names none.
    """
    text = _unwrapped(text)
    if found := _ARXIV_NAMED.fullmatch(text):
        return {"arxiv_id": found[1]}
    if doi := read_doi(text):
        found = _ARXIV_DOI.fullmatch(doi)
        return {"arxiv_id": found[1]} if found else {"doi": doi}
    if (address := pasted_address(text)) is None:
        return {}
    parts = urlsplit(address)
    host, path = _host(address), unquote(parts.path)
    if _ARXIV_HOSTS.fullmatch(host) and (found := _ARXIV_PAGE.fullmatch(path)):
        return {"arxiv_id": found[1]}
    if _OPENREVIEW_HOSTS.fullmatch(host):
        return {"openreview_id": note} if (note := _query_value(parts.query, "id")) else {}
    return {}


def pasted_address(text: str) -> str | None:
    """The web address in a pasted text, with a scheme if it has none; None if the text is not an address."""
    text = _unwrapped(text)
    address = text if re.match(r"https?://", text, re.I) else f"https://{text}"
    named = _HOST.match(address.split("//", 1)[1])
    return address if named and is_address(address) and (address == text or "/" in text) else None


def address_key(text: str) -> str | None:
    """An address in a form that is the same for all its spellings, regardless of scheme, ``www.``, case of the host,
    fragment, trailing slashes, percent-encoding and tracking parameters; None if the text is not an address.
    """
    if (address := pasted_address(text)) is None:
        return None
    parts = urlsplit(address)
    query = urlencode([pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0])])
    path = unquote(parts.path).rstrip("/")
    return f"{_host(address)}{f':{parts.port}' if parts.port else ''}{path}{f'?{query}' if query else ''}"


def keys_of_paper(
    ids: Mapping[str, str | None], pdf_url: str | None, page_url: str | None, links: Iterable[str]
) -> Iterator[str]:
    """The keys by which a pasted address or id finds a paper; :func:`pasted_keys` gives the keys of the paste.

    Args:
        ids: ``openreview_id``, ``arxiv_id`` and ``doi``, each a bare id or None.
        pdf_url: the address of its PDF.
        page_url: the address of its page. It is used only if it belongs to the paper alone, not if it is the list of
            its edition: the paper has an OpenReview id, and the address no fragment.
        links: its other addresses.

    Returns:
        Keys, the most certain ones first.
    """
    yield from _id_keys(ids)
    page = page_url if ids.get("openreview_id") and "#" not in (page_url or "") else None
    for url in filter(None, (pdf_url, page, *links)):
        if key := address_key(url):
            yield key
        yield from _id_keys(pasted_ids(url))


def pasted_keys(text: str) -> Iterator[str]:
    """The keys that a pasted text may have among :func:`keys_of_paper`: as an OpenReview id, as an arXiv id or DOI or
    its address, and as any address.
    """
    yield f"openreview_id:{text}"
    yield from _id_keys(pasted_ids(text))
    if key := address_key(text):
        yield key


def _id_keys(ids: Mapping[str, str | None]) -> Iterator[str]:
    """Keys of ids; case matters only in OpenReview's."""
    for field, value in ids.items():
        if value:
            yield f"{field}:{value if field == 'openreview_id' else value.lower()}"


def _unwrapped(text: str) -> str:
    """A pasted text without surrounding quotes and brackets, and without a final full stop."""
    text = text.strip().strip("<>\"'").rstrip(".,;")
    return text[:-1] if text.endswith(")") and "(" not in text else text


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _query_value(query: str, name: str) -> str | None:
    return next(iter(parse_qs(query).get(name, [])), None)
