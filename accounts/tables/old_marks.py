"""What does calamine keep quiet about a sheet of an old Excel file (.xls): cells in error, hidden rows and columns?

Walks the records of the stream, of which each says its kind and its length. No Django here.
"""

import struct
from collections.abc import Iterator

from accounts.tables.marks import Marks

_END = 0xFFFFFFFA  # sector numbers from here on end a chain
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_BEGIN, _EOF, _FORMULA, _COLUMNS, _SHEET, _ERROR, _ROW = 0x809, 0x0A, 0x06, 0x7D, 0x85, 0x205, 0x208
_HIDDEN_ROW = 0x20


def old_marks_of(data: bytes, sheet: int) -> Marks:
    """The marks of a sheet, which is named by its place, from 0; none where the file is otherwise than usual."""
    marks = Marks({}, set(), [])
    try:
        stream = _stream(data)
        places = [
            struct.unpack_from("<L", record)[0] for kind, record in _records(stream, 0) if kind == _SHEET
        ]
        for kind, record in _records(stream, places[sheet]):
            _mark(kind, record, marks)
    except (struct.error, IndexError, ValueError):
        return Marks({}, set(), [])
    return marks


def _mark(kind: int, record: bytes, marks: Marks) -> None:
    if kind == _ROW:
        if record[12] & _HIDDEN_ROW:
            marks.hidden_rows.add(record[0] + 256 * record[1] + 1)
    elif kind == _COLUMNS:
        first, last, _, _, options = struct.unpack_from("<5H", record)
        if options & 1:
            marks.hidden_columns.extend(range(first, min(last, 255) + 1))
    elif kind in {_ERROR, _FORMULA}:
        row, column = struct.unpack_from("<2H", record)
        if kind == _ERROR and record[7]:
            error = record[6]
        elif kind == _FORMULA and record[12:14] == b"\xff\xff" and record[6] == 2:
            error = record[8]
        else:
            return
        marks.cells.setdefault(row + 1, {})[column] = _ERRORS.get(error, "#VALUE!")


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of one sheet, or of the workbook itself; what is drawn on it (a chart) is passed by."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, at)
        depth += (kind == _BEGIN) - (kind == _EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _stream(data: bytes) -> bytes:
    """The workbook's stream out of the compound file: sectors chained by a table."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in {512, 4096}:
        raise ValueError(size)
    table: list[int] = []
    for sector in _table_sectors(data, size):
        table += struct.unpack_from(f"<{size // 4}L", data, (sector + 1) * size)
    directory = _chained(data, size, table, struct.unpack_from("<L", data, 48)[0])
    for at in range(0, len(directory), 128):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        if directory[at : at + max(length - 2, 0)].decode("utf-16-le", errors="replace") in {
            "Workbook",
            "Book",
        }:
            return _chained(data, size, table, struct.unpack_from("<L", directory, at + 116)[0])
    raise ValueError("no workbook")


def _table_sectors(data: bytes, size: int) -> Iterator[int]:
    """Where the table of chains lies: 109 places in the head, more in sectors that follow one another."""
    yield from (sector for sector in struct.unpack_from("<109L", data, 76) if sector < _END)
    following = struct.unpack_from("<L", data, 68)[0]
    for _ in range(len(data) // size):
        if following >= _END:
            return
        *sectors, following = struct.unpack_from(f"<{size // 4}L", data, (following + 1) * size)
        yield from (sector for sector in sectors if sector < _END)


def _chained(data: bytes, size: int, table: list[int], sector: int) -> bytes:
    parts: list[bytes] = []
    for _ in range(len(data) // size + 1):
        if sector >= _END:
            return b"".join(parts)
        parts.append(data[(sector + 1) * size : (sector + 2) * size])
        sector = table[sector]
    raise ValueError("a chain without end")
