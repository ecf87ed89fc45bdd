"""A client of the official kit speaks with the tools over stdin and stdout."""

import asyncio
import sys

import pytest
from verifier import verify

mcp = pytest.importorskip("mcp", reason="the tools are offered by it")


def conversation(questions):
    """Return what the tools answer, one after another; a question may use the answers before."""
    from mcp import Client, StdioServerParameters
    from mcp.client.stdio import stdio_client

    async def talk():
        command = StdioServerParameters(command=sys.executable, args=["-m", "xytour", "mcp"])
        async with Client(stdio_client(command)) as client:
            answers = {"tools": (await client.list_tools()).tools}
            for name, tool, ask in questions:
                arguments = ask(answers) if callable(ask) else ask
                answers[name] = await client.call_tool(tool, arguments)
            return answers

    return asyncio.run(talk())


@pytest.fixture(scope="module")
def answers(small):
    """Return the answers of one conversation."""
    plan_id = lambda before: before["plan"].structured_content["plan_id"]  # noqa: E731
    poor = {**small, "must_visit": ["jigongshan"], "budget_cny": 1}
    delay = [{"type": "delay", "minutes": 40}]
    return conversation(
        [
            ("search", "search_places", {"query": "jigong", "limit": 2}),
            ("plan", "plan_trip", {"request": small, "seconds": 0.2}),
            ("whole", "get_itinerary", lambda b: {"plan_id": plan_id(b)}),
            ("why", "explain_trip", lambda b: {"plan_id": plan_id(b), "why_not": ["nanwan-lake"]}),
            (
                "replan",
                "replan_trip",
                lambda b: {
                    "plan_id": plan_id(b),
                    "now": "2026-04-10T09:00",
                    "events": delay,
                    "seconds": 0.2,
                },
            ),
            ("conflict", "plan_trip", {"request": poor}),
            ("no-kind", "search_places", {"kind": "castle"}),
            ("no-plan", "explain_trip", {"plan_id": "gone"}),
            ("bad", "plan_trip", {"request": {"days": 1}}),
        ]
    )


def test_the_tools_say_what_they_take(answers):
    """A model is told of each tool, what it takes and what it gives."""
    tools = {tool.name: tool for tool in answers["tools"]}

    assert set(tools) == {
        "search_places", "plan_trip", "explain_trip", "replan_trip", "get_itinerary",
    }  # fmt: skip
    assert all(tool.description and tool.output_schema for tool in tools.values())
    assert "must_visit" in str(tools["plan_trip"].input_schema)


def test_places_are_found(answers):
    """The ids that a plan needs are found by words."""
    found = answers["search"].structured_content

    assert found["places"][0]["id"] == "jigongshan"


def test_a_plan_is_told_in_words_and_whole(answers, region_file):
    """A text with its certificate; the itinerary behind it keeps every rule."""
    plan = answers["plan"].structured_content
    whole = answers["whole"].structured_content

    assert plan["text"].startswith("#")
    assert plan["certificate"]["upper_bound"] >= plan["certificate"]["score"]
    assert verify(whole, region_file) == []
    assert plan["visits"]


def test_reasons_and_changes_are_told(answers):
    """Why a place is not in, and what a delay changes, under the plan's id."""
    why_not = answers["why"].structured_content["why_not"]
    again = answers["replan"].structured_content

    assert why_not[0]["reason"] == "unwanted"
    assert again["plan_id"] != answers["plan"].structured_content["plan_id"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("conflict", "budget_cny=1"),
        ("no-kind", "there is no kind 'castle'"),
        ("no-plan", "plan the trip again"),
        ("bad", "no date"),
    ],
)
def test_errors_help_a_model_on(answers, name, text):
    """What is wrong is an answer, not the end of the conversation."""
    answer = answers[name]

    assert answer.is_error
    assert text in answer.content[0].text
    assert "Traceback" not in answer.content[0].text
