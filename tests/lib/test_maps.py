"""The map is valid, harmless SVG; its marks can be reached and lead to their places."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from quizzes.lib.maps import Place, Region, read_region, region_map

SVG = "{http://www.w3.org/2000/svg}"
COAST = {
    "window": {"west": 10, "south": 30, "east": 20, "north": 34},
    "names": [{"name": "The Sea", "longitude": 15, "latitude": 33.5}],
    "land": [[[9, 32], [21, 32], [21, 29], [9, 29]]],
    "borders": [[[15, 32], [15, 29]]],
}
HARBOUR = Place("Harbour", 12, 32, words="Harbour: 3 facts", address="/harbour/", kind="new")
INLAND = Place("Inland", 16, 31, words="Inland: 1 fact", address="/inland/")
FAR = Place("Far away", 40, 31, address="/far/")


@pytest.fixture
def region(tmp_path: Path) -> Region:
    path = tmp_path / "coast.json"
    path.write_text(json.dumps(COAST), encoding="utf-8")
    found = read_region(path)
    assert found
    return found


def drawn(region: Region, *places: Place) -> ElementTree.Element:
    return ElementTree.fromstring(
        region_map(region, places, name="map", title="The map", description="What is on it")
    )


def texts(svg: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()) for text in svg.iter(f"{SVG}text")]


def test_it_works(region: Region) -> None:
    svg = drawn(region, HARBOUR, INLAND)
    links = {link.attrib["href"]: link for link in svg.iter(f"{SVG}a")}
    assert list(links) == ["/harbour/", "/inland/"]
    assert links["/harbour/"].attrib["aria-label"] == "Harbour: 3 facts"
    assert links["/harbour/"].findtext(f"{SVG}title") == "Harbour: 3 facts"
    assert texts(svg) == ["The Sea", "Harbour", "Inland"]


def test_a_map_with_links_is_a_group_and_one_without_a_picture(region: Region) -> None:
    assert drawn(region, HARBOUR).attrib["role"] == "group"
    svg = drawn(region, Place("Harbour", 12, 32))
    assert svg.attrib["role"] == "img"
    assert not list(svg.iter(f"{SVG}a"))


def test_what_lies_beyond_the_window_is_left_out(region: Region) -> None:
    assert "Far away" not in texts(drawn(region, HARBOUR, FAR))


def test_a_place_without_room_for_its_name_is_still_there(region: Region) -> None:
    crowd = [Place(f"Village {n}", 15 + n / 100, 31, address=f"/{n}/") for n in range(30)]
    svg = drawn(region, *crowd)
    assert len(list(svg.iter(f"{SVG}a"))) == 30
    assert "Village 0" in texts(svg)
    assert len(texts(svg)) < 30


def test_names_are_escaped(region: Region) -> None:
    svg = drawn(region, Place("<b>&", 15, 31, words='"><script>', address='/"x/'))
    assert "<b>&" in texts(svg)
    assert svg.find(f".//{SVG}script") is None


def test_it_has_no_inline_style_or_script(region: Region) -> None:
    for element in drawn(region, HARBOUR).iter():
        assert element.tag not in (f"{SVG}style", f"{SVG}script")
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]


def test_without_a_file_there_is_no_region(tmp_path: Path) -> None:
    assert read_region(tmp_path / "none.json") is None
