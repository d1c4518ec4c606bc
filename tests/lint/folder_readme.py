"""Every folder of code says in a README.md what lives there."""

from source_text import is_cpp, tracked_files


def applies(path):
    return is_cpp(path) or path.endswith("README.md")


def check(path, text):
    folder, _, name = path.rpartition("/")
    if name == "README.md":
        if len(text.split()) < 15:
            yield 1, "says too little: what lives here, what it may include, how to try it alone"
        return
    if path != _first_source_of(folder):
        return  # one complaint per folder
    # The folder above may speak for it: daemon/core/README.md for daemon/core/print. tests/README.md speaks for all tests.
    speakers = ["tests", folder] if folder.startswith("tests/") else [folder, folder.rpartition("/")[0]]
    if not any(f"{speaker}/README.md" in tracked_files() for speaker in speakers):
        yield 1, f"{folder}/ has no README.md"


def _first_source_of(folder):
    return next(path for path in tracked_files() if is_cpp(path) and path.rpartition("/")[0] == folder)
