"""The months in English, as pages and citation styles write them."""

MONTHS = "January February March April May June July August September October November December".split()
SHORT_MONTHS = [month[:3] for month in MONTHS]
