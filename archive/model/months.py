"""The months in English, as pages and citation styles write them."""

MONTHS = "January February March April May June July August September October November December".split()
SHORT_MONTHS = [month[:3] for month in MONTHS]
MONTH_PATTERN = "|".join([*(f"{month[:3]}(?:{month[3:]})?" for month in MONTHS), "Sept"])
"""A regular expression for the name of a month, in full or short."""
