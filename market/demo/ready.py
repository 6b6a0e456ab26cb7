"""Who are the four invented people that anybody may sign in as after the demo is loaded?

Farmer and officer belong to the same commune, xã Đak Đoa (23677), so that what one sends the other can check. The
second officer heads the province: who admits members and sees the whole map.
The secret of the officer's second factor is printed here on purpose: it opens an invented account on a machine
that holds the demo and nothing else. The demo must never be loaded where real people are registered.
"""

FARMER_PHONE = "+84911000001"
FARMER_NAME = "Nguyễn Thị Hạnh"

BUYER_PHONE = "+84931000001"
BUYER_NAME = "Trịnh Quang Vinh"

OFFICER_PHONE = "+84900000005"
OFFICER_NAME = "Lê Thị Thu Hà"
PROVINCE_PHONE = "+84900000001"
PROVINCE_NAME = "Nguyễn Đức Thuận"
# Of both officers.
OFFICER_TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 opens a demo account only
