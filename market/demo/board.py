"""The demo's price board: figures that newspapers published, each with its day."""

from accounts.models import User
from market.demo.association import morning
from market.demo.content import rows
from products.board import enter_price
from products.models import BoardPrice, Category

PLACE = "Gia Lai, giá thu mua tại vườn"
SOURCE = "Báo Gia Lai, Thời báo Tài chính Việt Nam, CafeF (tổng hợp)"


def fill_board(categories: dict[str, Category], *, by: User) -> list[BoardPrice]:
    """Enter the prices of board.toml."""
    return [
        enter_price(
            columns={
                "category": categories[row["category"]],
                "unit": "kg",
                "lowest_vnd": price_vnd,
                "highest_vnd": price_vnd,
                "on": on,
                "place": PLACE,
                "source": SOURCE,
            },
            by=by,
            at=morning(on),
        )
        for row in rows("board")
        for on, price_vnd in row["prices"]
    ]
