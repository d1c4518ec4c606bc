#!/bin/bash
# A one-machine Ceph with an S3 gateway on loopback, until it is ended. Says "ready" once it serves.
# usage: ceph_gateway.sh FOLDER MON_PORT MON_OLD_PORT S3_PORT; keys: BOOTHKEY / boothsecret0123456789
set -eu
dir=$1 mon=$2 mon_old=$3 s3=$4
trap 'kill $(jobs -p) 2>/dev/null; wait' EXIT
trap 'exit 0' TERM INT
child() { setpriv --pdeathsig KILL "$@" >>"$dir/daemons.log" 2>&1 & } # none outlives this script, even killed

mkdir -p "$dir"/{mon,mgr,osd,run,rgw}
fsid=$(cat /proc/sys/kernel/random/uuid)
# cephx stays on: without it radosgw hangs for ever. The two "update on start" would end in "wrong fsid".
cat >"$dir/ceph.conf" <<CONF
[global]
fsid = $fsid
mon host = [v2:127.0.0.1:$mon/0,v1:127.0.0.1:$mon_old/0]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
keyring = $dir/keyring
run dir = $dir/run
admin socket =
pid file =
log file = $dir/\$name.log
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
mon allow pool size one = true
mon data avail crit = 1
mon data avail warn = 2
[mon]
mon data = $dir/mon
[mgr]
mgr data = $dir/mgr
[osd]
osd data = $dir/osd
osd objectstore = bluestore
bluestore block size = 4294967296
osd class update on start = false
osd crush update on start = false
[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:$s3
rgw data = $dir/rgw
CONF
conf=(-c "$dir/ceph.conf")
auth() { ceph-authtool "$dir/keyring" --gen-key "$@" >/dev/null; }
ceph-authtool -C "$dir/keyring" --gen-key -n mon. --cap mon 'allow *' >/dev/null
auth -n client.admin --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *'
auth -n mgr.x --cap mon 'allow profile mgr' --cap osd 'allow *'
auth -n osd.0 --cap mon 'allow profile osd' --cap mgr 'allow profile osd' --cap osd 'allow *'
auth -n client.rgw --cap mon 'allow rw' --cap osd 'allow rwx' --cap mgr 'allow rw'

monmaptool --create --fsid "$fsid" --addv a "[v2:127.0.0.1:$mon,v1:127.0.0.1:$mon_old]" "$dir/monmap" >/dev/null
ceph-mon "${conf[@]}" --mkfs -i a --monmap "$dir/monmap" --keyring "$dir/keyring"
child ceph-mon "${conf[@]}" -i a -f
until timeout 5 ceph "${conf[@]}" -s >/dev/null 2>&1; do sleep 0.2; done
ceph "${conf[@]}" auth import -i "$dir/keyring"
child ceph-mgr "${conf[@]}" -i x -f
osd=$(cat /proc/sys/kernel/random/uuid)
ceph "${conf[@]}" osd new "$osd" 0
ceph-osd "${conf[@]}" -i 0 --mkfs --osd-uuid "$osd" >>"$dir/daemons.log" 2>&1
ceph "${conf[@]}" osd crush add osd.0 1.0 root=default host=booth
child ceph-osd "${conf[@]}" -i 0 -f
child radosgw "${conf[@]}" -n client.rgw -f
until (exec 3<>"/dev/tcp/127.0.0.1/$s3") 2>/dev/null; do sleep 0.2; done
radosgw-admin "${conf[@]}" -n client.rgw user create --uid booth --display-name booth \
  --access-key BOOTHKEY --secret-key boothsecret0123456789 >/dev/null
echo ready
wait
