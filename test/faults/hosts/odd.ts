import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ConnectionSpec, local, shell } from '../../../lib/core/connection.ts'
import { mountNamespace } from '../../support/mount-namespace.ts'
import { scratch, testShells } from '../../support/shells.ts'
import { startSshd } from '../../support/sshd.ts'

/** A host on which all goes as elsewhere, whatever is odd about it. */
export interface OddHost {
  readonly name: string
  /** It cannot be done there, and this says why. */
  readonly tells?: RegExp
  start(): Promise<{ readonly spec: ConnectionSpec; end(): unknown }>
}

const simple = (name: string, spec: () => ConnectionSpec): OddHost => ({
  name,
  start: async () => ({ spec: spec(), end: () => undefined }),
})

const inside = (name: string, mounts: (folder: string) => string): OddHost => ({
  name,
  async start() {
    const { host, end } = await mountNamespace(mounts)
    return { spec: host, end }
  },
})

const bySsh = (name: string, config: (folder: string) => string): OddHost => ({
  name,
  async start() {
    const sshd = await startSshd({ config: `SetEnv HOME=${scratch('home')}\n${config(scratch('sshd-odd'))}` })
    return { spec: sshd.spec(), end: sshd.stop }
  },
})

export const hosts: readonly OddHost[] = [
  simple('umask 077', () => shell(['sh', '-c', 'umask 077; exec sh'])),
  simple('umask 000', () => shell(['sh', '-c', 'umask 000; exec sh'])),
  simple('a shell that prints a banner', () => shell(['sh', '-c', 'echo "Welcome to the host"; echo again; exec sh'])),
  simple('a shell that complains before it begins', () => shell(['sh', '-c', 'echo "cannot set locale" >&2; exec sh'])),
  simple('BusyBox', () => testShells().find(({ name }) => name === 'busybox')?.spec ?? local()),
  simple('no home', () => shell(['env', 'HOME=/nonexistent', 'sh'])),
  simple('HOME is not set', () => shell(['env', '-u', 'HOME', 'sh'])),
  simple('a clock that jumps', jumpingClock),
  inside(
    '/tmp and /var/tmp are noexec',
    () => 'for d in /tmp /var/tmp; do mount --bind $d $d && mount -o remount,bind,noexec $d; done',
  ),
  inside('a home that is read-only', () => 'mount --bind /root /root && mount -o remount,bind,ro /root'),
  {
    ...inside('a disk that is read-only', () => `d=${tmpdir()}; mount --bind $d $d && mount -o remount,bind,ro $d`),
    tells: /is on a file system that is mounted read-only/,
  },
  // What is large has to be uploaded, which takes a session of its own.
  { ...bySsh('MaxSessions 1', () => 'MaxSessions 1'), tells: /opens no further session: raise MaxSessions/ },
  bySsh('a banner before the login', (folder) => {
    writeFileSync(join(folder, 'banner'), 'Only for those who may.\n')
    return `Banner ${join(folder, 'banner')}`
  }),
  bySsh('a login shell that prints a banner', (folder) => {
    writeFileSync(join(folder, 'login'), '#!/bin/sh\necho "Last login: never"\neval "$SSH_ORIGINAL_COMMAND"\n', {
      mode: 0o755,
    })
    return `ForceCommand ${join(folder, 'login')}`
  }),
]

/** What programs say of the time is another age at each call; the kernel's clock is this machine's. */
function jumpingClock(): ConnectionSpec {
  const folder = scratch('clock')
  mkdirSync(join(folder, 'bin'))
  const path = join(folder, 'bin/date')
  writeFileSync(
    path,
    `#!/bin/sh\necho >>${folder}/n\ncase $(($(wc -l <${folder}/n) % 2)) in 0) at=0 ;; *) at=4102444800 ;; esac\nexec /bin/date -d "@$at" "$@"\n`,
  )
  chmodSync(path, 0o755)
  return shell(['env', `PATH=${join(folder, 'bin')}:${process.env.PATH}`, 'sh'])
}
