#!/usr/bin/python3
"""What is on the disk when the plug is pulled: hundreds of moments of one run, each checked.

A booth works on a disk that logs its writes (logged_disk.py). Then, for random moments, the disk is put together as the power
cut may have left it: all that was flushed, and a random part of what was not. On each of them every promise that somebody
heard before that moment must be kept. On some of them the whole booth is started again, and what its printer puts out is counted.

With --plant one kind of sync is taken away (missing_sync_shim): then the same checks must find broken promises.
"""

import collections
import contextlib
import hashlib
import pathlib
import random
import sqlite3
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import moments
from booth_on_disk import Booth, Outside, prepare_disk
from logged_disk import DiskFailure, LoggedDisk, WriteLog, wait_for

PROJECT = pathlib.Path(__file__).resolve().parents[2]
DISK_SIZE = 512 << 20
SETTLED = ("printed", "held", "unknown", "failed", "cancelled")


class Witness:
    """Writes down what the booth promised, at the moment when somebody heard it."""

    def __init__(self):
        self.disk = None  # where promises are marked; None while a state is tried
        self.sheets = []
        self.newest_fact = 0

    def sheet(self, print_id):
        if self.disk:
            self.disk.mark("paper", id=print_id)
        self.sheets.append(print_id)

    def fact(self, fact):
        self.disk.mark("fact", id=fact["id"], type=fact["type"], subject=fact["subject"])
        self.newest_fact = max(self.newest_fact, fact["sequence"])


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
            wait_for(lambda: len(witness.sheets) >= args.sessions, 60, f"{args.sessions} sheets")
        witness.disk = None
    return WriteLog(disk)


def try_to_start(mount_point, outside, witness, promised):
    """Starts the whole booth on this state. @returns what is not right, as sentences"""
    before = collections.Counter(mark["id"] for mark in promised if mark["kind"] == "paper")
    witness.sheets = []
    with Booth(mount_point, outside) as booth:
        def prints():
            return booth.ask("GET", "/v1/prints")["items"]

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


def main():
    words = moments.parser(__doc__.splitlines()[0])
    words.add_argument("--starts", type=int, default=4, help="in how many moments the booth is started again")
    words.add_argument("--sessions", type=int, default=4)
    args = words.parse_args()
    moments.enter_own_namespace()
    print(f"seed {args.seed}", flush=True)
    started = set(random.Random(args.seed).sample(range(args.states), min(args.starts, args.states)))
    with moments.scratch_folder() as folder:
        mount_point = folder / "mnt"
        (folder / "outside").mkdir()
        witness = Witness()
        with contextlib.closing(Outside(folder / "outside", args.programs.resolve(), PROJECT, witness.sheet)) as outside:
            log = record(folder, args, outside, witness)

            def look(number, promised):
                broken = Checks(mount_point, promised).run()
                # Before that, a technician would set the printer up again.
                if number in started and (mount_point / "cups/etc/printers.conf").exists():
                    try:
                        broken += try_to_start(mount_point, outside, witness, promised)
                    except (DiskFailure, RuntimeError, OSError) as failure:
                        broken.append(f"the booth does not start: {failure}")
                return broken

            return moments.look_at_moments(log, args, mount_point, look)


if __name__ == "__main__":
    sys.exit(main())
