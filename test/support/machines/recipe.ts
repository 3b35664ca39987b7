import { createHash } from 'node:crypto'

/** What a machine's disk holds beside Debian's smallest system. */
export const packages = [
  ...['systemd', 'systemd-sysv', 'dbus', 'udev', 'openssh-server', 'sudo', 'procps', 'kmod', 'netbase', 'iproute2'],
  ...['acl', 'attr', 'quota', 'openssl', 'ca-certificates', 'cron'],
  ...['nfs-common', 'nfs-kernel-server', 'cifs-utils', 'samba'],
]

/** Modules that the kernel needs to see its disk, in order. */
const modules = [
  'virtio_ring',
  'virtio',
  'virtio_pci_modern_dev',
  'virtio_pci_legacy_dev',
  'virtio_pci',
  'virtio_blk',
] as const

/** The first program of the first file system: it finds the disk and starts what is on it. */
export const init = `#!/bin/busybox sh
b=/bin/busybox
$b mount -t proc p /proc; $b mount -t sysfs s /sys; $b mount -t devtmpfs d /dev
for m in ${modules.join(' ')}; do $b insmod /mod/$m.ko; done
i=0; while [ ! -e /dev/vda ] && [ $i -lt 50 ]; do $b sleep 0.1; i=$((i + 1)); done
$b mount -t ext4 /dev/vda /new
$b umount /proc /sys; $b mount --move /dev /new/dev
exec $b switch_root /new /sbin/init
`

/** A machine has two networks: one that leads to the controller alone, and one with the other machines. Its number comes with the kernel's arguments. */
const network = `#!/bin/sh
n=$(sed -n 's/.*machine=\\([0-9]*\\).*/\\1/p' /proc/cmdline)
hostname "machine-$n"
ip link set lo up
ip link set eth0 up; ip addr add 10.0.2.15/24 dev eth0
ip link set eth1 up; ip addr add "10.78.0.$((10 + n))/24" dev eth1
`

const networkUnit = `[Unit]
Description=Addresses
DefaultDependencies=no
After=local-fs.target systemd-udevd.service systemd-udev-trigger.service
Before=network.target sshd.service
Wants=network.target
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStartPre=/bin/sh -c 'i=0; while [ ! -e /sys/class/net/eth1 ] && [ $i -lt 100 ]; do sleep 0.1; i=$((i + 1)); done'
ExecStart=/usr/local/sbin/addresses
[Install]
WantedBy=multi-user.target
`

/** Files of the disk by path, with their modes. */
export const files: Readonly<Record<string, readonly [mode: number, text: string]>> = {
  'etc/fstab': [0o644, '/dev/vda / ext4 defaults 0 1\n'],
  'etc/hosts': [0o644, '127.0.0.1 localhost\n10.78.0.11 machine-1\n10.78.0.12 machine-2\n'],
  'etc/machine-id': [0o444, ''],
  'etc/sudoers.d/deploy': [0o440, 'deploy ALL=(ALL) NOPASSWD:ALL\n'],
  'etc/systemd/system/addresses.service': [0o644, networkUnit],
  'usr/local/sbin/addresses': [0o755, network],
}

/** What is done in the disk once its packages are there. */
export const commands = [
  'useradd -m -s /bin/bash deploy',
  'systemctl enable addresses.service ssh.service',
  'systemctl disable smbd nmbd samba-ad-dc nfs-server apt-daily.timer apt-daily-upgrade.timer fstrim.timer e2scrub_reap || true',
]

export const initrdModules: readonly string[] = modules

/** The same for the same recipe: a disk is made once for each. */
export const recipeDigest = createHash('sha256')
  .update(JSON.stringify([packages, modules, init, files, commands]))
  .digest('hex')
  .slice(0, 12)
