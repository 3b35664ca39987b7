import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Resources } from '../../lib/core/resource.ts'
import { resolveSecret, secret } from '../../lib/core/secret.ts'
import * as door from '../../lib/index.ts'
import { needs, needsRoot } from '../support/debian.ts'
import { keptRuns } from '../support/kept-runs.ts'
import { mountNamespace } from '../support/mount-namespace.ts'
import { scratch } from '../support/shells.ts'
import { journalctl, systemctl } from '../support/standin-systemd.ts'
import { playOn } from '../tasks/one-play.ts'
import { blockModule } from './block-module.ts'
import { blocksOf } from './blocks.ts'

needsRoot('a root of its own')
needs(['git', 'logrotate', 'locales', 'sudo', 'cron', 'acl', 'openssh-client', 'util-linux', 'passwd'])

/** This machine, over which a layer lies: what is written is seen by the processes of the namespace alone, and goes with it. */
const space = await mountNamespace(
  (folder) => `cd ${folder} && mkdir layer root swap && mount -t tmpfs tmpfs layer && mkdir layer/upper layer/work &&
mount -t overlay overlay -o lowerdir=/,upperdir=layer/upper,workdir=layer/work root &&
mkdir -p root/swap && mount --bind swap root/swap && rm -rf root/var/lib/runbook && mount -t proc proc root/proc &&
mount --rbind /dev root/dev && mount -t sysfs -o ro sysfs root/sys && mount -t tmpfs tmpfs root/run &&
mkdir -p root/run/systemd/system root/srv/systemd/systemd-journald root/srv/systemd/systemd-timesyncd`,
)
const root = join(space.folder, 'root')
const spec = space.shell('chroot', root, 'sh')
const sh = (script: string): string => space.inside('chroot', root, 'sh', '-c', `${script}\n:`).trim()

/** What this machine cannot have: it says what it was told, and behaves as the words in the recipe need it. */
const standins = {
  '/usr/bin/systemctl': systemctl,
  '/usr/bin/journalctl': journalctl,
  '/usr/local/bin/docker': `#!/bin/sh
case "$*" in
  'compose up -d --wait') touch /run/stack ;;
  'compose down') rm -f /run/stack ;;
  'compose ps -q') [ ! -e /run/stack ] || echo 0123456789ab ;;
  *) exit 1 ;;
esac
`,
  '/usr/local/bin/apt-get': `#!/bin/sh
case "$*" in
  '-s dist-upgrade') [ -e /run/upgraded ] || echo 'Inst app [1.0] (1.1 Debian:12 [all])' ;;
  '-y -o Dpkg::Options::=--force-confold dist-upgrade') echo "$DEBIAN_FRONTEND" >/run/upgraded ;;
  *) exit 100 ;;
esac
`,
  '/usr/local/bin/setsebool': '#!/bin/sh\n[ "$1" = -P ] && echo "$2 --> $3" >/var/lib/booleans\n',
  '/usr/local/bin/getsebool': '#!/bin/sh\ncat /var/lib/booleans 2>/dev/null || echo "$1 --> off"\n',
}
for (const [path, text] of Object.entries(standins)) {
  const file = join(space.seen, 'root', path)
  writeFileSync(file, text)
  chmodSync(file, 0o755)
}
/** What git.example.com has: a program, and a library that is a submodule of it. */
sh(`export HOME=/root GIT_AUTHOR_NAME=una GIT_AUTHOR_EMAIL=una@example.com GIT_COMMITTER_NAME=una GIT_COMMITTER_EMAIL=una@example.com
git config --system url./srv/git/.insteadOf https://git.example.com/
git config --system protocol.file.allow always
git init -q -b main /srv/git/lib.git && cd /srv/git/lib.git && echo 'of the library' >words && git add words && git commit -qm words
git init -q -b main /srv/git/app.git && cd /srv/git/app.git && git submodule --quiet add https://git.example.com/lib.git lib && git commit -qm lib`)
resolveSecret(secret('hash of una'), '$apr1$salt$hash')

interface Shown {
  /** What a script prints when the recipe has been carried out. */
  readonly after: Readonly<Record<string, string | RegExp>>
  /** What it prints when that has been rolled back. */
  readonly back?: Readonly<Record<string, string | RegExp>>
}

/** By the name of the list in its block. */
const shown: Readonly<Record<string, Shown>> = {
  swap: {
    after: { 'grep -c ^/swap/file /proc/swaps': '1', 'grep -c ^/swap/file /etc/fstab': '1' },
    back: { 'grep -c ^/swap/file /proc/swaps': '0' },
  },
  // No kernel of a test loads modules: that one is there is seen, and that nothing is run for it.
  modules: { after: { 'cat /etc/modules-load.d/app.conf; ls -d /sys/module/loop': 'loop\n/sys/module/loop' } },
  limits: { after: { 'cat /etc/security/limits.d/app.conf': /^app soft nofile 65536\napp hard/ } },
  logrotate: {
    after: {
      'logrotate -d /etc/logrotate.d/app 2>&1': /rotating pattern: \/var\/log\/app\/\*\.log +weekly \(8 rotations\)/,
    },
  },
  journald: {
    after: {
      'cat /etc/systemd/journald.conf.d/size.conf': /SystemMaxUse=200M/,
      'grep -c "start systemd-journald" /srv/systemd/told': '1',
    },
  },
  locale: {
    after: {
      'LC_ALL=de_DE.UTF-8 date -d 2026-11-26 +%A; cat /etc/default/locale': /^Donnerstag\n(.*\n)*LANG=de_DE.UTF-8$/,
    },
  },
  timezone: { after: { 'date -d @0 +%Z': 'CET' }, back: { 'date -d @0 +%Z': 'UTC' } },
  time: { after: { 'cat /etc/systemd/timesyncd.conf.d/own.conf': /NTP=10\.0\.0\.1/ } },
  alternatives: {
    after: { 'readlink /etc/alternatives/pager': '/bin/more' },
    back: { 'update-alternatives --query pager | grep -E "^(Status|Value)"': /^Status: auto/ },
  },
  npm: { after: { 'cd /srv/app && npm ls --omit=dev': /app@1\.0\.0 \/srv\/app/ } },
  compose: {
    after: { 'ls -A /srv/stack /run/stack': '/run/stack\n\n/srv/stack:\n.up\ncompose.yaml' },
    back: { 'ls -d /run/stack /srv/stack 2>&1': /^(.*No such file.*\n?){2}$/ },
  },
  sudoers: {
    after: { 'visudo -c 2>&1': /\/etc\/sudoers\.d\/deploy: parsed OK/, 'stat -c %a /etc/sudoers.d/deploy': '440' },
  },
  knownHosts: { after: { 'ssh-keygen -F git.example.com -f /etc/ssh/ssh_known_hosts': /ssh-ed25519 AAAAC3/ } },
  selinux: {
    after: { 'getsebool httpd_can_network_connect': /on$/ },
    back: { 'getsebool httpd_can_network_connect': /off$/ },
  },
  motd: { after: { 'cat /etc/motd': 'Managed: changes by hand are lost.' } },
  ownKey: { after: { 'stat -c "%U %a" /var/lib/backup-job/.ssh/id_ed25519': 'backup-job 600' } },
  cronMail: {
    after: {
      'grep ^root: /etc/aliases; grep MAILTO /etc/cron.d/report': /^root: ops@example\.com\nMAILTO=.*ops@example\.com/,
    },
  },
  people: { after: { 'id -Gn una; id -Gn hugo': 'una ops\nhugo ops' } },
  unattended: {
    after: { 'apt-config dump APT::Periodic::Unattended-Upgrade': 'APT::Periodic::Unattended-Upgrade "1";' },
  },
  upgraded: { after: { 'cat /run/upgraded': 'noninteractive' } },
  submodules: { after: { 'cat /srv/checkout/lib/words': 'of the library' } },
  proxy: {
    after: {
      'apt-config dump Acquire::http::Proxy; grep -c https_proxy /etc/environment': /proxy\.example\.com:3128";\n1$/,
    },
    back: { 'ls /etc/apt/apt.conf.d/10proxy 2>&1': /No such file/ },
  },
  htpasswd: {
    after: { 'cat /etc/nginx-users; stat -c "%G %a" /etc/nginx-users': 'una:$apr1$salt$hash\nwww-data 640' },
  },
  acl: {
    after: { 'getfacl -pc /srv/reports': /^user:www-data:r-x$/m },
    back: { 'ls -d /srv/reports 2>&1': /No such file/ },
  },
  copied: { after: { 'cmp /etc/hosts /etc/hosts.template': '' } },
}

const doors = new Map([[pathToFileURL('dist/lib/index.js').href, Object.keys(door)]])
const folder = scratch('recipes')
mkdirSync(folder, { recursive: true })
const blocks = blocksOf('docs/recipes.md').filter(({ language }) => language === 'ts')
const nameOf = (text: string): string => /^const (\w+) = \[/.exec(text)?.[1] ?? 'none'

const test = suite('recipes')
test.after(() => {
  sh('swapoff /swap/file 2>/dev/null || :')
  space.end()
})
test('each is tried here, and each that is tried is on the page', () =>
  assert.equal(
    blocks.map(({ text }) => nameOf(text)),
    Object.keys(shown),
  ))

for (const block of blocks) {
  const name = nameOf(block.text)
  test(`${name}, twice`, async () => {
    const path = join(folder, `${name}.mjs`)
    const imports = blockModule(block, doors).match(/import \{[^;]*;/g) ?? []
    writeFileSync(path, `${imports.join('\n')}\n${block.text}\nexport default ${name}\n`)
    const { default: resources }: { readonly default: Resources } = await import(pathToFileURL(path).href)
    const { after = {}, back } = shown[name] ?? {}
    const first = await playOn(spec, resources)
    assert.not.ok(
      first.statuses.some((status) => status !== 'changed' && status !== 'ok'),
      first.reasons,
    )
    assert.ok(first.statuses.includes('changed'), 'there was something to do')
    expect(after)
    const second = await playOn(spec, resources)
    assert.equal(
      second.statuses,
      second.statuses.map(() => 'ok'),
      `a second run changes nothing: ${second.reasons}`,
    )
    if (back === undefined) return
    const { steps } = await keptRuns('', spec).rollBack()
    assert.equal(
      Object.entries(steps).filter(([, said]) => /^(failed|skipped|refused)/.test(said)),
      [],
    )
    expect(back)
  })
}

function expect(wanted: Shown['after']): void {
  for (const [script, words] of Object.entries(wanted))
    if (typeof words === 'string') assert.is(sh(script), words, script)
    else assert.match(sh(script).replace(/\n(?=$)/, ''), words)
}

test.run()
