import pytest

from accounts.tables.body import Role, lines_below
from accounts.tables.heading import PROPOSE, find_table
from accounts.tables.opening import check_upload
from accounts.tables.reading import rows_of
from tests.ugly import FIELDS, UGLY


@pytest.fixture(params=UGLY, ids=lambda ugly: ugly.name)
def ugly(request):
    return request.param


def test_ugly_workbook_yields_its_columns_and_cells(ugly, tmp_path):
    path = ugly.built(tmp_path)

    kind = check_upload(path, ugly.name)
    found = find_table(path, kind, FIELDS)
    lines = list(lines_below(rows_of(path, kind, sheet=found.sheet), found))

    assert (found.sheet, found.header_rows) == (ugly.sheet, ugly.header_rows)
    assert found.mapping() == ugly.mapping
    assert {
        name: at for name, at in found.mapping(PROPOSE).items() if name not in ugly.mapping
    } == ugly.proposed
    assert {line.number: line.role.value for line in lines if line.role != Role.RECORD} == ugly.others
    read = {
        line.number: {
            name: line.cells[at]
            for name, at in ugly.mapping.items()
            if at < len(line.cells) and line.cells[at] != ""
        }
        for line in lines
        if line.role == Role.RECORD
    }
    assert read == ugly.records
    assert {line.number for line in lines if line.hidden} == ugly.hidden
    for line in lines:
        above = max((number for number in ugly.sections if number <= line.number), default=None)
        assert (line.number, line.section) == (line.number, ugly.sections.get(above, ""))
