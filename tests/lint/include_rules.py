"""Who may include what: the layers of the project, one library per folder.

The table below is the law; daemon/README.md explains it. The first row whose folder holds the file counts.
"""

import re

from source_text import ROOT, is_cpp, line_of

# Libraries by the beginning of their headers' names.
LIBRARIES = {
    "asio": ("boost/asio/", "boost/system/"),
    "beast": ("boost/beast/",),
    "boost json": ("boost/json.hpp", "boost/json/"),
    "boost url": ("boost/url.hpp", "boost/url/"),
    "gphoto2": ("gphoto2/",),
    "libusb": ("libusb-1.0/", "libusb.h", "libudev.h"),
    "cups": ("cups/",),
    "opencv": ("opencv2/",),
    "turbojpeg": ("turbojpeg.h", "jpeglib.h"),
    "png": ("png.h",),
    "lcms": ("lcms2.h",),
    "pango": ("pango/", "cairo/", "cairo.h", "glib.h", "glib-object.h", "fontconfig/"),
    "sqlite": ("sqlite3.h",),
    "curl": ("curl/",),
    "openssl": ("openssl/",),
    "systemd": ("systemd/",),
    "zlib": ("zlib.h",),
    "toml++": ("toml++/",),
    "cli11": ("CLI/",),
    "zlib": ("zlib.h",),
    "doctest": ("doctest/",),
}
SMALL_BOOST = ("boost/system/result.hpp", "boost/assert/source_location.hpp")
ASIO_TYPE = ("boost/asio/awaitable.hpp",)

# folder or file: (our folders and files it may include besides itself, libraries, single headers, system headers?)
LAYERS = [
    ("daemon/core/", (), (), SMALL_BOOST, False),
    ("daemon/ports/", ("daemon/core/",), (), ASIO_TYPE, False),
    ("daemon/app/", ("daemon/core/", "daemon/ports/", "daemon/runtime/log.hpp"), ("asio", "boost json"), (), False),
    ("daemon/runtime/", ("daemon/core/", "daemon/ports/"),
     ("asio", "beast", "boost json", "openssl", "systemd", "toml++", "zlib"), (), True),
    ("daemon/api/", ("daemon/core/", "daemon/ports/", "daemon/app/", "daemon/runtime/"),
     ("asio", "beast", "boost json", "boost url", "zlib"), (), True),
    # Besides the API: what needs no booth, sheets from files and the installation of printers.
    ("daemon/cli/",
     ("daemon/core/", "daemon/ports/", "daemon/api/", "daemon/runtime/", "daemon/compose/", "drivers/cups/setup/"),
     ("asio", "beast", "boost json", "boost url", "cli11"), (), True),
    ("daemon/store/", ("daemon/core/", "daemon/ports/", "daemon/runtime/"), ("asio", "sqlite", "boost json"), (), True),
    ("daemon/compose/", ("daemon/core/", "daemon/ports/", "daemon/runtime/"),
     ("asio", "opencv", "turbojpeg", "png", "lcms", "pango", "boost json"), (), True),
    # The composition root in two files: what is built, and what the configuration means for each part.
    ("daemon/main.cpp", ("daemon/", "drivers/", "sync/"), ("asio",), (), True),
    ("daemon/map_config", ("daemon/", "drivers/", "sync/"), ("asio",), (), True),
    ("daemon/map_targets", ("daemon/", "drivers/", "sync/"), ("asio",), (), True),
    ("drivers/gphoto2/", ("daemon/core/", "daemon/ports/", "daemon/runtime/"), ("asio", "gphoto2", "libusb"), (), True),
    ("drivers/cups/", ("daemon/core/", "daemon/ports/", "daemon/runtime/"), ("asio", "cups"), (), True),
    ("drivers/hot_folder/", ("daemon/core/", "daemon/ports/", "daemon/runtime/"), ("asio",), (), True),
    # Draws its own photos (cairo) and writes JPEG; its control socket speaks JSON.
    ("drivers/virtual_camera/", ("daemon/core/", "daemon/runtime/"),
     ("asio", "turbojpeg", "cli11", "pango", "boost json"), (), True),
    # Plays the whole booth from outside, as a client; starts programs, links no adapter.
    ("drivers/demo/", ("daemon/core/", "daemon/runtime/", "daemon/api/", "daemon/cli/"),
     ("asio", "beast", "boost json", "cli11", "cups"), (), True),
    ("sync/", ("daemon/core/", "daemon/ports/", "daemon/runtime/"), ("asio", "curl", "openssl", "boost json"), (), True),
    # A test may look behind the scenes.
    ("tests/", ("daemon/", "drivers/", "sync/"), tuple(LIBRARIES), (), True),
]

_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:<([^>]+)>|"([^"]+)")', re.MULTILINE)
# <vector>, <cstdio>: the standard library has neither a dot nor a slash.
_STANDARD = re.compile(r"^[a-z0-9_]+$")


def applies(path):
    return is_cpp(path)


def check(path, text):
    layer = next((row for row in LAYERS if path.startswith(row[0])), None)
    if layer is None:
        yield 1, "this folder is in no layer: add it to the table in tests/lint/include_rules.py"
        return
    for match in _INCLUDE.finditer(text):
        system, own = match.groups()
        fault = _own_fault(layer, own) if own else _library_fault(layer, system)
        if fault:
            yield line_of(text, match.start()), fault


def _own_fault(layer, header):
    folder, friends, _, _, _ = layer
    if not header.startswith(("daemon/", "drivers/", "sync/", "tests/")):
        return f'"{header}": write our includes from the repository root, library headers in <>'
    if header.startswith((folder,) + friends):
        return None
    return f"{folder} may not include {header}; it may include itself" + "".join(f", {f}" for f in friends)


def _library_fault(layer, header):
    folder, _, libraries, singles, has_system = layer
    if header == "boost/asio.hpp":
        return "include the narrow Asio header that is needed: <boost/asio.hpp> costs seconds in every file"
    if (ROOT / header).is_file():
        return f'<{header}> is ours: write "{header}"'
    if _STANDARD.match(header) or header in singles:
        return None
    name = next((name for name, starts in LIBRARIES.items() if header.startswith(starts)), None)
    if name is None and (header.startswith("boost/") or not has_system):
        return f"{folder} may not include <{header}>"
    if name is not None and name not in libraries:
        return f"{folder} may not include <{header}>: {name} belongs elsewhere"
    return None
