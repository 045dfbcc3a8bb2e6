"""Terms of a text that suggest a topic, and how they are shown."""

from __future__ import annotations

from archive.catalogue.taxonomy import load_taxonomy
from archive.catalogue.topic_suggestions.learn import Example, learn
from archive.catalogue.topic_suggestions.model import load_model
from archive.catalogue.topic_suggestions.text import as_written, find, make_cues


def test_only_the_longest_cue_counts():
    cues = make_cues(load_taxonomy())
    found, _ = find("Graph neural networks", "", cues)
    assert list(found) == ["graph neural network"]


def test_agents_of_language_models_do_not_suggest_reinforcement_learning():
    agents = "Agents plan the work of a data center; each agent tells the other agents."
    assert "reinforcement-learning" in load_model().suggest("Agents for Data Centers", agents)
    assert "reinforcement-learning" not in load_model().suggest("Agents for Data Centers", f"{agents} They are LLM agents.")
    both = f"{agents} They are LLM agents, trained by deep reinforcement learning with a reward for each policy."
    assert "reinforcement-learning" in load_model().suggest("Agents for Data Centers by Reinforcement Learning", both)


def test_a_ceded_cue_is_counted_only_where_it_speaks():
    """Papers whose LLMs are served say nothing against what the word tells elsewhere."""
    taxonomy = load_taxonomy()
    served = [Example(f"Kites {i}", "An LLM answers through vLLM.", ("llm-serving",)) for i in range(20)]
    helping = [Example(f"Lamps {i}", "An LLM writes drivers.", ("llm-for-systems",)) for i in range(5)]
    counts = learn([*served, *helping], taxonomy)
    assert (counts.terms["llm"], counts.silent["llm"]["llm-for-systems"], counts.both["llm"]["llm-for-systems"]) == (25, 20, 5)


def test_a_term_is_shown_as_the_paper_writes_it():
    assert as_written("cach evict", "Kites", "On Cache Evictions") == "Cache Evictions"
    assert as_written("moss", "Kites") == "moss"
