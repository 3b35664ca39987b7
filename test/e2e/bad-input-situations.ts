import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { ConnectionSpec } from '../../lib/core/connection.ts'
import type { Become } from '../../lib/core/resource.ts'
import { secret } from '../../lib/core/secret.ts'
import { type Bench, login } from '../support/e2e.ts'
import type { TestHost } from '../support/hosts.ts'

/** What is wrong (made by root, on the host), how the command ends, and what it must say beside the host's name. */
export interface BadInput {
  readonly name: string
  readonly before?: string
  readonly connect?: (host: TestHost, work: Bench) => ConnectionSpec
  readonly become?: Become
  readonly vars?: object
  readonly status: number
  readonly says: readonly RegExp[]
  /** What is nevertheless found afterwards. Default: all is as it was. */
  readonly changed?: readonly RegExp[]
  /** Puts right what later situations need. */
  readonly after?: string
}

const key = (work: Bench, name: string): string => {
  const path = join(work.folder, name)
  execFileSync('sh', ['-c', 'test -e "$1" || ssh-keygen -q -t ed25519 -N "" -f "$1"', 'sh', path])
  return path
}

export const situations: readonly BadInput[] = [
  {
    name: 'an unknown host key',
    connect: (host, work) => host.spec({ knownHosts: work.write('none', '') }),
    status: 3,
    says: [/host key that is not known/, /SHA256:/, /ssh-keygen -lf/, /echo .* >> .*none/, /accept-new/],
  },
  {
    name: 'a changed host key',
    connect: (host, work) => {
      const [type, other] = execFileSync('cat', [`${key(work, 'other')}.pub`], { encoding: 'utf8' }).split(' ')
      return host.spec({ knownHosts: work.write('changed', `${host.address} ${type} ${other}\n`) })
    },
    status: 3,
    says: [/another host key than the known one/, /SHA256:.* in place of SHA256:/, /changed line 1/, /ssh-keygen .*-R/],
  },
  {
    name: 'a changed host key, even where new ones are accepted',
    connect: (host, work) => host.spec({ knownHosts: join(work.folder, 'changed'), hostKey: 'accept-new' }),
    status: 3,
    says: [/another host key than the known one/],
  },
  {
    name: 'a wrong key',
    connect: (host, work) => host.spec({ identity: key(work, 'wrong') }),
    status: 3,
    says: [/lets root in by none of what was tried/, /wrong/, /ssh-copy-id/],
  },
  {
    name: 'no sshd at the port',
    connect: (host) => host.spec({ port: 2 }),
    status: 3,
    says: [/refuses connections/, /is sshd running/],
  },
  {
    name: 'an address where nobody is',
    connect: (host) => ({ ...host.spec({ connectTimeout: 1 }), address: '10.78.0.254' }),
    status: 3,
    says: [/10\.78\.0\.254/, /check the address, the network and firewalls/],
  },
  {
    name: 'a host that takes connections and says nothing',
    before: `/usr/bin/busybox nc -ll -p 2222 -e /bin/sleep 60 >/dev/null 2>&1 & sleep 0.3`,
    connect: (host) => host.spec({ port: 2222, connectTimeout: 1 }),
    status: 3,
    says: [/gave no answer within 1 s/],
    after: 'pkill -x nc',
  },
  {
    name: 'sudo that wants a password, and none is given',
    before: 'chmod u+w /etc/sudoers.d/deploy; echo "deploy ALL=(ALL) ALL" > /etc/sudoers.d/deploy',
    connect: (host) => host.spec({ user: 'deploy' }),
    become: true,
    status: 4,
    says: [/sudo to root is refused/, /password is required/, /give become: \{ password/],
  },
  {
    name: 'a wrong password for sudo',
    before: `echo 'deploy:not ${login}' | chpasswd`,
    connect: (host) => host.spec({ user: 'deploy' }),
    become: { password: secret('login') },
    status: 4,
    says: [/sudo to root is refused/, /check the password/],
  },
  {
    name: 'a user who may not use sudo',
    before: `rm /etc/sudoers.d/deploy; echo 'deploy:${login}' | chpasswd`,
    connect: (host) => host.spec({ user: 'deploy' }),
    become: { password: secret('login') },
    status: 4,
    says: [/sudo to root is refused/, /not in the sudoers|not allowed/],
  },
  {
    name: 'a wrong password for su',
    before: `echo 'root:not ${login}' | chpasswd`,
    connect: (host) => host.spec({ user: 'deploy' }),
    become: { method: 'su', password: secret('login') },
    status: 4,
    says: [/su to root is refused/, /check the password/],
    after: 'echo "deploy ALL=(ALL) NOPASSWD:ALL" > /etc/sudoers.d/deploy',
  },
  {
    name: 'a method that the host does not have',
    connect: (host) => host.spec({ user: 'deploy' }),
    become: { method: 'doas' },
    status: 4,
    says: [/doas to root is refused/, /not found/],
  },
  {
    name: 'a directory in place of a file',
    before: 'rm a.xml; mkdir a.xml',
    status: 4,
    says: [/\/srv\/x\/a\.xml is a directory/, /move it away/],
  },
  {
    name: 'a broken link',
    before: 'rm a.json; ln -s nowhere a.json',
    status: 4,
    says: [/\/srv\/x\/a\.json is a link to \/srv\/x\/nowhere, which is not there/, /remove the link/],
  },
  {
    name: 'links that go round',
    before: 'rm a.json; ln -s b a.json; ln -s a.json b',
    status: 4,
    says: [/\/srv\/x\/(a\.json|b) is a loop of links/],
  },
  {
    name: 'a missing file',
    before: 'rm a.xml',
    status: 4,
    says: [/\/srv\/x\/a\.xml is not there to edit/],
  },
  {
    name: 'a file that the user may not read',
    before: 'chmod 600 a.xml; chown root a.xml',
    connect: (host) => host.spec({ user: 'deploy' }),
    status: 4,
    says: [/\/srv\/x\/a\.xml may not be read/, /become: true/],
  },
  {
    name: 'a folder that the user may not write to',
    connect: (host) => host.spec({ user: 'deploy' }),
    status: 4,
    says: [
      /refused \| .*first\.txt: deploy may not make or remove anything in \/srv\/x \(root:root, mode 755\)/,
      /give --become/,
    ],
  },
  {
    name: 'a read-only file system',
    before:
      'cp -a /srv/x /root/x; mount -t tmpfs tmpfs /srv/x; cp -a /root/x/. /srv/x; mount -o remount,ro /srv/x; rm -r /root/x',
    status: 4,
    says: [/first\.txt/, /is on a file system that is mounted read-only/],
    after: 'umount /srv/x',
  },
  {
    name: 'a full disk',
    before:
      'cp -a /srv/x /root/x; mount -t tmpfs -o size=64k tmpfs /srv/x; cp -a /root/x/. /srv/x; rm -r /root/x; head -c 100k /dev/zero > /srv/x/filler 2>/dev/null || true',
    status: 1,
    says: [/first\.txt/, /no space left/i],
    after: 'umount /srv/x',
  },
  {
    name: 'a full disk where uploads are staged',
    before: 'mount -t tmpfs -o size=64k tmpfs /var/tmp',
    vars: { large: true },
    status: 1,
    says: [/write \/srv\/x\/large/, /cannot write \/var\/tmp/],
    after: 'umount /var/tmp',
  },
  {
    name: 'ill-formed XML',
    before: 'printf "<a>\\n  <b>old</c>\\n</a>" > a.xml',
    status: 4,
    says: [/\/srv\/x\/a\.xml/, /line 2/, /column/],
  },
  {
    name: 'XML in another encoding than it declares',
    before: `printf '<?xml version="1.0" encoding="UTF-8"?><a><b>\\351</b></a>' > a.xml`,
    status: 4,
    says: [/\/srv\/x\/a\.xml/, /UTF-8/i],
  },
  {
    name: 'XML without what is to be edited',
    before: `printf '<a><B>old</B></a>' > a.xml`,
    status: 4,
    says: [/\/srv\/x\/a\.xml/, /\/a\/b/, /B/],
  },
  {
    name: 'ill-formed JSON',
    before: `printf '{\\n  "b": ,\\n}' > a.json`,
    status: 4,
    says: [/\/srv\/x\/a\.json/, /line 2/],
  },
  {
    name: 'a file that changes between plan and apply',
    vars: { meddle: true },
    status: 1,
    says: [/a\.xml has another content now/, /run again/],
    changed: [/meddled/, /"b": "old"/],
  },
  {
    name: 'no program for SHA-256, and a digest is asked for',
    before: 'touch large; for p in sha256sum busybox; do mv /usr/bin/$p /usr/bin/$p.away; done',
    status: 4,
    says: [/none of sha256sum, openssl, shasum or busybox/, /install one/],
    vars: { large: true },
    after: 'for p in sha256sum busybox; do mv /usr/bin/$p.away /usr/bin/$p; done',
  },
  {
    name: 'no program for SHA-256 to see whether a file is still what was read',
    before: 'for p in sha256sum busybox; do mv /usr/bin/$p /usr/bin/$p.away; done',
    status: 1,
    says: [/none of sha256sum, openssl, shasum or busybox/, /install one/],
    after: 'for p in sha256sum busybox; do mv /usr/bin/$p.away /usr/bin/$p; done',
  },
  {
    name: 'only BusyBox for SHA-256',
    before: 'mv /usr/bin/sha256sum /usr/bin/sha256sum.away',
    vars: { large: true },
    status: 0,
    says: [],
    changed: [/large/, /new line/, /<b>new<\/b>/],
    after: 'mv /usr/bin/sha256sum.away /usr/bin/sha256sum',
  },
]
