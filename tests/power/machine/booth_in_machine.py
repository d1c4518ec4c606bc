"""A booth PC as a technician makes one: the package, `boothctl setup`, and then sessions, upgrades and looks inside."""

import sys

from booth_api import CUT_OFF, Client
from logged_disk import DiskFailure, wait_for
from outside import HOST
from virtual_machine import VirtualMachine

# What setup does not ask: the camera is in the network, guests are fast, and the line is slow, so that cuts fall into uploads.
BOOTHD_TOML = """[event]
slug = "old"
template = "classic-4x6"
[session]
first_countdown_s = 0.2
next_countdown_s = 0.2
review_s = 0.2
[camera]
model = "Nikon DSC D7500"
port = "ptpip:{host}:{camera}:{camera}"
capture_lead_s = 0
[[target]]
name = "cloud"
kind = "put"
url = "https://{host}:1/"
ca_file = "cloud.pem"
upload_kib_per_s = 400
"""
SETUP = ("boothctl setup --name 'Booth 7' --event 'Power cuts' --cloud https://{host}:{cloud}/ "
         "--printer ipp://{host}:{printer}/ipp/print --test-sheet --yes")
DOUBT = (*CUT_OFF, RuntimeError)  # a booth that starts, restarts, or was cut


class BoothInMachine(VirtualMachine, Client):
    """boothd as Debian runs it, in a machine of its own."""

    def boot(self):
        seconds = super().boot()
        self.api_place = self.api_port
        return seconds

    def install(self, outside, package):
        self.inside("systemctl is-system-running --wait", seconds=300)
        self.inside(f"dpkg -i /packages/{package}", seconds=300)
        self.put("/etc/boothd/cloud.pem", outside.cloud.certificate)
        self.put("/etc/boothd/boothd.toml", BOOTHD_TOML.format(host=HOST, camera=outside.camera.port))
        said = self.inside(SETUP.format(host=HOST, cloud=outside.cloud.port, printer=outside.printer.port), seconds=600)
        print(said, file=sys.stderr)

    def is_ready(self):
        try:
            return self.ask("GET", "/v1/status")["camera"]["state"] == "ready"
        except DOUBT:
            return False

    def wait_until_ready(self):
        try:
            wait_for(self.is_ready, 120, "boothd", 0.2)
        except DiskFailure as failure:
            journal = self.inside("systemctl status boothd; journalctl -b -u boothd -n 30", may_fail=True)
            raise DiskFailure(f"the booth does not start: {failure}\n{journal}") from failure

    def all_of(self, what):
        """Every item of a list that goes from the newest to the oldest."""
        items, before = [], ""
        while True:
            page = self.ask("GET", f"/v1/{what}?limit=100{before}")
            items += page["items"]
            if not page["next"]:
                return items
            before = f"&before={page['next']}"

    def all_facts(self):
        facts = []
        while True:
            page = self.ask("GET", f"/v1/facts?limit=1000&after={facts[-1]['sequence'] if facts else 0}")
            if not page["items"]:
                return facts
            facts += page["items"]

    def seconds_after_basic_target(self):
        """From `basic.target` to READY=1 of boothd, by systemd's own clock."""
        said = self.inside("systemctl show -P ActiveEnterTimestampMonotonic basic.target boothd.service")
        basic, ready = (int(word) for word in said.split())
        return (ready - basic) / 1e6

    def resident_mib(self):
        """Of the daemon and its camera worker together."""
        said = self.inside("grep -h VmRSS $(sed 's|.*|/proc/&/status|' /sys/fs/cgroup/system.slice/boothd.service/cgroup.procs)")
        return sum(int(line.split()[1]) for line in said.splitlines()) / 1024
