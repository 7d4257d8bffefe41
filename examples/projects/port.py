"""A city in English only: a handful of headline numbers for its boroughs, against targets, goalposts and each other."""

from __future__ import annotations

from making import Topic, Words, round_of, run

W = Words("en")

TOPIC = Topic(
    round_of(
        W,
        "port-ashford-2026",
        "Port Ashford Smart City Review",
        "Port Ashford",
        "Office of the Chief Digital Officer",
        framework={"file": "framework.yaml", "code": "headline", "version": "1.0"},
        targets={"total": 65},
        plan={
            "events": [
                {"after": 30, "what": W.name("First results go to the boroughs")},
                {
                    "after": 60,
                    "what": W.name("The council debates the report"),
                    "who": W.name("City council"),
                },
            ],
            "tasks_from": 60,
            "tasks": [{"items": 1, "days": 90}],
            "number_days": 270,
        },
    ),
    {
        "code": "headline",
        "version": "1.0",
        "title": W.name("Headline indicators of a smart city"),
        "provenance": "default",
        "classes": [W.unit_class("borough", "Boroughs", 100)],
        "conventions": {
            "digits": 1,
            "stages": W.stages((0, "Emerging"), (40, "Developing"), (60, "Established"), (80, "Leading")),
        },
        "scales": {
            "channel": W.scale(
                "How the service is reached",
                ("Counter only", 0, "A visit is needed"),
                ("Form by e-mail", 0.3, "A form is downloaded and sent back"),
                ("Online, in parts", 0.6, "Application online, result by post"),
                ("Online, end to end", 1, "Applied for, paid and delivered online"),
            ),
            "open": W.scale(
                "Open data",
                ("None", 0, "Nothing is published"),
                ("Files", 0.5, "Files for download, updated each year"),
                ("Live", 1, "An interface with current data"),
            ),
        },
        "nodes": [
            W.group(
                "E",
                "Environment",
                30,
                W.leaf(
                    "E1",
                    "Fine particles (PM2.5)",
                    50,
                    "goalposts",
                    W.number("x", "Annual mean", "µg/m³", max=200, high=60),
                    params={"worst": 35, "best": 5},
                    direction="cost",
                    asks=["origin", "year"],
                ),
                W.leaf(
                    "E2",
                    "Waste recycled",
                    50,
                    "target",
                    W.number("n", "Recycled", "t"),
                    W.number("N", "Collected", "t"),
                    params={"target": 60},
                    asks=["origin", "year"],
                ),
            ),
            W.group(
                "M",
                "Mobility",
                30,
                W.ratio(
                    "M1",
                    "Signals under adaptive control",
                    50,
                    "Adaptive signals",
                    "Signals",
                    "signals",
                    high=2000,
                ),
                W.leaf(
                    "M2",
                    "Trips by public transport",
                    50,
                    "zscore",
                    W.number("x", "Trips per head and year", "trips", max=2000, high=800),
                ),
            ),
            W.group(
                "S",
                "Services",
                40,
                W.leaf(
                    "S1",
                    "Services for residents and business",
                    60,
                    "coverage",
                    measure="sample",
                    scale="channel",
                ),
                W.leaf("S2", "Open data", 40, "rubric", measure="rubric", scale="open"),
            ),
        ],
    },
    (
        ("code", "name", "class", "name_en"),
        ("HB", "Harbourside", "borough", "Harbourside"),
        ("NT", "Northgate", "borough", "Northgate"),
        ("OC", "Old Castle", "borough", "Old Castle"),
        ("WM", "Westmoor", "borough", "Westmoor"),
    ),
    [
        ("unit", "leaf", "item_code", "item_name", "kind", "audience", "item_name_en"),
        *(
            ("@borough", "S1", f"S{number:02}", name, kind, whom, name)
            for number, (name, kind, whom) in enumerate(
                (
                    ("Register a birth", "Civil register", "Residents"),
                    ("Change of address", "Civil register", "Residents"),
                    ("Residents' parking permit", "Transport", "Residents"),
                    ("Place at a nursery", "Education", "Residents"),
                    ("Business rates", "Taxes", "Business"),
                    ("Trading licence", "Licences", "Business"),
                    ("Building permit", "Planning", "Business"),
                    ("Report a pothole", "Streets", "Residents"),
                ),
                start=1,
            )
        ),
    ],
    lang="en",
    seed=4,
)

if __name__ == "__main__":
    run(TOPIC)
