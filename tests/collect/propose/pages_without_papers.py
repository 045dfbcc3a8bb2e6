"""Thirty invented pages without accepted papers, in the markup of real ones: nothing may be proposed with high confidence."""

from __future__ import annotations

PEOPLE = [
    "Ada Quill", "Bo Reed", "Cyra Moss", "Dora Finch", "Elías Peña", "Fay Brook", "Gus Lark", "Hana Kimura", "Ivo Petrov", "Jun Tanaka",
    "Kofi Mensah", "Lena van der Berg", "Mo Farouk", "Nia Okafor", "Otto Weiß", "Pia Ström",
]  # fmt: skip
PLACES = ["Harbour University", "Kite Institute", "University of Utrecht", "Paper Mill Research", "Lantern Inc", "ETH Zurich"]
TALKS = [
    "Keynote: What Kites Can Teach Us about Wind", "Invited Talk: Ten Years of String", "Panel: Is Paper Dead?",
    "The Long Way from Lantern to Lighthouse", "Weather, Whether We Like It or Not", "How We Lost Four Hundred Kites",
]  # fmt: skip
TOPICS = [
    "Learned control of kites and other tethered craft", "Materials for light frames, tails and bridles",
    "Benchmarks, datasets and reproducibility of flight", "Safety of kites near bridges and power lines",
    "Human factors of flying in groups", "Simulation of wind at low altitude",
]  # fmt: skip


def page(title: str, body: str) -> str:
    """A complete page."""
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title} – The Kite Workshop 2031</title></head><body>"
        f"<nav><ul><li><a href='/'>Home</a></li><li><a href='/cfp'>Call for Papers</a></li></ul></nav>{body}</body></html>"
    )


def _each(form: str, *columns: list[str]) -> str:
    return "".join(form.format(*row) for row in zip(*columns, strict=False))


def _pairs(step: int = 2) -> list[str]:
    return [", ".join(PEOPLE[i : i + step]) for i in range(0, len(PEOPLE), step)]


_PLACED = [f"{name} ({PLACES[i % len(PLACES)]})" for i, name in enumerate(PEOPLE)]

PAGES = {
    "a call with topics": page("Call for Papers", "<h1>Call for Papers</h1><ul>" + _each("<li>{}</li>", TOPICS) + "</ul>"),
    "a call with bold topics": page(
        "Call for Papers", "<h1>Call for Papers</h1>" + _each("<p><b>{}</b>: we want to hear of it.</p>", TOPICS)
    ),
    "important dates": page(
        "Call for Papers",
        "<h2>Dates</h2><table>" + _each("<tr><td>{}</td><td>May 1, 2031</td></tr>", ["Submission deadline", "Notification", "Camera-ready", "Workshop"]) + "</table>",
    ),
    "organizers in cards": page(
        "Organizers", "<h2>Organizers</h2>" + _each("<div class='card'><h4>{}</h4><p>{}</p></div>", PEOPLE, PLACES)
    ),
    "a committee in a list": page("Committee", "<h2>Program Committee</h2><ul>" + _each("<li>{}, {}</li>", PEOPLE, PLACES * 3) + "</ul>"),
    "a committee in parentheses": page("Committee", "<h2>Program Committee</h2><ul>" + _each("<li>{}</li>", _PLACED) + "</ul>"),
    "a committee in a table": page(
        "Committee", "<h2>Reviewers</h2><table>" + _each("<tr><td>{}</td><td>{}</td></tr>", PEOPLE, PLACES * 3) + "</table>"
    ),
    "a committee in bold": page(
        "Committee", "<h2>Program Committee</h2>" + _each("<p><b>{}</b><br>{}</p>", PEOPLE, PLACES * 3)
    ),
    "chairs by office": page(
        "Committee",
        "<h2>Committees</h2>" + _each("<h4>{}</h4><p>{}</p>", ["General Chairs of the Workshop", "Chairs of the Technical Program", "Chairs of Local Arrangements", "Publicity and Web Chairs"], _pairs()),
    ),
    "steering committees of several years": page(
        "History",
        "<h2>Past editions</h2>" + _each("<h4>{}</h4><p>{}</p>", ["The First Workshop on Kites and Their Tails at ACME 2028", "The Second Workshop on Kites and Their Tails at ACME 2029", "The Third Workshop on Kites and Their Tails at ACME 2030"], _pairs(3)),
    ),
    "speakers with biographies": page(
        "Speakers",
        "<h2>Speakers</h2>" + _each("<div class='bio'><h3>{}</h3><h4>{}</h4><p>She has flown kites for many years, and writes about it.</p></div>", PEOPLE, TALKS),
    ),
    "a programme of keynotes": page(
        "Schedule", "<h1>Schedule</h1><table>" + _each("<tr><td>1{}:00</td><td>{}</td><td>{}</td></tr>", list("0123456"), TALKS, PEOPLE) + "</table>"
    ),
    "a programme of talks by one person each": page(
        "Schedule", "<h1>Schedule</h1>" + _each("<h3>{}</h3><h5>{}</h5>", [talk.split(": ")[-1] for talk in TALKS], PEOPLE)
    ),
    "a programme of panels": page(
        "Schedule", "<h1>Program</h1>" + _each("<h3>Panel: {}</h3><h5>{}</h5>", TOPICS, _pairs(3))
    ),
    "a programme in a list": page(
        "Schedule", "<h1>Program</h1><ul>" + _each("<li><b>1{}:00</b> {} <i>{}</i></li>", list("0123456"), TALKS, PEOPLE) + "</ul>"
    ),
    "sessions and their chairs": page(
        "Schedule", "<h1>Program</h1>" + _each("<h3>Session {}: {}</h3><p>Chair: {}</p>", list("123456"), TOPICS, PEOPLE)
    ),
    "news": page("News", "<h2>News</h2><ul>" + _each("<li><b>May {}</b>: {}</li>", list("123456"), TOPICS) + "</ul>"),
    "sponsors": page("Sponsors", "<h2>Sponsors</h2><ul>" + _each("<li><a href='#'>{}</a></li>", PLACES) + "</ul>"),
    "recommended reading": page(
        "Resources",
        "<h2>Related reading</h2><ul>" + _each("<li><a href='http://books.example/{}.pdf'>{}</a><br><i>{}</i></li>", list("123456"), TOPICS, _pairs()) + "</ul>",
    ),
    "references": page(
        "Overview", "<h2>References</h2><ol>" + _each("<li>{}. {}. Journal of Kites, 2019.</li>", _pairs(), TOPICS) + "</ol>"
    ),
    "our own publications": page(
        "Team", "<h2>Selected publications of the team</h2>" + _each("<p><b>{}</b><br>{}</p>", TOPICS, _pairs(3))
    ),
    "tutorials": page(
        "Tutorials", "<h2>Tutorials</h2>" + _each("<div class='t'><h4>{}</h4><p class='who'>{}</p></div>", TOPICS, _pairs(2))
    ),
    "projects and their mentors": page(
        "Mentoring", "<h2>Mentors</h2>" + _each("<div class='t'><h4>{}</h4><p class='who'>{}</p></div>", TOPICS, _pairs(2))
    ),
    "questions": page("FAQ", "<h2>Questions</h2><dl>" + _each("<dt>May I submit work on {}?</dt><dd>Yes, you may.</dd>", TOPICS) + "</dl>"),
    "titles without authors": page("Accepted Papers", "<h1>Accepted Papers</h1><ul>" + _each("<li>{}</li>", TOPICS) + "</ul>"),
    "a page filled by a program": "<!DOCTYPE html><html><head><title>Accepted Papers</title></head><body><div id='root'></div>"
    "<script src='/app.js'></script></body></html>",
    "registration": page("Registration", "<h2>Registration</h2><table>" + _each("<tr><td>{}</td><td>{} EUR</td></tr>", ["Student", "Regular", "Late"], list("123")) + "</table>"),
    "a venue": page("Venue", "<h2>Venue</h2><p>Harbour Hall, Utrecht. Trains run from the central station.</p>"),
    "lists of former editions": page(
        "Proceedings", "<h2>Previous editions</h2><ul>" + _each("<li><a href='/203{}'>The Kite Workshop at ACME 203{}</a></li>", list("01234"), list("01234")) + "</ul>"
    ),
    "an empty page": page("Accepted Papers", "<h1>Accepted Papers</h1><p>To be announced.</p>"),
}  # fmt: skip
