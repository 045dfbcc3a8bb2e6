"""Whose index it is. An index holds pickles, and a pickle may run code when it is read; so only bytes
that carry a seal made with this user's own key are ever handed to the engine (which takes plain values alone).

An index is one file: a line of JSON (seal, versions, names and lengths of the parts), then the parts.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import os
from collections.abc import Mapping

_MAGIC = "mlforsys-index"
_KEY_BYTES = 32


class BrokenSeal(Exception):
    """The file is no index that this user built for these versions and papers."""


def pack(parts: Mapping[str, bytes], stamp: str, key: bytes) -> bytes:
    """One file of an index's parts. ``stamp`` says what it was built from and by which versions."""
    body = b"".join(parts.values())
    head = {"magic": _MAGIC, "stamp": stamp, "parts": [[name, len(part)] for name, part in parts.items()]}
    head["seal"] = _seal(head, body, key)
    return json.dumps(head).encode() + b"\n" + body


def unpack(content: bytes, stamp: str, key: bytes) -> dict[str, memoryview]:
    """The parts of :func:`pack`, after the seal over every byte was checked."""
    line, newline, _ = content.partition(b"\n")
    try:
        head = json.loads(line)
        given = head.pop("seal")
        parts = [(str(name), int(length)) for name, length in head["parts"]]
        given = str(given).encode()
        if head["magic"] != _MAGIC or head["stamp"] != stamp:
            raise BrokenSeal("made from other papers, or by another version")
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        raise BrokenSeal("no index") from None
    body = memoryview(content)[len(line) + len(newline) :]
    if not hmac.compare_digest(given, _seal(head, body, key).encode()):
        raise BrokenSeal("not built by this user, or damaged")
    unpacked, start = {}, 0
    for name, length in parts:
        unpacked[name] = body[start : start + length]
        start += length
    return unpacked


def user_key() -> bytes | None:
    """This user's key, made at first use; None where their state folder cannot hold one."""
    from platformdirs import user_state_path

    path = user_state_path("mlforsys", appauthor=False) / "index.key"
    with contextlib.suppress(OSError):
        key = path.read_bytes()
        if len(key) == _KEY_BYTES:
            return key
    import secrets

    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(_KEY_BYTES))
        os.replace(beside, path)
        return path.read_bytes()
    except OSError:
        return None


def _seal(head: Mapping[str, object], body: bytes | memoryview, key: bytes) -> str:
    mac = hmac.new(key, json.dumps(head, sort_keys=True).encode() + b"\n", hashlib.sha256)
    mac.update(body)
    return mac.hexdigest()
