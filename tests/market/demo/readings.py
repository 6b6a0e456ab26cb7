"""What the tests of the demo read again and again."""

from collections import Counter
from datetime import date

from market.demo.content import rows

TODAY = date(2026, 11, 24)  # the day the demo is told from
ART = {
    "seafood",
    "milk",
    "wine-jar",
    "corn",
    "herbs",
    "durian",
    "cocoa",
    "cashew",
    "sweet-potato",
    "banana",
    "mango",
    "fish-sauce",
    "dragon-fruit",
    "beans",
    "avocado",
    "mushroom",
    "honey",
    "passion-fruit",
    "macadamia",
    "cassava",
    "chicken-eggs",
    "chilli",
    "coffee-roasted",
    "bamboo-shoots",
    "vegetables",
    "sugar-cane",
    "pepper",
    "coffee-cherries",
    "brocade",
    "rice",
    "ginger",
    "rice-paper",
    "meat",
    "coffee-beans",
    "apricot-blossom",
    "orange",
    "basket-weaving",
    "tomato",
    "pomelo",
    "dried-beef",
    "tea",
    "essential-oil",
}


def by_key(kind):
    return {row["key"]: row for row in rows(kind)}


def leaves():
    return {row["key"]: row for row in rows("category") if row["level"] == "leaf"}


def farms_of():
    return {farm["key"]: (row["key"], farm) for row in rows("farmer") for farm in row["farms"]}


def repeated(values):
    return [value for value, times in Counter(values).items() if times > 1]
