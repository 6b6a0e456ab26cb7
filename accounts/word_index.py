"""How are a few records found among 400,000 by the beginnings of words, on both engines, in one indexed query?

Over a folded column. PostgreSQL: a GIN index over `to_tsvector('simple', column)`. SQLite: an FTS5 table beside the
model's, kept in step by triggers, because SQLite drops them when it rebuilds a table they are installed after every
migrate (docs/decisions/0011, 0013).
"""

# ruff: noqa: S608 the statements are made of names of models and columns
import re
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models, router
from django.db.models import F, Func, Value

from vietnam.text import fold

WORD = re.compile(r"[a-z0-9]+")
MOST_WORDS = 8


def words_of(typed: str) -> list[str]:
    """The words of what somebody typed, without accents, at most eight."""
    return WORD.findall(fold(typed))[:MOST_WORDS]


@dataclass(frozen=True)
class WordIndex:
    """The words of one folded column of one model."""

    model: type[models.Model]
    column: str

    @property
    def table(self) -> str:
        """The table of the model."""
        return self.model._meta.db_table

    @property
    def words_table(self) -> str:
        """The FTS5 table on SQLite; the name of the index on PostgreSQL."""
        return f"{self.table}_{self.column}_words"

    def matching(self, queryset: models.QuerySet[Any], typed: str) -> models.QuerySet[Any]:
        """Records in which every word typed begins a word; no record when nothing that can be searched was typed."""
        words = words_of(typed)
        if not words:
            return queryset.none()
        if connections[queryset.db].vendor == "sqlite":
            return queryset.filter(self._found_on_sqlite(" ".join(f'"{word}"*' for word in words)))
        return queryset.filter(self._found_on_postgresql(" & ".join(f"{word}:*" for word in words)))

    def _found_on_sqlite(self, asked: str) -> Func:
        return Func(
            F("pk"),
            Value(asked),
            arg_joiner=f" IN (SELECT rowid FROM {self.words_table} WHERE {self.words_table} MATCH ",
            template="(%(expressions)s))",
            output_field=models.BooleanField(),
        )

    def _found_on_postgresql(self, asked: str) -> Func:
        # Spelt as the index is, or PostgreSQL would not use it. OFFSET 0 keeps the words a question of their own: it
        # thinks every rare word frequent, and would read 400,000 rows backwards to find fifty that are not there.
        return Func(
            F("pk"),
            Value(asked),
            arg_joiner=(
                f" IN (SELECT id FROM {self.table} WHERE to_tsvector('simple', {self.column})"
                " @@ to_tsquery('simple', "
            ),
            template="(%(expressions)s) OFFSET 0))",
            output_field=models.BooleanField(),
        )

    def install(self, using: str = DEFAULT_DB_ALIAS, **_sender: Any) -> None:
        """Make the index, and fill it when it is new (a `post_migrate` receiver)."""
        connection = connections[using]
        tables = connection.introspection.table_names()
        if not router.allow_migrate_model(using, self.model) or self.table not in tables:
            return
        with connection.cursor() as cursor:
            if connection.vendor != "sqlite":
                cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [self.words_table])
                if not cursor.fetchone()[0]:
                    cursor.execute(
                        f"CREATE INDEX {self.words_table} ON {self.table} "
                        f"USING gin (to_tsvector('simple', {self.column}))"
                    )
                return
            for statement in self._on_sqlite():
                cursor.execute(statement)
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {self.words_table}_docsize)")
            if not cursor.fetchone()[0]:
                cursor.execute(f"INSERT INTO {self.words_table} ({self.words_table}) VALUES ('rebuild')")

    def _on_sqlite(self) -> list[str]:
        words, table, column = self.words_table, self.table, self.column
        enter = f"INSERT INTO {words} (rowid, {column}) VALUES (NEW.id, NEW.{column})"
        leave = f"INSERT INTO {words} ({words}, rowid, {column}) VALUES ('delete', OLD.id, OLD.{column})"
        statements = [
            f"""CREATE VIRTUAL TABLE IF NOT EXISTS {words} USING fts5(
                {column}, content='{table}', content_rowid='id', prefix='1 2 3', tokenize='unicode61')"""
        ]
        for name, when, what in (
            ("insert", "INSERT", enter),
            ("delete", "DELETE", leave),
            ("update", f"UPDATE OF {column}", f"{leave}; {enter}"),
        ):
            trigger = f"{words}_{name}"
            condition = f"WHEN NEW.{column} IS NOT OLD.{column}" if name == "update" else ""
            statements += [
                f"DROP TRIGGER IF EXISTS {trigger}",
                f"CREATE TRIGGER {trigger} AFTER {when} ON {table} {condition} BEGIN {what}; END",
            ]
        return statements
