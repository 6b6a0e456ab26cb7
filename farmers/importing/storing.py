"""How do thousands of new rows get into a table at once, on both engines, as fast as the engine can take them?

Values are kept by the same functions as the columns' own (sealed, digested, as dates), column by column. PostgreSQL
takes them by COPY. SQLite takes them into a table of its own first and from there in one statement: an FTS5 index
beside the table is written once for each statement, so 5,000 statements cost several times what one costs
(docs/decisions/0033). Everything here runs inside the caller's transaction; rules of the tables hold as ever.
"""

# ruff: noqa: S608 the statements are made of names of models and columns
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, models
from django.db.backends.utils import CursorWrapper

from accounts.encryption import blind_index_many, encrypt_many
from accounts.fields import CodedField, EncryptedDateField, EncryptedField
from accounts.reading_once import pragmas

Columns = Mapping[str, Sequence[Any]]  # by attname, each as long as the others
_STAGE = "temp.rows_coming_in"
_SPILLING = {"temp_store": 0, "mmap_size": 0}


@contextmanager
def spilling() -> Iterator[None]:
    """Let SQLite put on disk what it needs for a moment beside large statements, and map nothing of its file.

    Elsewhere both are kept in memory, which a long list has none to spare of.
    """
    if connection.in_atomic_block:  # where SQLite changes neither
        yield
        return
    with pragmas(_SPILLING):
        yield


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """Ids for new rows. On SQLite the transaction holds the only lock there is, so nobody else takes them."""
    if not count:
        return []
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
            last = cursor.fetchone()[0]
            return list(range(last + 1, last + 1 + count))
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
        )
        return [row[0] for row in cursor.fetchall()]


def insert(model: type[models.Model], columns: Columns, constants: Mapping[str, Any] | None = None) -> None:
    """Insert rows given column by column; columns that are not named get their defaults."""
    if not columns or not next(iter(columns.values())):
        return
    fields = {field.attname: field for field in model._meta.concrete_fields}
    kept = {str(fields[name].column): _kept(fields[name], values) for name, values in columns.items()}
    alike = _defaults(model, given=columns) | dict(constants or {})
    fixed = {
        str(fields[name].column): fields[name].get_db_prep_save(value, connection)
        for name, value in alike.items()
    }
    with connection.cursor() as cursor:
        put = _into_sqlite if connection.vendor == "sqlite" else _into_postgresql
        put(cursor, model._meta.db_table, kept, fixed)


def update(model: type[models.Model], pks: Sequence[int], columns: Columns) -> None:
    """Write the same columns of many rows, each row its own values."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    kept = [_kept(fields[name], values) for name, values in columns.items()]
    names = ", ".join(f"{fields[name].column} = %s" for name in columns)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {model._meta.db_table} SET {names} WHERE {model._meta.pk.column} = %s",
            list(zip(*kept, pks, strict=True)),
        )


def _defaults(model: type[models.Model], *, given: Columns) -> dict[str, Any]:
    """What a new row has where nothing is said."""
    return {
        field.attname: field.get_default() if not getattr(field, "auto_now_add", False) else None
        for field in model._meta.concrete_fields
        if field.attname not in given and not field.primary_key
    }


def _kept(field: "models.Field[Any, Any]", values: Sequence[Any]) -> Sequence[Any]:
    """Values as the database keeps them."""
    if isinstance(field, EncryptedDateField):
        return encrypt_many([value.isoformat() if value else None for value in values], field=field.label)
    if isinstance(field, EncryptedField):
        return encrypt_many(values, field=field.label)
    if isinstance(field, CodedField):
        codes = [str(code) for code, _words in field.flatchoices]
        kept = dict(zip(codes, blind_index_many(codes, field=field.label), strict=True)) | {"": ""}
        return [kept[value] for value in values]
    if isinstance(field, models.DateTimeField | models.JSONField | models.UUIDField):
        return [field.get_db_prep_save(value, connection) for value in values]
    if isinstance(field, models.DateField):
        days: dict[Any, str | None] = {None: None}
        return [days[day] if day in days else days.setdefault(day, day.isoformat()) for day in values]
    return values


def _into_sqlite(
    cursor: CursorWrapper, table: str, kept: Mapping[str, Sequence[Any]], fixed: Mapping[str, Any]
) -> None:
    names = ", ".join(connection.ops.quote_name(name) for name in kept)
    others = "".join(f", {connection.ops.quote_name(name)}" for name in fixed)
    marks = ", ".join(["?"] * len(kept))
    cursor.execute(f"CREATE TABLE {_STAGE} ({names})")
    # The driver's own cursor: Django's would look for %s in the statement once for each row.
    cursor.cursor.executemany(f"INSERT INTO {_STAGE} VALUES ({marks})", zip(*kept.values(), strict=True))
    cursor.execute(
        f"INSERT INTO {table} ({names}{others}) SELECT *{', %s' * len(fixed)} FROM {_STAGE}",
        list(fixed.values()),
    )
    cursor.execute(f"DROP TABLE {_STAGE}")


def _into_postgresql(
    cursor: CursorWrapper, table: str, kept: Mapping[str, Sequence[Any]], fixed: Mapping[str, Any]
) -> None:
    names = ", ".join(connection.ops.quote_name(name) for name in [*kept, *fixed])
    same = tuple(fixed.values())
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in zip(*kept.values(), strict=True):
            copy.write_row(row + same)
