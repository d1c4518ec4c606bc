# shellcheck shell=bash
# The machine of installed_booth.sh as a virtual PC (tests/power/machine), with Debian's own kernel and a disk of its own.
# Sourced; needs root, mmdebstrap and QEMU. MACHINE_IMAGE: folder that keeps the empty PC's disk.

: "${tests:?the folder of this file}"
for tool in mmdebstrap qemu-system-x86_64 mke2fs python3; do
  command -v $tool >/dev/null || skip "$tool is not installed"
done
rig=$tests/../power/machine
image=$(readlink -m "${MACHINE_IMAGE:-$tests/../../build/machine}")
machine=''
# shellcheck disable=SC2034  # installed_booth.sh cuts as late as that
upgrade_seconds=30  # what an upgrade takes at most

# make_machine FOLDER PACKAGE...: FOLDER's "packages" are /packages in it.
make_machine() {
  local folder=$1
  : "${log:?a file for what programs say}"
  shift
  mkdir -p "$(dirname "$image")"
  "$rig/image.sh" "$image" "$@" >"$log" 2>&1 || fail 'no disk'
  "$rig/machine.py" "$folder" make "$image" "$folder/packages" || fail 'no disk'
  machine=$folder
}

boot() { "$rig/machine.py" "$machine" boot "$image" || fail 'the machine does not boot'; }
inside() { "$rig/machine.py" "$machine" inside "$@"; }
put() { "$rig/machine.py" "$machine" put "$1"; }
pull_the_plug() { [[ -z $machine || ! -e $machine/pid ]] || "$rig/machine.py" "$machine" cut 2>/dev/null || true; }
