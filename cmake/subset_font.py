"""Cuts a font down to the code points of a list: subset_font.py FONT LIST OUT."""

import re
import sys

from fontTools import subset


def code_points(path):
    """The code points of a file of `U+XXXX` and `U+XXXX-YYYY`; a # starts a remark."""
    points = set()
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            for match in re.finditer(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", line.split("#")[0]):
                first = int(match[1], 16)
                points.update(range(first, int(match[2] or match[1], 16) + 1))
    return points


def main():
    font_path, list_path, out_path = sys.argv[1:]
    options = subset.Options()
    # ImGui rasterises outlines and ignores OpenType features and hints.
    options.layout_features = []
    options.hinting = False
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "meta", "DSIG", "FFTM"]
    options.name_IDs = ["*"]  # name and licence stay with the font, as the licences ask
    options.notdef_outline = True
    font = subset.load_font(font_path, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=code_points(list_path))
    subsetter.subset(font)
    subset.save_font(font, out_path, options)


main()
