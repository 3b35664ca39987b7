#!/bin/bash
# hosts.sh - real SSH hosts on this one machine for the end-to-end tests. Root on Debian only.
#
#   hosts.sh up OWNER N   starts N hosts that belong to process OWNER; prints "NUMBER ADDRESS" for each
#   hosts.sh down I...    ends these hosts and removes their disks
#   hosts.sh again I...   cuts these hosts off and starts them anew, with what they have on their disks
#   hosts.sh base         builds the base tree and stops there
#
# Host I is 10.78.0.(10+I). It has network, mount, process, IPC and host name namespaces of its own, OpenSSH with
# Debian's settings, and a disk that is an overlay on a tree made by debootstrap. `root` and `deploy` (sudo without a
# password) are let in by HOSTS/I/client. Hosts whose owner is gone are cleared away by the next `up`, and numbers are
# given out under a lock, so that several test files can have hosts at the same time.
#
# RUNBOOK_TEST_SET: hosts apart from those of the tests, with a segment of their own, as NAME:SUBNET; of them each has what
# is in the folder RUNBOOK_TEST_LAYER, and the Debian packages RUNBOOK_TEST_PACKAGES (words between commas).
# RUNBOOK_TEST_SYSTEM: a tree with systemd in it, to be used in place of the one that debootstrap makes: process 1 of each host
# is its systemd, by systemd-nspawn.
# RUNBOOK_TEST_BINDS: folders of this machine that the hosts of this `up` also have, as words FROM:TO:ro or FROM:TO:rw.
set -euo pipefail

PACKAGES=openssh-server,openssh-sftp-server,sudo,busybox,tar,gzip,attr,procps${RUNBOOK_TEST_PACKAGES:+,$RUNBOOK_TEST_PACKAGES}
RECIPE=1 # raise it when what `build` does with the tree changes
CACHE=/var/cache/runbook-test
SET=${RUNBOOK_TEST_SET:-rbt:10.78.0}
SUBNET=${SET#*:} SET=${SET%%:*}
HOSTS=$CACHE/hosts
LOCK=
[[ $SET == rbt ]] || HOSTS=$CACHE/hosts-$SET LOCK=-$SET
SUITE=$(. /etc/os-release && echo "${VERSION_CODENAME:-bookworm}")
BASE=${RUNBOOK_TEST_SYSTEM:-$CACHE/base-$SUITE-$RECIPE-$(echo "$PACKAGES" | cksum | cut -d' ' -f1)}

fail() { echo "hosts.sh: $*" >&2; exit 1; }

build() {
  [[ -d $BASE ]] && return
  local tree=$BASE.part mirror
  mirror=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' | awk -v s="$SUITE" '$2 == s {print $1; exit}')
  [[ -n $mirror ]] || fail "apt knows no mirror for $SUITE: apt-get update"
  rm -rf --one-file-system "$tree"
  debootstrap --variant=minbase --include="$PACKAGES" "$SUITE" "$tree" "$mirror" >"$CACHE/debootstrap.log" 2>&1 ||
    fail "debootstrap failed: $(tail -n 3 "$CACHE/debootstrap.log")"
  rm -rf "$tree"/var/cache/apt/archives/*.deb "$tree"/var/lib/apt/lists/* "$tree"/etc/ssh/ssh_host_*
  chroot "$tree" useradd --create-home --shell /bin/bash deploy
  install -m 440 /dev/stdin "$tree/etc/sudoers.d/deploy" <<<'deploy ALL=(ALL) NOPASSWD:ALL'
  install -m 755 /dev/stdin "$tree/sbin/rbt-init" <<'INIT'
#!/bin/sh
# Process 1 of a test host: keeps sshd running, and collects what others leave behind.
mkdir -p /run/sshd /run/lock
while :; do /usr/sbin/sshd -D -E /var/log/sshd.log; sleep 0.2; done
INIT
  mv "$tree" "$BASE"
}

# The segment lives in a namespace of its own, where no firewall of this machine looks at what hosts tell each other.
segment() {
  ip netns list | grep -qw "$SET-segment" || {
    ip netns add "$SET-segment"
    ip -n "$SET-segment" link add hub type bridge
    ip -n "$SET-segment" link set hub up
  }
  ip link show "$SET-control" >/dev/null 2>&1 || {
    ip link add "$SET-control" type veth peer name control netns "$SET-segment"
    ip addr add "$SUBNET.1/24" dev "$SET-control"
    ip link set "$SET-control" up
    ip -n "$SET-segment" link set control master hub up
  }
}

# The process number with its start time: a number alone may by now be somebody else's. A zombie is gone.
identify() {
  local state rest
  { read -r state rest < <(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null) && [[ $state != Z ]]; } || return
  echo "$1 $(cut -d' ' -f19 <<<"$rest")"
}
is_alive() { [[ -n ${1:-} && $(identify "${1%% *}" || true) == "$1" ]]; }

clear_orphans() {
  local disk
  for disk in "$HOSTS"/*/; do
    [[ -d $disk ]] || continue
    is_alive "$(cat "$disk/owner" 2>/dev/null)" || down "$(basename "$disk")"
  done
}

prepare() { # I OWNER: the disk layer, keys and network of a host
  local i=$1 disk=$HOSTS/$1 home
  mkdir -p "$disk"/{upper/etc/ssh,upper/root/.ssh,upper/home/deploy/.ssh,work,root}
  identify "$2" >"$disk/owner"
  ssh-keygen -q -t ed25519 -N '' -C runbook-test -f "$disk/client"
  ssh-keygen -q -t ed25519 -N '' -C "root@$SET-$i" -f "$disk/upper/etc/ssh/ssh_host_ed25519_key"
  for home in root home/deploy; do
    install -m 600 "$disk/client.pub" "$disk/upper/$home/.ssh/authorized_keys"
    chmod 700 "$disk/upper/$home" "$disk/upper/$home/.ssh"
  done
  chown -R "$(stat -c %u:%g "$BASE/home/deploy")" "$disk/upper/home/deploy"
  echo "$SET-$i" >"$disk/upper/etc/hostname"
  printf '127.0.0.1 localhost\n%s %s\n' "$SUBNET.$((10 + i))" "$SET-$i" >"$disk/upper/etc/hosts"

  unplug "$i"
  ip netns add "$SET-$i"
  # The hardware address is fixed: a host made anew under a number is reached although neighbours remember the last one.
  ip -n "$SET-$i" link add eth0 address "$(printf '02:72:62:74:00:%02x' "$i")" type veth peer name "port$i" netns "$SET-segment"
  ip -n "$SET-segment" link set "port$i" master hub up
  ip -n "$SET-$i" addr add "$SUBNET.$((10 + i))/24" dev eth0
  ip -n "$SET-$i" link set lo up
  ip -n "$SET-$i" link set eth0 up
}

# The kernel takes its time over a namespace; the number may be given out again before that.
unplug() {
  ip -n "$SET-segment" link del "port$1" 2>/dev/null || true
  ip netns del "$SET-$1" 2>/dev/null || true
}

launch() {
  local i=$1
  if [[ -n ${RUNBOOK_TEST_SYSTEM:-} ]]; then launch_system "$i"; return; fi
  setsid nsenter --net="/run/netns/$SET-$i" unshare --mount --uts --ipc --pid --fork --kill-child \
    "$0" boot "$i" </dev/null >"$HOSTS/$i/boot.log" 2>&1 9>&- &
  identify $! >"$HOSTS/$i/process"
}

# The network is made for it already, and it would wait for another one.
launch_system() {
  local disk=$HOSTS/$1
  mkdir -p "$disk/upper/etc/systemd/system"
  ln -sf /dev/null "$disk/upper/etc/systemd/system/systemd-networkd.service"
  setsid unshare --mount --pid --mount-proc --fork --kill-child "$0" boot "$1" </dev/null >"$disk/boot.log" 2>&1 9>&- &
  identify $! >"$disk/process"
}

boot_system() { # systemd-nspawn gives it all other namespaces; its control groups are in groups of its own
  local disk=$HOSTS/$1 group
  for group in $(control_groups "$1"); do
    mkdir -p "$group"
    echo $$ >"$group/cgroup.procs"
  done
  mount -t overlay overlay -o "lowerdir=$BASE,upperdir=$disk/upper,workdir=$disk/work" "$disk/root"
  SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 exec systemd-nspawn --quiet --boot --register=no --keep-unit --console=pipe \
    --directory="$disk/root" --machine="$SET-$1" --hostname="$SET-$1" --resolv-conf=off --timezone=off \
    --network-namespace-path="/run/netns/$SET-$1"
}

clear_group() { # those who are killed leave it one by one
  local turn
  for ((turn = 0; turn < 300; turn++)); do
    [[ -d $1 ]] || return 0
    find "$1" -depth -type d -exec rmdir {} + 2>/dev/null || sleep 0.02
  done
}

control_groups() {
  local at
  for at in /sys/fs/cgroup /sys/fs/cgroup/unified /sys/fs/cgroup/systemd; do
    [[ ! -e $at/cgroup.procs ]] || echo "$at/$SET-$1"
  done
}

boot() { # runs as process 1 of the new namespaces
  local root=$HOSTS/$1/root device bind from to how
  local layers="lowerdir=${RUNBOOK_TEST_LAYER:+$RUNBOOK_TEST_LAYER:}$BASE,upperdir=$HOSTS/$1/upper,workdir=$HOSTS/$1/work"
  hostname "$SET-$1"
  # What goes with the test need not be on a disk before it goes on: dpkg and databases ask for that all the time.
  # What is measured waits as it would elsewhere.
  { [[ $SET == rbt ]] && mount -t overlay overlay -o "$layers,volatile" "$root" 2>/dev/null; } ||
    mount -t overlay overlay -o "$layers" "$root"
  cd "$root"
  mount -t proc proc proc
  mount -t sysfs -o ro sysfs sys
  mount -t tmpfs -o mode=755 tmpfs run
  mount -t tmpfs -o mode=1777 tmpfs tmp
  mount -t tmpfs -o mode=755 tmpfs dev
  for device in null zero full random urandom tty; do
    touch "dev/$device"
    mount --bind "/dev/$device" "dev/$device"
  done
  mkdir dev/pts dev/shm
  mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts dev/pts
  mount -t tmpfs -o mode=1777 tmpfs dev/shm
  ln -s pts/ptmx dev/ptmx
  ln -s /proc/self/fd dev/fd
  ln -s fd/0 dev/stdin
  ln -s fd/1 dev/stdout
  ln -s fd/2 dev/stderr
  for bind in ${RUNBOOK_TEST_BINDS:-}; do
    IFS=: read -r from to how <<<"$bind"
    mkdir -p ".$to"
    mount --bind "$from" ".$to"
    [[ $how == rw ]] || mount -o remount,bind,ro ".$to"
  done
  mkdir before
  pivot_root . before
  exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
    chroot . sh -c 'umount -l /before && rmdir /before && exec /sbin/rbt-init'
}

await() {
  local i=$1 turn banner
  for ((turn = 0; turn < 300; turn++)); do
    banner=$( (exec 3<>"/dev/tcp/$SUBNET.$((10 + i))/22" && read -r -t 3 -u 3 line && echo "$line") 2>/dev/null || true)
    [[ $banner == SSH-2.0* ]] && return
    is_alive "$(cat "$HOSTS/$i/process")" || fail "host $i did not start: $(tail -n 3 "$HOSTS/$i/boot.log")"
    sleep 0.05
  done
  fail "host $i: no sshd answers at $SUBNET.$((10 + i))"
}

up() {
  local owner=$1 wanted=$2 i
  local -a numbers=()
  is_alive "$(identify "$owner")" || fail "no process $owner"
  clear_orphans
  build
  segment
  for ((i = 1; i <= 200 && ${#numbers[@]} < wanted; i++)); do
    [[ -d $HOSTS/$i ]] || numbers+=("$i")
  done
  trap "down ${numbers[*]}" EXIT # of what could not be started in full, nothing stays
  for i in "${numbers[@]}"; do
    prepare "$i" "$owner"
    launch "$i"
  done
  for i in "${numbers[@]}"; do await "$i"; done
  trap - EXIT
  for i in "${numbers[@]}"; do echo "$i $SUBNET.$((10 + i))"; done
}

cut_off() { # ending process 1 ends all others, and with them their mounts
  local outer turn
  [[ $1 =~ ^[0-9]+$ ]] || fail "$1 is no number"
  outer=$(cat "$HOSTS/$1/process" 2>/dev/null || true)
  is_alive "$outer" || return 0
  kill -KILL "${outer%% *}"
  for ((turn = 0; turn < 300; turn++)); do
    is_alive "$outer" || return 0
    sleep 0.02
  done
}

again() {
  local i
  for i in "$@"; do
    cut_off "$i"
    launch "$i"
  done
  for i in "$@"; do await "$i"; done
}

down() {
  local i group
  for i in "$@"; do
    cut_off "$i"
    unplug "$i"
    for group in $(control_groups "$i"); do clear_group "$group"; done
    rm -rf --one-file-system "${HOSTS:?}/$i"
  done
}

# The wire between this machine and the hub gets a length. Kernels without netem have a process that holds the frames.
delay() {
  local ms=$1 half
  segment
  kill_delay
  [[ $ms != 0 ]] || { ip -n "$SET-segment" link set control master hub; return; }
  half=$(awk "BEGIN { print $ms / 2 }")
  if tc -n "$SET-segment" qdisc replace dev control root netem delay "${half}ms" limit 100000 2>/dev/null; then
    tc qdisc replace dev "$SET-control" root netem delay "${half}ms" limit 100000
    return
  fi
  cc -O2 -o "$HOSTS/delay" "$(dirname "$0")/delay.c" || fail "this kernel has no netem, and there is no C compiler for what takes its place"
  ip -n "$SET-segment" link set control nomaster
  ip -n "$SET-segment" link add name long type veth peer name far
  ip -n "$SET-segment" link set far master hub up
  ip -n "$SET-segment" link set long up
  setsid ip netns exec "$SET-segment" "$HOSTS/delay" control long "$(awk "BEGIN { print $ms * 500 }")" </dev/null >"$HOSTS/delay.log" 2>&1 9>&- &
  sleep 0.2
  identify $! >"$HOSTS/delay.process" || fail "no delay: $(cat "$HOSTS/delay.log")"
}

kill_delay() {
  local holder
  holder=$(cat "$HOSTS/delay.process" 2>/dev/null || true)
  if is_alive "$holder"; then kill "${holder%% *}"; fi
  rm -f "$HOSTS/delay.process"
  ip -n "$SET-segment" link del long 2>/dev/null || true
  tc -n "$SET-segment" qdisc del dev control root 2>/dev/null || true
  tc qdisc del dev "$SET-control" root 2>/dev/null || true
}

clear() {
  clear_orphans
  [[ -z $(ls -d "$HOSTS"/*/ 2>/dev/null) ]] || fail "there are hosts left"
  kill_delay
  ip link del "$SET-control" 2>/dev/null || true
  ip netns del "$SET-segment" 2>/dev/null || true
}

[[ $(id -u) == 0 ]] || fail "must be root"
command=${1:-}
shift || true
mkdir -p "$HOSTS"
case $command in
  boot) if [[ -n ${RUNBOOK_TEST_SYSTEM:-} ]]; then boot_system "$1"; else boot "$1"; fi ;;
  base | up | again | down | delay | clear)
    exec 9>"$CACHE/lock$LOCK"
    flock 9
    if [[ $command == base ]]; then build; else "$command" "$@"; fi
    ;;
  *) fail "up OWNER N, again I..., down I..., delay MS, clear, or base" ;;
esac
