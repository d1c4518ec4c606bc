"""What somebody outside heard the booth promise, and whether the booth still keeps it. Each broken promise is a sentence."""

import collections
import contextlib

from logged_disk import DiskFailure, wait_for

PAUSE = 0.5  # between two questions: the machine is slow, and each costs it something
SETTLED = ("printed", "held", "unknown", "failed", "cancelled")

# One line for each picture whose file is gone or has other bytes; nothing when all is well.
PICTURES = """cd /var/lib/boothd && sqlite3 -readonly -separator '  ' booth.db \\
  "SELECT sha256, path FROM shot UNION ALL SELECT sha256, path FROM sheet UNION ALL SELECT share_sha256, share_path FROM sheet" |
  sha256sum --check --quiet 2>/dev/null"""


class Witness:
    """Listens to the booth from outside of it."""

    def __init__(self):
        self.facts = {}  # by id, in the order in which they were heard
        self.newest = 0

    def hear(self, fact):
        self.facts[fact["id"]] = fact
        self.newest = max(self.newest, fact["sequence"])

    def heard(self, kind):
        return [fact for fact in self.facts.values() if fact["type"] == kind]


def check_start(machine):
    """The disk and the package manager after a cut."""
    broken = []
    if machine.inside("dmesg | grep -E 'EXT4-fs (error|warning)'", may_fail=True):
        broken.append("the file system has errors")
    upgrade = "/var/lib/boothd-release/upgrade.deb"

    def is_repaired():
        return machine.shell.run(f"[ -z \"$(dpkg --audit)\" ] && [ ! -e {upgrade} ]")[0] == 0

    try:
        wait_for(is_repaired, 120, "boothd-repair", PAUSE)
    except DiskFailure:
        said = machine.inside("dpkg --audit; systemctl status boothd-repair", may_fail=True)
        broken.append(f"the package manager was not repaired: {said}")
    return broken


def check_facts(machine, witness):
    there = {fact["id"] for fact in machine.all_facts()}
    return [f"{fact['type']} of {fact['subject']} was told and is gone" for fact in witness.facts.values()
            if fact["id"] not in there]


def check_pictures(machine, witness):
    """Acknowledged photos have their rows, and every row has its file with the right bytes."""
    broken = []
    verdict = machine.inside("sqlite3 -readonly /var/lib/boothd/booth.db 'PRAGMA integrity_check'", may_fail=True)
    if verdict != "ok":
        broken.append(f"the database: {verdict}")
    stored = set(machine.inside("sqlite3 -readonly /var/lib/boothd/booth.db 'SELECT id FROM shot'", may_fail=True).split())
    broken += [f"shot {fact['subject']} was acknowledged and is gone" for fact in witness.heard("shot.stored")
               if fact["subject"] not in stored]
    said = machine.inside(PICTURES, may_fail=True)
    return broken + [f"wrong or missing bytes: {line}" for line in said.splitlines()]


def wait_for_prints(machine, printer):
    """A printer that does not get on is switched off and on once."""

    def are_settled():
        return all(job["state"] in SETTLED for job in machine.all_of("prints"))

    try:
        wait_for(are_settled, 40, "the prints", PAUSE)
    except DiskFailure:
        printer.switch_off_and_on()
        with contextlib.suppress(DiskFailure):  # check_prints says it
            wait_for(are_settled, 120, "the prints", PAUSE)


def check_prints(machine, printer):
    """@returns (broken promises, how many prints are in which state), when every print is settled"""
    for _ in range(5):  # a session that goes on after the cut asks for one more print at any moment
        wait_for_prints(machine, printer)
        jobs, out = {job["id"]: job for job in machine.all_of("prints")}, printer.sheets()
        if all(job["state"] in SETTLED for job in jobs.values()):
            break
    broken = [f"print {job} came out {count} times" for job, count in out.items() if count > 1]
    broken += [f"print {job} came out and the booth does not know it" for job in out if job not in jobs]
    for job in jobs.values():
        if job["state"] not in SETTLED:
            broken.append(f"print {job['id']} does not settle: {job['state']}")
        elif job["state"] == "printed" and not out[job["id"]]:
            broken.append(f"print {job['id']} is called printed and never came out")
        elif job["state"] != "printed" and not job["reason"]:
            broken.append(f"print {job['id']} is {job['state']} without a reason")
    return broken, collections.Counter(job["state"] for job in jobs.values())


def check_uploads(machine, outside, witness):
    """Waits until everything is in the cloud, and compares. @returns (broken promises, how many objects, how many sent again)"""
    cloud, taken = outside.cloud, outside.camera.sums()
    try:
        wait_for(lambda: all(item["state"] == "synced" for item in machine.all_of("uploads")), 240, "the uploads", PAUSE)
    except DiskFailure:
        pass  # said below
    uploads = machine.all_of("uploads")
    broken = [f"upload {item['key']} is {item['state']}: {item['last_error']}" for item in uploads if item["state"] != "synced"]
    broken += [f"{item['key']} has other bytes in the cloud" for item in uploads
               if item["state"] == "synced" and cloud.sha256(item["key"]) != item["sha256"]]
    sums = {item["sha256"] for item in uploads}
    broken += [f"shot {fact['subject']} was acknowledged and is not in the cloud" for fact in witness.heard("shot.stored")
               if fact["data"]["sha256"] not in sums]
    broken += [f"shot {fact['subject']} has other bytes than the camera's" for fact in witness.heard("shot.stored")
               if fact["data"]["sha256"] not in taken]
    stored = cloud.times_stored()
    keys = {item["key"] for item in uploads}
    broken += [f"{key} is in the cloud and no upload of the booth" for key in cloud.keys() if key not in keys]
    return broken, len(uploads), sum(stored[key] - 1 for key in keys if stored[key] > 1)
