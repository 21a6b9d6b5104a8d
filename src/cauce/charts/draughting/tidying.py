"""Tidying: Vega's SVG as a page takes it, small, without styles, with a title read aloud.

Only elements and attributes that draw are kept, so nothing in a specification can bring in a link,
a script, a style or an image. Colours stay as attributes: the style sheet of figures turns those of
the theme into tokens. The words take the type of the page.
"""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from cauce.charts.draughting.paths import pair, rounded, shortened
from cauce.charts.theme import GROUND, MISSING, RULE, TOTAL

NAMESPACE: Final = "http://www.w3.org/2000/svg"
_SHAPES: Final = frozenset(["path", "line", "rect", "circle", "text", "tspan"])
_HOLDERS: Final = frozenset(["g", "defs", "clipPath", "linearGradient", "stop"])
_MEASURES: Final = frozenset(
    [
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "width",
        "height",
        "rx",
        "ry",
        "r",
        "cx",
        "cy",
        "dx",
        "dy",
        "transform",
        "stroke-width",
        "stroke-dasharray",
        "font-size",
    ]
)
_WORDS: Final = frozenset(
    [
        "fill",
        "stroke",
        "stroke-linecap",
        "stroke-linejoin",
        "font-weight",
        "font-style",
        "text-anchor",
        "opacity",
        "fill-opacity",
        "stroke-opacity",
        "clip-path",
        "id",
        "offset",
        "stop-color",
        "direction",
    ]
)
_NEEDLESS: Final = {
    ("opacity", "1"),
    ("fill-opacity", "1"),
    ("stroke-opacity", "1"),
    ("font-weight", "normal"),
    ("font-weight", "400"),
    ("text-anchor", "start"),
    ("stroke-width", "0"),
    ("stroke-dasharray", ""),
    ("stroke-linecap", "butt"),
    ("stroke-linejoin", "miter"),
    ("font-style", "normal"),
    ("transform", "translate(0,0)"),
}
_SHARED: Final = (
    "fill",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "font-size",
    "font-weight",
    "text-anchor",
    "fill-opacity",
    "stroke-opacity",
)
"""What children inherit from a group, and can therefore be said once."""
_TRANSLATED: Final = re.compile(r"translate\((-?[\d.]+),(-?[\d.]+)\)")
_CIRCLE: Final = re.compile(r"M([\d.]+),0A\1,\1,0,1,1,-\1,0A\1,\1,0,1,1,\1,0")
_MANY: Final = 200
"""From this many equal circles on, they are drawn as dots."""
_UNKNOWN: Final = re.compile(r"[^A-Za-z0-9_-]")
FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML cannot hold."""


def tidied(svg: str, *, identity: str, title: str, description: str) -> str:
    """An SVG of Vega as one line that can stand in a page.

    ``identity`` begins every id in it; two drawings of a page need different ones.

    Raises:
        ValueError: when it is no SVG.
    """
    drawn = fromstring(FORBIDDEN.sub("", svg))
    if _name(drawn) != "svg":
        raise ValueError("The drawing is no SVG.")
    name = _UNKNOWN.sub("", identity) or "figura"
    root = Element(
        "svg",
        {
            "xmlns": NAMESPACE,
            "class": "drawing",
            "viewBox": rounded(drawn.get("viewBox", "")),
            "role": "img",
            "aria-labelledby": f"{name}-title",
            "aria-describedby": f"{name}-desc",
        },
    )
    for tag, text in (("title", title), ("desc", description)):
        told = ElementTree.SubElement(root, tag, {"id": f"{name}-{tag}"})
        told.text = FORBIDDEN.sub("", text)
    root.extend(
        kept for child in drawn if _name(child) != "rect" for kept in _kept(child, f"{name}-")
    )
    _hatch(root, f"{name}-sin-dato")
    _dot(root, f"{name}-oculto")
    return ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")


def _hatch(root: Element, pattern: str) -> None:
    """Hatches what has no datum: its grey alone is a class to who does not see green."""
    bare = [each for each in root.iter() if each.get("fill") == MISSING]
    if not bare:
        return
    for each in bare:
        each.set("fill", f"url(#{pattern})")
    size = {"width": "4", "height": "4"}
    hatch = Element(
        "pattern",
        {"id": pattern, **size, "patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"},
    )
    ElementTree.SubElement(hatch, "rect", {**size, "fill": MISSING})
    ElementTree.SubElement(hatch, "path", {"d": "M0,0v4", "stroke": TOTAL, "stroke-width": "1"})
    root.insert(2, hatch)


def _dot(root: Element, pattern: str) -> None:
    """Dots what is withheld, so that it is told from what has no datum."""
    hidden = [each for each in root.iter() if each.get("fill") == RULE]
    if not hidden:
        return
    for each in hidden:
        each.set("fill", f"url(#{pattern})")
    size = {"width": "5", "height": "5"}
    dotted = Element("pattern", {"id": pattern, **size, "patternUnits": "userSpaceOnUse"})
    ElementTree.SubElement(dotted, "rect", {**size, "fill": GROUND})
    ElementTree.SubElement(dotted, "circle", {"cx": "2.5", "cy": "2.5", "r": "1.4", "fill": RULE})
    root.insert(2, dotted)


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _kept(element: Element, prefix: str) -> Iterator[Element]:
    """What remains of an element: itself made smaller, its children instead of it, or nothing."""
    name = _name(element)
    if element.get("display") == "none":
        return
    if name == "a":
        for child in element:
            yield from _kept(child, prefix)
        return
    if name not in _SHAPES and name not in _HOLDERS:
        return
    kept = Element(name, dict(_attributes(element, prefix)))
    kept.text = element.text if name in ("text", "tspan") else None
    kept.extend(child for inner in element for child in _kept(inner, prefix))
    if name == "g":
        yield from _group(kept)
    elif name != "path" or _draws(kept, element):
        yield kept


def _draws(path: Element, drawn: Element) -> bool:
    """Whether a path is seen: Vega writes grounds and frames of no colour too."""
    colours = (path.get("fill", "none"), path.get("stroke", "none"))
    unseen = drawn.get("class") in ("background", "foreground") and colours == ("none", "none")
    return bool(path.get("d")) and not unseen


def _group(group: Element) -> list[Element]:
    children = list(group)
    if not children:
        return []
    if len(children) >= _MANY and (dots := _dots(children)) is not None:
        return [dots]
    if len(children) > 1:
        _share(group, children)
    return [group] if group.attrib else children


def _dots(children: list[Element]) -> Element | None:
    """Very many equal circles as one line of dots, a tenth as long; they lose their outline."""
    first = dict(children[0].attrib)
    circle = _CIRCLE.fullmatch(first.get("d", ""))
    if circle is None:
        return None
    steps, before = [], (0, 0)
    for child in children:
        moved = _TRANSLATED.fullmatch(child.get("transform", ""))
        if moved is None or dict(child.attrib) | {"transform": ""} != first | {"transform": ""}:
            return None
        point = (round(float(moved[1]) * 10), round(float(moved[2]) * 10))
        steps.append(f"m{pair((point[0] - before[0], point[1] - before[1]))}h0")
        before = point
    return Element(
        "path",
        {
            "d": "".join(steps),
            "stroke": first.get("fill", "none"),
            "stroke-width": rounded(str(2 * float(circle[1]))),
            "stroke-linecap": "round",
            **({"stroke-opacity": first["fill-opacity"]} if "fill-opacity" in first else {}),
        },
    )


def _share(group: Element, children: list[Element]) -> None:
    """Says once what all children of a group say."""
    for name in _SHARED if group.get("transform") else (*_SHARED, "transform"):
        values = {child.get(name) for child in children}
        if len(values) == 1 and (value := values.pop()) is not None:
            group.set(name, value)
            for child in children:
                del child.attrib[name]


def _attributes(element: Element, prefix: str) -> Iterator[tuple[str, str]]:
    for name, value in element.attrib.items():
        if name == "d":
            yield name, shortened(value)
            continue
        if name in _MEASURES:
            kept = rounded(value.replace("px", ""))
        elif name in _WORDS:
            kept = value
        else:
            continue
        if (name, kept) in _NEEDLESS:
            continue
        if name == "id":
            yield name, prefix + _UNKNOWN.sub("", kept)
        elif "url(" in kept:
            yield name, f"url(#{prefix}{_UNKNOWN.sub('', kept.partition('#')[2])})"
        elif name == "transform" and (place := _place(element, kept)):
            yield from zip(("x", "y"), place, strict=True)
        else:
            yield name, "600" if (name, kept) == ("font-weight", "bold") else kept


def _place(element: Element, transform: str) -> tuple[str, str] | None:
    """Where a line of text stands when it is only moved there, not turned."""
    if _name(element) != "text" or len(element):
        return None
    moved = _TRANSLATED.fullmatch(transform)
    return (moved[1], moved[2]) if moved else None
