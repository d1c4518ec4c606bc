"""One function per template."""

import random

from botany import GOLD, SAGE, berries, branch, leaf, mirrored, round_leaf

W46, H46 = 152.4, 101.6


def classic_4x6(write):
    corner = "".join([
        branch(((0, H46 + 4), (10, H46 - 6), (22, H46 - 9), (46, H46 - 5.2)), 9, 6.4, 5, "pointed"),
        branch(((-4, H46 - 8), (1, H46 - 22), (2, H46 - 34), (6.5, H46 - 47)), 9, 5.6, 12, "round"),
        branch(((-3, H46 + 1), (4, H46 - 8), (12, H46 - 16), (14.5, H46 - 26)), 6, 4.6, 21, "pointed", with_berries=False),
    ])
    top = "".join([
        branch(((-4, 2), (4, 5), (5, 12), (6.2, 24)), 5, 4.2, 8, "pointed", with_berries=False),
        branch(((-2, -3), (6, 3), (14, 4.2), (26, 3.4)), 5, 3.8, 17, "round", with_berries=False),
    ])
    one_side = corner + top
    write("classic-4x6", "overlay", (W46, H46), one_side + mirrored(one_side, W46))


ALL = [classic_4x6]
