"""The pages of topics, and of their trends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple

from archive.catalogue.stats import FALLING, RISING, Trend
from archive.catalogue.taxonomy import KINDS
from archive.export.topic_chart import Labels, share_of
from archive.site import addresses, charts, metadata
from archive.site.pages.frame import Frame, SitePage, by_year, last, shortened
from archive.site.views import NamedLink, TopicView, span


class Kind(NamedTuple):
    """Topics of one kind, as a tree."""

    name: str
    topics: list[TopicView]


class TopicTrend(NamedTuple):
    """The trend of one topic: a line of the table, and a chart."""

    name: str
    path: str
    numbers: list[int]
    short: str
    share: str
    chart: charts.Chart | None


class TrendGroup(NamedTuple):
    """Topics with the same trend."""

    id: str
    name: str
    trends: list[TopicTrend]


def topic_pages(frame: Frame) -> Iterator[SitePage]:
    """The list of topics, and the page of each; none where no paper has a topic."""
    if frame.contents.topics:
        yield frame.page(addresses.TOPICS, "topics.html", frame.say("topics"), frame.say("about_topics"), kinds=kinds(frame))
    for topic in frame.contents.topics:
        yield _topic(frame, topic)


def kinds(frame: Frame) -> list[Kind]:
    """The kinds of topics that papers have, areas first."""
    known = [Kind(frame.say(kind), [view for view in frame.contents.topics if view.topic.kind == kind]) for kind in KINDS]
    return [kind for kind in known if kind.topics]


def _topic(frame: Frame, view: TopicView) -> SitePage:
    trend = frame.trends.get(view.topic.id)
    return frame.page(
        view.path,
        "topic.html",
        view.topic.name,
        shortened(view.topic.text),
        section=addresses.TOPICS,
        linked_data=metadata.collection(view.topic.name, view.topic.text, frame.url(view.path), view.papers),
        trail=[
            (frame.say("topics"), addresses.TOPICS),
            *([(view.broader.name, view.broader.path)] if view.broader else []),
        ],
        feeds=frame.feed(view.topic.name, view.path),
        updated=last(view.papers),
        view=view,
        chart=_share_chart(frame, trend) if trend and len(trend.papers) > 1 else None,
        groups=by_year(reversed(view.papers)),
    )


def trends_pages(frame: Frame) -> Iterator[SitePage]:
    """The page of trends, and a redirect from the former list of years."""
    stats = frame.contents.stats
    years = [year.year for year in stats.years]
    trends = {topic: _topic_trend(frame, trend) for topic, trend in frame.trends.items()}
    yield frame.page(
        addresses.TRENDS,
        "trends.html",
        frame.say("trends"),
        shortened(_described(frame)),
        updated=last(frame.contents.papers),
        counted=sum(year.papers for year in stats.years),
        first=min(years, default=None),
        last=max(years, default=None),
        all_papers=_papers_chart(frame),
        groups=list(_trend_groups(frame, trends)),
        rows=list(trends.values()),
    )
    yield frame.moved(addresses.YEARS, NamedLink(frame.say("trends"), addresses.TRENDS), addresses.TRENDS)


def chart_labels(frame: Frame) -> Labels:
    """The words of the chart of all topics."""
    return Labels(_described(frame), frame.say("all_papers"), frame.say("then_and_now"), partial(_moved, frame))


def _described(frame: Frame) -> str:
    """The trends in words: ``186 papers, 2018–2025. Rising: Energy, Agents. Falling: Caching.``"""
    years = [year.year for year in frame.contents.stats.years]
    counted = frame.say("papers", n=sum(frame.papers_in.values()))
    sentences = [", ".join(filter(None, (counted, span(years))))]
    for key, direction in (("rising", RISING), ("falling", FALLING)):
        moved = ", ".join(trend.topic.name for trend in frame.trends.values() if trend.direction == direction)
        sentences += [f"{frame.say(key)}: {moved}"] if moved else []
    return " ".join(f"{sentence}." for sentence in sentences)


def _moved(frame: Frame, early: str, late: str) -> str:
    return frame.say("share_then_and_now", early=early, late=late)


def _papers_chart(frame: Frame) -> charts.Chart | None:
    """The archive's papers by year."""
    points = []
    for year, number in frame.papers_in.items():
        title = frame.say("papers_in_year", n=number, year=year)
        points.append(charts.Point(year, number, str(number), title, f"{addresses.year(year)}{addresses.INDEX}"))
    return charts.bar_chart(points)


def _trend_groups(frame: Frame, trends: Mapping[str, TopicTrend]) -> Iterator[TrendGroup]:
    """Topics by their trend, without empty groups; ``trends`` are by topic id."""
    for key, direction in (("rising", RISING), ("falling", FALLING), ("steady", None)):
        moved = [trends[topic] for topic, trend in frame.trends.items() if trend.direction == direction]
        if moved:
            yield TrendGroup(key, frame.say(key), moved)


def _topic_trend(frame: Frame, trend: Trend) -> TopicTrend:
    direction = frame.say(trend.direction).lower() if trend.direction else None
    path = addresses.topic(trend.topic.id)
    short = ", ".join(filter(None, (share_of(trend, partial(_moved, frame)), direction)))
    numbers = list(trend.papers.values())
    return TopicTrend(trend.topic.name, path, numbers, short, _share(frame, trend), _share_chart(frame, trend))


def _share(frame: Frame, trend: Trend) -> str:
    """A sentence on the shares in the earlier and in the later years."""
    late = f"{trend.late:.0%}"
    if trend.early is None:
        return frame.say("share_alone", late=late)
    years = list(trend.papers)
    middle = len(years) // 2
    then, now = span(years[:middle]), span(years[middle:])
    return frame.say("share_moved", early=f"{trend.early:.0%}", late=late, then=then, now=now)


def _share_chart(frame: Frame, trend: Trend) -> charts.Chart | None:
    """A topic's share of each year's papers."""
    points = []
    for year, number in trend.papers.items():
        share = number / frame.papers_in[year]
        title = frame.say("share_in_year", n=number, year=year, all=frame.papers_in[year], share=f"{share:.0%}")
        path = f"{addresses.topic(trend.topic.id)}{addresses.INDEX}#y{year}" if number else None
        points.append(charts.Point(year, share, f"{100 * share:.0f}", title, path))
    return charts.bar_chart(points, unit="%")
