import { createHash } from 'node:crypto'

/** Two machines are as many as a test has. */
export const numbers = [1, 2] as const

/** Where a machine is reached by the other one. */
export const addressOf = (number: number): string => `10.79.0.${10 + number}`

/** A machine has two networks: `controller` leads to the tests alone, `machines` to the other machine alone. */
export const macOf = (network: Network, number: number): string =>
  `52:54:00:72:0${networks.indexOf(network)}:0${number}`
export type Network = (typeof networks)[number]
const networks = ['controller', 'machines'] as const

/** What the disk holds beside Debian's smallest system. */
export const packages = [
  ...['systemd', 'systemd-sysv', 'dbus', 'udev', 'kmod', 'procps', 'netbase', 'iproute2', 'openssh-server', 'sudo'],
  ...['acl', 'attr', 'quota', 'openssl', 'ca-certificates', 'cron', 'unzip', 'nftables', 'libpam-systemd'],
  ...['nfs-common', 'nfs-kernel-server', 'cifs-utils', 'samba'],
  ...['selinux-policy-default', 'policycoreutils', 'dnf', 'zypper', 'rpm', 'createrepo-c'],
]

/** What the kernel needs before it sees its disk. */
export const bootModules = ['virtio_pci', 'virtio_blk', 'ext4']

/** Files of the disk by path, with their modes. */
export const files: Readonly<Record<string, readonly [mode: number, text: string]>> = {
  'etc/fstab': [0o644, '/dev/vda / ext4 defaults 0 1\n'],
  'etc/hosts': [0o644, `127.0.0.1 localhost\n${numbers.map((n) => `${addressOf(n)} machine-${n}\n`).join('')}`],
  'etc/hostname': [0o644, ''],
  'etc/machine-id': [0o444, ''],
  'etc/sudoers.d/deploy': [0o440, 'deploy ALL=(ALL) NOPASSWD:ALL\n'],
  // Without the kernel's argument `security=selinux` nobody reads it.
  'etc/selinux/config': [0o644, 'SELINUX=permissive\nSELINUXTYPE=default\n'],
  ...Object.fromEntries(
    numbers.flatMap((number) => [
      networkFile('controller', number, '10.0.2.15'),
      networkFile('machines', number, addressOf(number)),
    ]),
  ),
}

function networkFile(network: Network, number: number, address: string): [string, readonly [number, string]] {
  const text = `[Match]
MACAddress=${macOf(network, number)}
[Network]
Address=${address}/24
LinkLocalAddressing=no
IPv6AcceptRA=no
`
  return [`etc/systemd/network/${network}-${number}.network`, [0o644, text]]
}

/** What is not to run unless a test starts it: it would slow each boot down, or wake up in the middle of a test. */
const asleep = [
  ...['smbd', 'nmbd', 'samba-ad-dc', 'nfs-server', 'nfs-blkmap', 'rpcbind.service', 'rpcbind.socket'],
  ...['apt-daily.timer', 'apt-daily-upgrade.timer', 'dpkg-db-backup.timer', 'e2scrub_all.timer', 'fstrim.timer'],
  ...['e2scrub_reap', 'quota', 'cron'],
]

/** What nobody misses, and each boot would wait for. */
const nowhere = [
  ...['getty@.service', 'serial-getty@.service', 'systemd-update-utmp.service', 'systemd-update-utmp-runlevel.service'],
  ...['dev-hugepages.mount', 'dev-mqueue.mount', 'sys-kernel-debug.mount', 'sys-kernel-tracing.mount'],
]

/** Those of systemd's generators that have something to say here; each read of its units runs all that there are. */
const generators = ['systemd-fstab-generator', 'systemd-sysv-generator', 'nfs-server-generator']

/** What is done in the disk once its packages are there, by sh. */
export const commands = [
  'useradd -m -s /bin/bash deploy',
  'systemctl enable systemd-networkd ssh',
  ...asleep.map((unit) => `systemctl disable ${unit} || true`),
  `systemctl mask ${nowhere.join(' ')}`,
  'mkdir -p /etc/systemd/system-generators',
  'cd /usr/lib/systemd/system-generators; for name in *; do ln -s /dev/null /etc/systemd/system-generators/$name; done',
  `cd /etc/systemd/system-generators; rm ${generators.join(' ')}`,
  // A login is slow by it: a test that is about logins enables it.
  'pam-auth-update --package --remove systemd',
]

/** The same for the same recipe: a disk is made once for each. Raise the number when what `make-disk.ts` does changes. */
export const recipeDigest = createHash('sha256')
  .update(JSON.stringify([2, packages, bootModules, files, commands]))
  .digest('hex')
  .slice(0, 12)
