"""How does a machine fetch the figures of the desk? As JSON or CSV, by a token in the header; counts alone, never people.

`GET /api/v1/figures.json?report=strength&period=2026q3&branch=23590` with `Authorization: Bearer …`. `report` is a key
of `reports.KINDS` (overview when none is named), `branch` the code of a commune below the token's branch. Sensitive
counts are rounded to fives, whoever made the token.
"""

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from farmers.models import Branch, FiguresToken
from farmers.reporting import Cell, Period, Report, Row
from farmers.reporting.tokens import token_of
from market.desk.reports import KINDS
from market.desk.unit_names import name_of

SCHEME = "Bearer "
FORMATS = {"json", "csv"}
app_name = "figures_api"


class Refused(Exception):
    """Why a machine gets no figures: a status and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


@require_safe
def figures(request: HttpRequest, ending: str) -> HttpResponse:
    """The figures of a report."""
    today = timezone.localdate()
    try:
        if ending not in FORMATS:
            raise Refused(404, "no such format: json or csv")
        token = _token(request, today)
        with override("vi"):
            report = _report(request, token, today)
            answer = _as_json(report) if ending == "json" else _as_csv(report)
    except Refused as refused:
        answer = JsonResponse({"error": str(refused)}, status=refused.status)
        if refused.status == 401:
            answer["WWW-Authenticate"] = "Bearer"
    answer["Cache-Control"] = "no-store"
    return answer


def _token(request: HttpRequest, today: date) -> FiguresToken:
    sent = request.headers.get("Authorization", "")
    token = token_of(sent.removeprefix(SCHEME).strip(), today) if sent.startswith(SCHEME) else None
    if token is None:
        raise Refused(401, "send a valid token in the header: Authorization: Bearer …")
    return token


def _report(request: HttpRequest, token: FiguresToken, today: date) -> Report:
    named = request.GET.get("report", "overview")
    if named not in KINDS:
        raise Refused(400, f"no such report; there are: {', '.join(KINDS)}")
    try:
        period = Period.read(request.GET.get("period") or Period.around(today).code)
    except ValueError:
        raise Refused(400, "period is a quarter (2026q3) or a year (2026)") from None
    return KINDS[named].rounded(_branch(token, request.GET.get("branch", "")), period)


def _branch(token: FiguresToken, code: str) -> Branch:
    if not code or code == token.branch.place_code:
        return token.branch
    below = Branch.objects.standing_on(timezone.localdate()).filter(path__startswith=token.branch.path)
    found: Branch | None = below.filter(place_code=code).first()
    if found is None:
        raise Refused(404, "no such branch below the token's: give the 5-digit code of a commune")
    return found


def _as_json(report: Report) -> JsonResponse:
    return JsonResponse(
        {
            **_head(report),
            "columns": [
                {
                    "key": column.key,
                    "label": f"{column.group} {column.header}".strip(),
                    "rounded": column.is_sensitive,
                }
                for column in report.columns
            ],
            "units": [_line(report, row) for row in report.rows],
            "total": _values(report, report.total),
        },
        json_dumps_params={"ensure_ascii": False},
    )


def _head(report: Report) -> dict[str, Any]:
    return {
        "report": report.slug,
        "branch": {"code": report.branch.place_code, "name": report.branch.name},
        "period": None if report.day else report.period.code,
        "as_of": (report.day or min(report.period.last_day, timezone.localdate())).isoformat(),
    }


def _line(report: Report, row: Row) -> dict[str, Any]:
    unit = row.unit
    return {
        "code": unit.place_code if unit and not unit.is_rest else "",
        "name": name_of(unit) if unit else "",
        "figures": _values(report, row),
    }


def _values(report: Report, row: Row) -> dict[str, Any]:
    return {column.key: _value(cell) for column, cell in zip(report.columns, row.cells, strict=True)}


def _value(cell: Cell) -> int | str | None:
    return f"<{cell.value}" if cell.is_few else cell.value


def _as_csv(report: Report) -> HttpResponse:
    target = io.StringIO(newline="")
    csv.writer(target).writerows(_csv_rows(report))
    return HttpResponse(target.getvalue(), content_type="text/csv; charset=utf-8")


def _csv_rows(report: Report) -> Iterator[list[Any]]:
    head = _head(report)
    yield ["as_of", "code", "name", *(column.key for column in report.columns)]
    for row in report.rows:
        line = _line(report, row)
        yield [head["as_of"], line["code"], line["name"], *line["figures"].values()]
    yield [
        head["as_of"],
        report.branch.place_code,
        report.branch.name,
        *_values(report, report.total).values(),
    ]


urlpatterns = [path("figures.<slug:ending>", figures, name="figures")]
