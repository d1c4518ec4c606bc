"""A camera on the network, which no power cut of the booth touches."""

import hashlib
import subprocess

from logged_disk import wait_for

PHOTOS = 400


def make_photos(folder, samples):
    """Photos that differ in every shot: a comment with a number behind the first marker."""
    folder.mkdir()
    pictures = [file.read_bytes() for file in sorted(samples.glob("guests-*.jpg"))]
    for number in range(PHOTOS):
        text = f"shot {number}".encode()
        comment = b"\xff\xfe" + (len(text) + 2).to_bytes(2, "big") + text
        picture = pictures[number % len(pictures)]
        (folder / f"{number:04}.jpg").write_bytes(picture[:2] + comment + picture[2:])


class VirtualCamera:
    """booth-virtual-camera with such photos, on loopback."""

    def __init__(self, folder, program, samples):
        self.photos = folder / "photos"
        make_photos(self.photos, samples)
        ready = folder / "camera.ready"
        with open(folder / "camera.log", "wb") as log:
            self.program = subprocess.Popen([program, "--port", "0", "--photos", self.photos, "--ready-file", ready,
                                             "--end-with-parent"], stdout=subprocess.DEVNULL, stderr=log)
        wait_for(lambda: ready.exists() and "port=" in ready.read_text(), 60, "the camera")
        self.port = int(ready.read_text().split("port=")[1].split()[0])

    def sums(self):
        """SHA-256 of every photo that it may have taken."""
        return {hashlib.sha256(file.read_bytes()).hexdigest() for file in self.photos.glob("*.jpg")}

    def close(self):
        self.program.kill()
        self.program.wait()
