#!/bin/bash
# The disk of a virtual booth PC: Debian 12 with its own kernel, systemd and CUPS, and what boothd's packages need; boothd itself
# is installed in the running machine. Nothing is mounted for it.
#
# usage: image.sh FOLDER PACKAGE...    makes FOLDER/base.raw, FOLDER/vmlinuz and FOLDER/initrd.img; PACKAGE: Debian's
#
# The folder is kept until other packages are asked for or this script changes. Needs root, mmdebstrap and e2fsprogs.
set -euo pipefail
folder=$1
shift
wanted="$* $(sha256sum <"$(readlink -f "$0")")"
[[ ! -f $folder/wanted || $(cat "$folder/wanted") != "$wanted" ]] || exit 0

rm -rf "$folder"
mkdir -p "$folder"
system=(systemd-sysv udev dbus libpam-systemd kmod iproute2 procps sqlite3 linux-image-amd64 initramfs-tools zstd)
include=$(printf ',%s' "${system[@]}" "$@")
mmdebstrap --variant=minbase --include="${include#,}" bookworm "$folder/root" >"$folder/log" 2>&1 ||
  { tail -n 20 "$folder/log" >&2; exit 1; }

put() { cat >"$folder/root/$1"; }  # put FILE: its text is on stdin
# --- a small initrd: only what finds the disk
sed -i 's/^MODULES=.*/MODULES=list/; s/^BUSYBOX=.*/BUSYBOX=n/' "$folder/root/etc/initramfs-tools/initramfs.conf"
printf '%s\n' virtio_pci virtio_blk ext4 crc32c_generic crc32c_intel | put etc/initramfs-tools/modules
chroot "$folder/root" update-initramfs -u >>"$folder/log" 2>&1
echo booth >"$folder/root/etc/hostname"
echo '127.0.0.1 localhost booth' >"$folder/root/etc/hosts"
put etc/fstab <<'TABLE'
/dev/vda / ext4 defaults 0 1
/dev/vdb /packages ext4 ro,nofail 0 0
TABLE
mkdir "$folder/root/packages"
echo virtio_console >"$folder/root/etc/modules-load.d/console.conf"

# --- a root shell at the end of a virtual cable, without a terminal's echo
put etc/systemd/system/outside-shell.service <<'UNIT'
[Unit]
Description=A shell for whoever tests this machine
DefaultDependencies=no
After=local-fs.target systemd-udevd.service
StartLimitIntervalSec=0
[Service]
Environment=SYSTEMD_PAGER=cat DEBIAN_FRONTEND=noninteractive LANG=C.UTF-8 HOME=/root
WorkingDirectory=/root
ExecStart=/bin/bash -c 'exec bash <>/dev/virtio-ports/outside.shell >&0 2>&1'
Restart=always
RestartSec=200ms
[Install]
WantedBy=multi-user.target
UNIT
# --- the host, and nothing else: no route leads on from there
put etc/udev/rules.d/80-cable.rules <<'RULE'
ACTION=="add", SUBSYSTEM=="net", KERNEL!="lo", RUN+="/sbin/ip link set $name up", RUN+="/sbin/ip address add 10.0.2.15/24 dev $name"
RULE
# --- boothd's socket, for whoever tests it
put etc/systemd/system/outside-api.socket <<'UNIT'
[Socket]
ListenStream=8080
[Install]
WantedBy=sockets.target
UNIT
put etc/systemd/system/outside-api.service <<'UNIT'
[Service]
ExecStart=/lib/systemd/systemd-socket-proxyd /run/boothd/boothd.sock
UNIT
systemctl --root="$folder/root" --quiet enable outside-shell outside-api.socket
systemctl --root="$folder/root" --quiet mask serial-getty@hvc0.service serial-getty@ttyS0.service getty@tty1.service \
  apt-daily.timer apt-daily-upgrade.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer \
  dpkg-db-backup.timer man-db.timer nginx.service

cp "$folder"/root/boot/vmlinuz-* "$folder/vmlinuz"
cp "$folder"/root/boot/initrd.img-* "$folder/initrd.img"
truncate -s 8G "$folder/base.raw"
mke2fs -q -t ext4 -F -d "$folder/root" "$folder/base.raw"
rm -rf --one-file-system "$folder/root"
echo "$wanted" >"$folder/wanted"
