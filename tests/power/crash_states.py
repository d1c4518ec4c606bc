#!/usr/bin/python3
"""What is on the disk when the plug is pulled: hundreds of moments of one run, each checked.

A booth works on a disk that logs its writes (logged_disk.py). Then, for random moments, the disk is put together as the power
cut may have left it: all that was flushed, and a random part of what was not. On each of them every promise that somebody
heard before that moment must be kept. On some of them the whole booth is started again, and what its printer puts out is counted.

With --plant one kind of sync is taken away (missing_sync_shim): then the same checks must find broken promises.
"""

import argparse
import collections
import contextlib
import hashlib
import os
import pathlib
import random
import shutil
import sqlite3
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import logged_disk
from booth_on_disk import Booth, Outside, prepare_disk
from logged_disk import DiskFailure, LoggedDisk, MountedState, WriteLog, wait_for

PROJECT = pathlib.Path(__file__).resolve().parents[2]
DISK_SIZE = 512 << 20
SETTLED = ("printed", "held", "unknown", "failed", "cancelled")
PLANTS = ("pictures", "folders", "database", "journal")


class Witness:
    """Writes down what the booth promised, at the moment when somebody heard it."""

    def __init__(self):
        self.disk = None  # where promises are marked; None while a state is tried
        self.sheets = []
        self.newest_fact = 0
        self.changed = threading.Condition()

    def sheet(self, print_id):
        if self.disk:
            self.disk.mark("paper", id=print_id)
        with self.changed:
            self.sheets.append(print_id)
            self.changed.notify_all()

    def fact(self, fact):
        self.disk.mark("fact", id=fact["id"], type=fact["type"], subject=fact["subject"])
        with self.changed:
            self.newest_fact = max(self.newest_fact, fact["sequence"])

    def wait_for_sheets(self, count, seconds=120):
        with self.changed:
            if not self.changed.wait_for(lambda: len(self.sheets) >= count, seconds):
                raise DiskFailure(f"{len(self.sheets)} of {count} sheets came out")


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Checks:
    """Promises against a mounted state. Each broken one is a sentence."""

    def __init__(self, disk, promised):
        self.state, self.journal = disk / "state", disk / "cups/guard"
        self.facts = [mark for mark in promised if mark["kind"] == "fact"]
        self.papers = collections.Counter(mark["id"] for mark in promised if mark["kind"] == "paper")
        self.broken = []

    def run(self):
        try:
            with contextlib.closing(sqlite3.connect(self.state / "booth.db")) as database:
                self._check(database)
        except sqlite3.Error as failure:
            if self.facts or self.papers:
                self.broken.append(f"the database: {failure}")
        return self.broken

    def _check(self, database):
        if not self.facts and not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'fact'").fetchone():
            return  # before the first start was over
        verdict = database.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            self.broken.append(f"the database: {verdict}")
        there = {row[0] for row in database.execute("SELECT id FROM fact")}
        for fact in self.facts:
            if fact["id"] not in there:
                self.broken.append(f"{fact['type']} of {fact['subject']} was told and is gone")
        self._check_pictures(database)
        self._check_prints(database)

    def _check_pictures(self, database):
        stored = {row[0] for row in database.execute("SELECT id FROM shot")}
        self.broken += [f"shot {fact['subject']} was acknowledged and is gone" for fact in self.facts
                        if fact["type"] == "shot.stored" and fact["subject"] not in stored]
        unsent = database.execute("SELECT path FROM shot WHERE path NOT IN (SELECT path FROM upload)")
        self.broken += [f"{path} would never be uploaded" for path, in unsent]
        pictures = database.execute("SELECT path, sha256 FROM shot UNION ALL SELECT path, sha256 FROM sheet "
                                    "UNION ALL SELECT share_path, share_sha256 FROM sheet").fetchall()
        for path, expected in pictures:
            file = self.state / path
            if not file.exists():
                self.broken.append(f"{path} has a row and no file")
            elif sha256(file) != expected:
                self.broken.append(f"{path} has other bytes than were acknowledged")

    def _check_prints(self, database):
        states = dict(database.execute("SELECT id, state FROM print_job").fetchall())
        for paper, sheets in self.papers.items():
            record = self.journal / paper
            if sheets > 1:
                self.broken.append(f"print {paper} came out {sheets} times")
            if not record.exists() or not record.read_text().startswith("start"):
                self.broken.append(f"print {paper} came out and the guard does not know it")
            if states.get(paper, "queued") == "queued":
                self.broken.append(f"print {paper} came out and the booth would send it")


def record(folder, args, outside, witness):
    """A booth at work on a logged disk. @returns the log of its writes"""
    mount_point = folder / "mnt"
    environment = {"LD_PRELOAD": str(args.shim), "BOOTH_SMALL_WAL": "1", "BOOTH_MISSING_SYNC": args.plant or ""}
    disk = LoggedDisk(folder, mount_point, DISK_SIZE)
    with disk:
        prepare_disk(mount_point, outside)
        with open(mount_point / "cups/etc/cups-files.conf", "a", encoding="utf-8") as conf:
            for name, value in environment.items():
                conf.write(f"SetEnv {name} {value}\n" if value else "")
        witness.disk = disk
        with Booth(mount_point, outside, environment) as booth:
            booth.tell_facts(witness.fact)
            for session in range(args.sessions):
                booth.one_session()
                if session % 3 == 2:  # a daemon that is killed, and mends what it finds
                    booth.boothd.kill()
                    booth.boothd.wait()
                    booth.start_boothd()
                    booth.tell_facts(witness.fact, witness.newest_fact)
            witness.wait_for_sheets(args.sessions)
        witness.disk = None
    return WriteLog(disk)


def try_to_start(mount_point, outside, witness, promised):
    """Starts the whole booth on this state. @returns what is not right, as sentences"""
    before = collections.Counter(mark["id"] for mark in promised if mark["kind"] == "paper")
    witness.sheets = []
    with Booth(mount_point, outside) as booth:
        def prints():
            return booth.api().ask("GET", "/v1/prints")["items"]

        wait_for(lambda: all(job["state"] in SETTLED for job in prints()), 60, "the prints do not settle")
        booth.one_session()
        wait_for(lambda: all(job["state"] in SETTLED for job in prints()), 60, "a new print does not settle")
        jobs = {job["id"]: job["state"] for job in prints()}
    out = before + collections.Counter(witness.sheets)
    broken = [f"print {job} came out {count} times" for job, count in out.items() if count > 1]
    broken += [f"print {job} is called printed and never came out" for job, state in jobs.items()
               if state == "printed" and not out[job]]
    if not any(state == "printed" and job in witness.sheets for job, state in jobs.items()):
        broken.append("the booth does not print any more")
    return broken


def choose_positions(log, count, chance):
    """Half of them anywhere, half right behind a promise, where it is most easily broken."""
    promises = [number for number, _ in log.marks]
    if not promises:
        raise DiskFailure("nobody promised anything")
    behind = [min(chance.choice(promises) + chance.randint(1, 4), len(log.entries)) for _ in range(count // 2)]
    return behind + [chance.randint(1, len(log.entries)) for _ in range(count - len(behind))]


def enumerate_states(folder, log, args, outside, witness, chance):
    mount_point = folder / "mnt"
    positions = choose_positions(log, args.states, chance)
    started = set(chance.sample(range(len(positions)), min(args.starts, len(positions))))
    broken, begun = {}, time.monotonic()
    for number, (position, image) in enumerate(log.states(positions, chance)):
        promised = log.promised_before(position)
        with MountedState(image, mount_point):
            sentences = Checks(mount_point, promised).run()
            if number in started and (mount_point / "boothd.toml").exists() and (mount_point / "cups/etc/printers.conf").exists():
                try:
                    sentences += try_to_start(mount_point, outside, witness, promised)
                except (DiskFailure, RuntimeError, OSError) as failure:
                    sentences.append(f"the booth does not start: {failure}")
        if sentences:
            broken[position] = sentences
            if not args.plant:
                print(f"moment {position} of {len(log.entries)}: " + "; ".join(sentences[:5]), flush=True)
    return broken, time.monotonic() - begun


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("programs", help="folder of boothd, booth-guard, booth-camera-worker and booth-virtual-camera")
    parser.add_argument("shim", type=pathlib.Path, help="missing_sync_shim")
    parser.add_argument("--states", type=int, default=60, help="moments that are looked at")
    parser.add_argument("--starts", type=int, default=4, help="in how many of them the booth is started again")
    parser.add_argument("--sessions", type=int, default=4)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--plant", choices=PLANTS, help="take this kind of sync away; it must be noticed")
    return parser.parse_args()


def main():
    args = parse_arguments()
    skipped = logged_disk.reason_to_skip()
    if skipped:
        print(f"skipped: {skipped}")
        return 77
    if "BOOTH_POWER_INSIDE" not in os.environ:  # mounts and processes of its own: whatever happens, they go away with it
        os.environ["BOOTH_POWER_INSIDE"] = "1"
        os.execvp("unshare", ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", *sys.orig_argv])
    print(f"seed {args.seed}" + (f", without the sync of {args.plant}" if args.plant else ""), flush=True)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="booth-power-"))
    folder.chmod(0o755)
    (folder / "mnt").mkdir()
    (folder / "outside").mkdir()
    witness = Witness()
    outside = None
    try:
        outside = Outside(folder / "outside", pathlib.Path(args.programs).resolve(), PROJECT, witness.sheet)
        log = record(folder, args, outside, witness)
        print(f"{args.sessions} sessions: {len(log.entries)} writes, {sum(e[2] for e in log.entries)} flushes, "
              f"{len(log.marks)} promises", flush=True)
        broken, seconds = enumerate_states(folder, log, args, outside, witness, random.Random(args.seed))
    finally:
        if outside:
            outside.close()
        logged_disk.unmount(folder / "mnt")
        if os.environ.get("BOOTH_KEEP_CRASH_STATES"):
            print(f"kept: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    kinds = collections.Counter(" ".join(word for word in sentence.split() if not any(c.isdigit() for c in word))
                                for sentences in broken.values() for sentence in sentences)
    print(f"{args.states} moments ({args.starts} started again), {len(broken)} with a broken promise, {seconds:.0f} s")
    for kind, count in kinds.most_common(8):
        print(f"  {count} times: {kind}")
    if args.plant:
        print("it was noticed" if broken else "NOT noticed")
        return 0 if broken else 1
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
