"""The coast of the map: the script that cuts it out, and what it made for the seed pack."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from quizzes.lib.maps import read_region

SCRIPT = settings.BASE_DIR / "scripts" / "coast.py"
COAST = settings.FACT_PACK / "coast.json"

# Two countries, from 0° to 40° east and 20° to 32° north, that meet at 25° east.
TOPOLOGY: dict[str, Any] = {
    "transform": {"scale": [1, 1], "translate": [0, 0]},
    "arcs": [
        [[25, 20], [0, 12]],
        [[25, 32], [-25, 0], [0, -12], [25, 0]],
        [[25, 20], [15, 0], [0, 12], [-15, 0]],
        [[20, 33], [0, 0], [0, 0]],
    ],
    "objects": {
        "land": {
            "type": "GeometryCollection",
            "geometries": [{"type": "MultiPolygon", "arcs": [[[1, 2]], [[3]]]}],
        },
        "countries": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]]},
                {"type": "MultiPolygon", "arcs": [[[2, -1]]]},
            ],
        },
    },
}


@pytest.fixture
def cut(tmp_path: Path) -> dict[str, Any]:
    """What the script makes of the two countries."""
    path = tmp_path / "countries.json"
    path.write_text(json.dumps(TOPOLOGY), encoding="utf-8")
    printed = subprocess.run(
        [sys.executable, SCRIPT, path], check=True, capture_output=True, text=True
    ).stdout
    found: dict[str, Any] = json.loads(printed)
    return found


def test_it_works(cut: dict[str, Any]) -> None:
    window = cut["window"]
    (coast,) = cut["land"]
    west, east, south = (
        round(window[side] + beyond, 2)
        for side, beyond in (("west", -0.2), ("east", 0.2), ("south", -0.2))
    )
    assert {tuple(point) for point in coast} == {(x, y) for x in (west, east) for y in (south, 32)}


def test_a_border_is_what_two_countries_share(cut: dict[str, Any]) -> None:
    (border,) = cut["borders"]
    assert sorted(border) == [[25, round(cut["window"]["south"] - 0.2, 2)], [25, 32]]


def test_the_coast_of_the_seed_pack_is_small_and_names_its_source() -> None:
    data = json.loads(COAST.read_text(encoding="utf-8"))
    assert "Natural Earth" in data["source"]
    assert "Public domain" in data["licence"]
    assert COAST.stat().st_size < 6_000


def test_the_coast_of_the_seed_pack_can_be_drawn() -> None:
    region = read_region(COAST)
    assert region
    assert region.land.startswith("M")
    assert region.borders.startswith("M")
    for _name, at in region.names:
        assert 0 < at.x < 360
        assert 0 < at.y < region.projection.height
