"""Cuts a font down to the code points of a list: subset_font.py FONT LIST OUT [FALLBACK].

What the font FALLBACK has is left out too: it draws the sign instead.
"""

import re
import sys

from fontTools import subset
from fontTools.cffLib import cffStandardStrings
from fontTools.ttLib import TTFont

try:
    from fontTools.ttLib.scaleUpem import scale_upem
except ImportError:  # before 4.29: only the size differs
    scale_upem = None

# Outlines are rounded to 1/1024 em: 0.02 pixels at 40 pixels, and a tenth fewer bytes than Inter's
# 1/2048 (also after gzip).
UNITS_PER_EM = 1024
# ImGui rasterises outlines; it reads no OpenType features, no hints, no style data.
UNREAD_TABLES = ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "meta", "DSIG", "FFTM", "MATH", "kern", "gasp",
                 "OS/2", "post"]


def code_points(path):
    """The code points of a file of `U+XXXX` and `U+XXXX-YYYY`; a # starts a remark."""
    points = set()
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            for match in re.finditer(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", line.split("#")[0]):
                first = int(match[1], 16)
                points.update(range(first, int(match[2] or match[1], 16) + 1))
    return points


def shorten_names(font):
    """Glyph names that every CFF reader knows are not stored; nobody reads these names."""
    top = font["CFF "].cff.topDictIndex[0]
    order = font.getGlyphOrder()
    known = [name for name in cffStandardStrings if name != ".notdef"][: len(order) - 1]
    more = [f"g{i}" for i in range(len(order) - 1 - len(known))]
    to = dict(zip(order, [".notdef", *known, *more]))
    strings = top.CharStrings
    strings.charStrings = {to[name]: value for name, value in strings.charStrings.items()}
    top.charset = [to[name] for name in order]
    font["hmtx"].metrics = {to[name]: value for name, value in font["hmtx"].metrics.items()}
    for table in font["cmap"].tables:
        table.cmap = {code: to[name] for code, name in table.cmap.items()}
    font.setGlyphOrder(top.charset)


def main():
    font_path, list_path, out_path, *fallback_paths = sys.argv[1:]
    points = code_points(list_path)
    for path in fallback_paths:
        points -= set(TTFont(path).getBestCmap())
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.glyph_names = False
    options.drop_tables += UNREAD_TABLES
    options.name_IDs = [0]  # the copyright stays with the font; the licences are files beside the page
    options.notdef_outline = True
    font = subset.load_font(font_path, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    if scale_upem and font["head"].unitsPerEm > UNITS_PER_EM:
        scale_upem(font, UNITS_PER_EM)
    if "CFF " in font:
        shorten_names(font)
    subset.save_font(font, out_path, options)


main()
