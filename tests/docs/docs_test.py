"""Holds the documentation to the programs: every command in it exists, those that may be run are run, and the runbook has
every sentence that the booth says.

usage: docs_test.py PROGRAMS    PROGRAMS: the folder of boothd and boothctl
"""

import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import time

import said_texts

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = pathlib.Path(sys.argv[1]).resolve()
DOCS = [ROOT / "README.md"] + sorted((ROOT / "systemd").glob("*.md")) + sorted((ROOT / "daemon").rglob("README.md")) + sorted(
    (ROOT / "drivers").rglob("README.md")) + sorted((ROOT / "sync").rglob("README.md"))
OURS = ("boothctl", "boothd", "booth-release", "booth-backup", "./dev")
# Wait for a person, follow without end, change this machine, or need what no test has.
NOT_RUN = ("setup", "printer setup", "top", "logs", "support-bundle", "completion", "manual", "sync drain", "session render", "render",
           "template preview", "live", "test upload")
PATIENCE_S = 90
faults = []


def fault(where, what):
    faults.append(f"{where}: {what}")


def shown(path):
    return str(path.relative_to(ROOT))


# --- what the programs know --------------------------------------------------------------------------
def output(*words):
    return subprocess.run([str(word) for word in words], capture_output=True, text=True, check=True).stdout


def boothctl_tree():
    """{"session show": (most arguments, {options})} from the manual, which is made from the same definitions as the parser."""
    text = output(PROGRAMS / "boothctl", "manual").replace("\\-", "-").replace("\\e", "\\").replace("\\&", "")
    common, *sections = re.split(r"^\.SS boothctl", text, flags=re.MULTILINE)
    everywhere = set(re.findall(r"--?[a-z][a-z-]*", "\n".join(re.findall(r"^\\fB(-.*)$", common, re.MULTILINE))))
    tree = {"": (0, everywhere)}
    for section in sections:
        usage, _, rest = section.partition("\n")
        words = usage.split()
        path = " ".join(word for word in words if not re.match(r"\[?[A-Z]", word))
        options = set(re.findall(r"--?[a-z][a-z-]*", "\n".join(re.findall(r"^\\fB(-.*)$", rest, re.MULTILINE))))
        many = any(word.strip("[]") == "PHOTO" for word in words)
        tree[path] = (99 if many else sum(1 for word in words if re.match(r"\[?[A-Z]", word)), everywhere | options)
    return tree


TREE = boothctl_tree()
OPTIONS = {"boothd": set(re.findall(r"--[a-z-]+", output(PROGRAMS / "boothd", "--help")))}
WORDS = {tool: set(re.findall(r"^  ([a-z]+) ", output(ROOT / "systemd" / tool, "--help"), re.MULTILINE))
         for tool in ("booth-release", "booth-backup")}
WORDS["./dev"] = set(re.findall(r"^  \./dev ([a-z]+)", output(ROOT / "dev"), re.MULTILINE))


def path_of(words):
    """The longest command that these words begin with, and what is left."""
    for length in range(len(words), -1, -1):
        if " ".join(words[:length]) in TREE:
            return " ".join(words[:length]), words[length:]
    return "", words


def fault_in(command):
    """What is wrong with one command line; empty when nothing is."""
    tool, *words = command
    if tool == "boothctl":
        while words and words[0] in ("--json", "--socket"):
            words = words[2 if words[0] == "--socket" else 1:]
        path, rest = path_of(words)
        most, options = TREE[path]
        if path == "" and rest and not rest[0].startswith("-"):
            return "" if rest[0].isupper() else f'boothctl has no command "{rest[0]}"'
        wrong = [word for word in rest if word.startswith("--") and word.split("=")[0] not in options]
        if wrong:
            return f"boothctl {path} has no option {wrong[0]}"
        has_options = any(word.startswith("-") for word in rest)
        return f'boothctl {path} takes no "{rest[-1]}"' if len(rest) > most and not has_options else ""
    if tool == "boothd":
        wrong = [word for word in words if word.startswith("--") and word.split("=")[0] not in OPTIONS["boothd"]]
        return f"boothd has no option {wrong[0]}" if wrong else ""
    known = WORDS[tool]
    return "" if not words or words[0] in known or words[0].startswith("-") or words[0].isupper() else f'{tool} has no word "{words[0]}"'


# --- what the documentation says ---------------------------------------------------------------------
def code_in(text):
    """Code spans and indented or fenced lines."""
    yield from re.findall(r"`([^`\n]+)`", text)
    inside = False
    text = re.sub(r"```mermaid.*?```", "", text, flags=re.DOTALL)
    for line in text.splitlines():
        if line.startswith("```"):
            inside = not inside
        elif inside or line.startswith("    "):
            yield line.strip()


def commands_in(code):
    for part in re.split(r"\s(?:&&|\||;)\s", code):
        part = re.sub(r"(\s#.*|\s+>.*|\s*&)$", "", part.strip())
        part = part.removeprefix("sudo ").removeprefix("build/release/bin/").removeprefix("build/dev/bin/")
        try:
            words = shlex.split(part.replace("...", "").replace("[", "").replace("]", ""))
        except ValueError:
            continue
        if words and words[0] in OURS and not any(word in ("is", "with", "and") for word in words):
            yield words


def documented():
    for doc in DOCS:
        for code in code_in(doc.read_text()):
            for words in commands_in(code):
                yield shown(doc), words
    # What the booth tells people to type.
    for file in said_texts.SPEAKERS:
        for sentence in said_texts.literals((ROOT / file).read_text()):
            for code in re.findall(r"`([^`]+)`", sentence):
                for words in commands_in(code):
                    yield file, words


def check_commands():
    commands = list(documented())
    for where, words in commands:
        if wrong := fault_in(words):
            fault(where, f"{' '.join(words)}: {wrong}")
    if len(commands) < 60:
        fault("docs", f"only {len(commands)} commands were found: does this test still read them?")
    return commands


def check_self():
    """A test that cannot fail is none."""
    for bad in ("boothctl stauts", "boothctl print confirm --all", "boothctl session show 1 2", "boothd --chek", "booth-backup undo", "./dev fly"):
        if not fault_in(bad.split()):
            fault("docs_test", f"does not see what is wrong with: {bad}")


# --- the runbook -------------------------------------------------------------------------------------
def check_runbook():
    runbook = said_texts.flat((ROOT / "systemd/runbook.md").read_text())
    said = [(file, sentence) for file, sentence in said_texts.spoken(ROOT) if said_texts.is_remedy(sentence)]
    for file, sentence in said:
        if sentence not in runbook:
            fault("systemd/runbook.md", f"lacks what {file} says: {sentence}")
    if len(said) < 40:
        fault("systemd/runbook.md", f"only {len(said)} sentences were found in the code")
    conditions = re.search(r"kWords\{\{(.*?)\}\}", (ROOT / "daemon/core/print/printer_condition.cpp").read_text(), re.DOTALL)
    words = re.findall(r'"(\w+)"', conditions.group(1))
    words += re.findall(r"alert: (\w+)", (ROOT / "systemd/monitoring/booth-alerts.yaml").read_text())
    for word in words:
        if not re.search(rf"\b{word}\b", runbook):
            fault("systemd/runbook.md", f"lacks {word}")
    hardware = (ROOT / "systemd/hardware.md").read_text()
    for profile in re.findall(r'PrinterProfile\{"([^"]+)"', (ROOT / "drivers/cups/printer_profiles.cpp").read_text()):
        if f"`{profile}`" not in hardware:
            fault("systemd/hardware.md", f"lacks the printer profile {profile}")


def check_units():
    for doc in DOCS:
        for name in re.findall(r"\b(booth[a-z-]*)\.service\b", doc.read_text()):
            if not (ROOT / f"systemd/{name}.service").exists():
                fault(shown(doc), f"there is no unit {name}.service")


# --- a booth that answers ----------------------------------------------------------------------------
def run_all(commands):
    with tempfile.TemporaryDirectory(prefix="booth-docs-") as folder:
        folder = pathlib.Path(folder)
        socket = folder / "booth.sock"
        (folder / "incoming").mkdir()
        config = folder / "boothd.toml"
        config.write_text(
            '[event]\nslug = "docs"\ntemplate = "classic-4x6"\n[camera]\nkind = "hot_folder"\nfolder = "incoming"\n'
            f'[templates]\ndirectory = "{ROOT}/daemon/compose/templates"\n[api]\nsocket = "{socket}"\n')
        output(PROGRAMS / "boothd", "--check-config", config)
        with open(folder / "log", "w", encoding="utf-8") as log, subprocess.Popen(
                [PROGRAMS / "boothd", "--config", config, "--state-dir", folder / "state"], stdout=log, stderr=log) as booth:
            try:
                run_beside(commands, socket, folder)
            finally:
                booth.terminate()


def boothctl(socket, folder, words):
    return subprocess.run([PROGRAMS / "boothctl", "--socket", socket, *words], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, timeout=PATIENCE_S, check=False)


def run_beside(commands, socket, folder):
    deadline = time.monotonic() + PATIENCE_S
    while boothctl(socket, folder, ["status"]).returncode != 0:
        if time.monotonic() > deadline:
            return fault("docs_test", f"boothd does not answer: {(folder / 'log').read_text()[-2000:]}")
        time.sleep(0.1)
    done = set()
    for where, words in commands:
        path, _ = path_of([word for word in words[1:] if word != "--json"])
        line = " ".join(words)
        endless = {"--follow", "-f", "--watch", "-w"} & set(words)
        if words[0] != "boothctl" or not path or path in NOT_RUN or endless or line in done:
            continue
        done.add(line)
        ran = boothctl(socket, folder, words[1:])
        # It may fail: no such print, not now, an id is missing. But not for want of the booth, or of such a command.
        if ran.returncode == 3 or "not expected" in ran.stderr:
            fault(where, f"{line}: exit {ran.returncode}: {ran.stderr.strip()}")
    if len(done) < 20:
        fault("docs", f"only {len(done)} commands were run")
    print(f"{len(done)} commands were run against a booth")
    return None


def main():
    check_self()
    commands = check_commands()
    check_runbook()
    check_units()
    run_all(commands)
    for line in faults:
        print(line)
    print(f"{len(commands)} commands in {len(DOCS)} documents, {len(faults)} faults")
    return 1 if faults else 0


sys.exit(main())
