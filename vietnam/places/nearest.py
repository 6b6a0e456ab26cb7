"""Which communes lie nearest to a point?"""

from math import cos, hypot, radians

from vietnam.places.register import Commune, communes_of

KM_PER_DEGREE = 111.2
FARTHEST_KM = 40


def nearest_communes(latitude: float, longitude: float, *, province: str, most: int = 3) -> list[Commune]:
    """The communes of a province whose centres are nearest, the nearest first; none when all are far away.

    A centre says little of the borders, so whoever asks should let people choose.
    """
    measured = [
        (_km(latitude, longitude, commune.latitude, commune.longitude), commune.code, commune)
        for commune in communes_of(province)
        if commune.latitude is not None and commune.longitude is not None
    ]
    return [commune for km, _code, commune in sorted(measured)[:most] if km <= FARTHEST_KM]


def _km(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """Flat is exact enough within a province."""
    across = (to_longitude - longitude) * cos(radians(latitude))
    return KM_PER_DEGREE * hypot(to_latitude - latitude, across)
