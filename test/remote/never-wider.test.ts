import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../lib/core/connection.ts'
import { play } from '../../lib/core/playbook.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { secret } from '../../lib/core/secret.ts'
import { directory, file } from '../../tasks/index.ts'
import { needs, needsRoot } from '../support/debian.ts'
import { runOn } from '../support/runs.ts'
import { scratch, testShells } from '../support/shells.ts'

/**
 * What is on its way to a narrow mode or to another owner may at no moment be read by those who may not read it in the
 * end: before and after every program that the host runs, other users try. What they could not reach then, they cannot
 * reach after a kill either.
 */
needs(['acl', 'util-linux', 'grep'])
const test = suite('never wider than it is to be')

const [owner, member, named] = [64101, 64102, 64103]
const other = '65534:65534'
const word = 'hunter2'
const text = secret('word', { value: `${word}\n` })
const large = Buffer.from(word.repeat(20_000))

interface Situation {
  readonly name: string
  /** What is there, below the folder. */
  readonly before?: (folder: string) => void
  readonly resources: (folder: string) => Resources
  /** `user:group` of those who may not read it in the end. */
  readonly strangers: readonly string[]
  /** What succeeds when there is something to read. */
  readonly look?: (folder: string) => string
  /** Mode and owner of `x` in the end, where a mode is told by all of it. */
  readonly ends: string
}

function old(mode: number, user = 0, group = 0) {
  return (folder: string) => {
    writeFileSync(join(folder, 'x'), 'old\n')
    chownSync(join(folder, 'x'), user, group)
    chmodSync(join(folder, 'x'), mode)
  }
}
const acl = (words: readonly string[], path: string) => execFileSync('setfacl', [...words, path])
const x = (folder: string) => join(folder, 'x')

const situations: readonly Situation[] = [
  {
    name: 'a new file',
    resources: (folder) => file({ path: x(folder), text, mode: 0o600 }),
    strangers: [other],
    ends: '600 0:0',
  },
  {
    name: 'a secret over a file that all may read',
    before: old(0o644),
    resources: (folder) => file({ path: x(folder), text, mode: 0o600 }),
    strangers: [other],
    ends: '600 0:0',
  },
  {
    name: 'a large one, which is uploaded first',
    before: old(0o644),
    resources: (folder) => file({ path: x(folder), bytes: large, mode: 0o600 }),
    strangers: [other],
    ends: '600 0:0',
  },
  {
    name: 'a secret over a file of another owner and group',
    before: old(0o660, owner, member),
    resources: (folder) => file({ path: x(folder), text, mode: 0o640, owner: 'root', group: 'root' }),
    strangers: [other, `${owner}:${owner}`, `${named}:${member}`],
    ends: '640 0:0',
  },
  {
    name: 'a secret for another owner, over a file of a group',
    before: old(0o640, 0, member),
    resources: (folder) => file({ path: x(folder), text, mode: 0o440, owner: String(owner), group: String(owner) }),
    strangers: [other, `${named}:${member}`],
    ends: `440 ${owner}:${owner}`,
  },
  {
    name: 'a secret over a file that an access list opens',
    before: (folder) => {
      old(0o640)(folder)
      acl(['-m', `u:${named}:rw`], x(folder))
    },
    resources: (folder) => file({ path: x(folder), text, mode: 0o600 }),
    strangers: [other, `${named}:${named}`],
    ends: '600 0:0',
  },
  {
    name: 'a new file in a folder whose access list opens what is new',
    before: (folder) => acl(['-d', '-m', `u:${named}:rwx,g::rwx,o::rx`], folder),
    resources: (folder) => file({ path: x(folder), text, mode: 0o600 }),
    strangers: [other, `${named}:${named}`],
    ends: '600 0:0',
  },
  {
    name: 'a file that goes from a group to an owner',
    before: (folder) => {
      old(0o640, 0, member)(folder)
      writeFileSync(x(folder), word)
    },
    resources: (folder) =>
      file({ path: x(folder), text: word, mode: 0o600, owner: String(owner), group: String(named) }),
    strangers: [other, `${named}:${named}`],
    ends: `600 ${owner}:${named}`,
  },
  {
    name: 'a file that is opened to another group',
    before: (folder) => {
      old(0o600, 0, member)(folder)
      writeFileSync(x(folder), word)
    },
    resources: (folder) =>
      file({ path: x(folder), text: word, mode: 0o640, owner: String(owner), group: String(named) }),
    strangers: [other, `${member}:${member}`],
    ends: `640 ${owner}:${named}`,
  },
  {
    name: 'a new directory',
    resources: (folder) => directory({ path: x(folder), mode: 0o700 }),
    strangers: [other],
    look: (folder) => `/bin/ls ${x(folder)}`,
    ends: '700 0:0',
  },
  {
    name: 'a new directory of another owner, with its parents',
    resources: (folder) =>
      directory({ path: join(x(folder), 'y'), mode: 0o2750, owner: String(owner), group: String(member) }),
    strangers: [other, `${named}:${named}`],
    look: (folder) => `/bin/ls ${join(x(folder), 'y')}`,
    ends: '755 0:0',
  },
  {
    name: 'a directory that goes from a group to an owner',
    before: (folder) => {
      mkdirSync(x(folder))
      chownSync(x(folder), 0, member)
      chmodSync(x(folder), 0o750)
    },
    resources: (folder) => directory({ path: x(folder), mode: 0o700, owner: String(owner), group: String(named) }),
    strangers: [other, `${named}:${named}`],
    look: (folder) => `/bin/ls ${x(folder)}`,
    ends: `700 ${owner}:${named}`,
  },
]

const programs = ['cat', 'chmod', 'chown', 'cp', 'mkdir', 'mv', 'rm', 'rmdir', 'sha256sum', 'stat', 'sync']

/** A folder of programs around those of a PATH. Before and after each, the strangers look, and what they see is noted. */
function watched(path: string, { strangers, look }: Situation, folder: string): { bin: string; seen(): string[] } {
  const bin = scratch('watched')
  const [notes, calls] = [join(bin, '.notes'), join(bin, '.calls')]
  const find = look?.(folder) ?? `/usr/bin/grep -rqsa ${word} ${folder} $(echo /var/tmp/.runbook-*)`
  const tries = strangers.map((stranger) => {
    const [uid, gid] = stranger.split(':')
    const as = `/usr/bin/setpriv --reuid ${uid} --regid ${gid} --clear-groups /bin/sh -c '${find}'`
    return `${as} </dev/null >/dev/null 2>&1 && echo "${stranger} could read it $1" >>${notes}`
  })
  for (const name of programs) {
    const real = execFileSync('sh', ['-c', `PATH=${path} command -v ${name}`], { encoding: 'utf8' }).trim()
    const script = `#!/bin/sh
look() {
${tries.join('\n')}
:
}
echo x >>${calls}
look "before ${name} $*"
${real} "$@"
status=$?
look "after ${name} $*"
exit $status
`
    writeFileSync(join(bin, name), script, { mode: 0o755 })
  }
  return {
    bin,
    seen: () => {
      assert.ok(existsSync(calls), 'the programs are those that are watched')
      return existsSync(notes) ? readFileSync(notes, 'utf8').trim().split('\n') : []
    },
  }
}

if (process.getuid?.() === 0) {
  for (const { name: shell, spec } of testShells()) {
    for (const situation of situations) {
      test(`${situation.name}, ${shell}`, async () => {
        const folder = scratch('wider')
        chmodSync(folder, 0o755)
        situation.before?.(folder)
        const path = spec.options.env?.PATH ?? '/usr/bin:/bin'
        const { bin, seen } = watched(path, situation, folder)
        const plays: Parameters<typeof runOn>[1] = (inventory) => [
          play('p', inventory.group('all'), () => situation.resources(folder)),
        ]
        const ran = await runOn({ a: local({ ...spec.options, env: { PATH: `${bin}:${path}` } }) }, plays, {
          secrets: [text],
        })
        assert.match(ran.steps('a').join(), /^changed/)
        assert.equal(seen(), [])
        const { mode, uid, gid } = statSync(x(folder))
        assert.is(`${(mode & 0o7777).toString(8)} ${uid}:${gid}`, situation.ends)
        assert.equal(readdirSync(folder), ['x'], 'nothing is left beside it')
      })
    }
  }
} else test('what only root can try', () => needsRoot('acting as another user'))

test.run()
