#!/usr/bin/python3
"""Every fact that boothd writes has a schema that ships, and every fact is as its schema says.

usage: fact_schemas_test.py FACT_SAMPLES_PROGRAM SOURCE_ROOT
"""

import json
import pathlib
import re
import subprocess
import sys

try:
    import jsonschema
except ImportError:
    print("skipped: python3-jsonschema is not installed")
    sys.exit(77)

PREFIX = "org.boothd."
# Types that are put together from a state: the literal in the source ends with a dot.
FAMILIES = ("session.", "print.", "upload.")
TYPE = re.compile(r'add_fact\(\s*(?:[^"();]*,\s*)?"([a-z_]+\.[a-z_.]*)"')


def types_in_sources(root):
    found = set()
    for folder in ("daemon", "drivers", "sync"):
        for path in (root / folder).rglob("*.cpp"):
            found.update(TYPE.findall(path.read_text(encoding="utf-8")))
    return found


def check_schemas_exist(root, schemas):
    types = types_in_sources(root)
    assert len(types) > 8, f"the search in the sources found only {sorted(types)}"
    for each in sorted(types):
        if each.endswith("."):
            assert each in FAMILIES, f"{each}<state>: name the family here and add a schema for each state"
        else:
            assert each in schemas, f"fact {each} has no sync/cloud_events/schemas/{each}.json"


def check_samples(events, schemas):
    formats = jsonschema.FormatChecker()
    seen = set()
    ids = set()
    for event in events:
        jsonschema.Draft202012Validator(schemas["event"], format_checker=formats).validate(event)
        kind = event["type"].removeprefix(PREFIX)
        assert kind in schemas, f"no schema for {kind}"
        jsonschema.Draft202012Validator(schemas[kind], format_checker=formats).validate(event["data"])
        assert event["id"] not in ids, f"{event['id']} twice"
        ids.add(event["id"])
        seen.add(kind)
    expected = {name for name in schemas if name.startswith(("session.", "print.", "upload."))}
    missing = expected - seen
    assert not missing, f"no sample of {sorted(missing)}"


def check_that_schemas_refuse(events, schemas):
    """A schema that takes everything proves nothing: without any one required member the data must fail."""
    for event in events:
        kind = event["type"].removeprefix(PREFIX)
        for name in schemas[kind]["required"]:
            short = {key: value for key, value in event["data"].items() if key != name}
            assert not jsonschema.Draft202012Validator(schemas[kind]).is_valid(short), f"{kind} without {name}"


def main():
    program, root = sys.argv[1], pathlib.Path(sys.argv[2])
    schemas = {}
    for path in sorted((root / "sync/cloud_events/schemas").glob("*.json")):
        schemas[path.stem] = json.loads(path.read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schemas[path.stem])
        assert schemas[path.stem]["title"] == path.stem, path
    events = json.loads(subprocess.run([program], check=True, capture_output=True, timeout=120).stdout)
    check_schemas_exist(root, schemas)
    check_samples(events, schemas)
    check_that_schemas_refuse(events, schemas)
    print(f"{len(events)} events of {len({e['type'] for e in events})} types, {len(schemas)} schemas")


main()
