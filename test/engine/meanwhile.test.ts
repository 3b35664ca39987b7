import { lstatSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { play } from '../../lib/core/playbook.ts'
import type { Resource } from '../../lib/core/resource.ts'
import { absent, command, directory, file, symlink } from '../../tasks/index.ts'
import { runOn } from '../support/runs.ts'
import { scratch, testShells } from '../support/shells.ts'

const test = suite('what somebody else has done since the plan')

interface Situation {
  readonly what: string
  /** What the other does, in a folder. */
  readonly other: string
  resource(folder: string): Resource
  readonly ends: RegExp
  /** What is there then. */
  looks?(path: string): void
}

const refused =
  /^failed: something is (at \S+ now|in \S+) since it was planned: run again; before that, this run has changed/

const situations: readonly Situation[] = [
  {
    what: 'the directory that was to be made',
    other: 'mkdir x',
    resource: (folder) => directory({ path: join(folder, 'x'), mode: 0o750 }),
    ends: /^changed$/,
    looks: (path) => assert.is(statSync(path).mode & 0o777, 0o750),
  },
  {
    what: 'a file where a directory was to be made',
    other: ': >x',
    resource: (folder) => directory({ path: join(folder, 'x') }),
    ends: refused,
  },
  {
    what: 'a link to a directory where one was to be made',
    other: 'ln -s /tmp x',
    resource: (folder) => directory({ path: join(folder, 'x') }),
    ends: refused,
  },
  {
    what: 'the link that was to be made',
    other: 'ln -s there x',
    resource: (folder) => symlink({ path: join(folder, 'x'), target: 'there' }),
    ends: /^changed$/,
    looks: (path) => assert.is(readlinkSync(path), 'there'),
  },
  {
    what: 'another link',
    other: 'ln -s elsewhere x',
    resource: (folder) => symlink({ path: join(folder, 'x'), target: 'there' }),
    ends: refused,
    looks: (path) => assert.is(readlinkSync(path), 'elsewhere'),
  },
  {
    what: 'the file that was to be written',
    other: 'printf text >x',
    resource: (folder) => file({ path: join(folder, 'x'), text: 'text', mode: 0o600 }),
    ends: /^changed$/,
    looks: (path) => assert.is(statSync(path).mode & 0o777, 0o600),
  },
  {
    what: 'another file',
    other: 'printf other >x',
    resource: (folder) => file({ path: join(folder, 'x'), text: 'text' }),
    ends: refused,
    looks: (path) => assert.is(readFileSync(path, 'utf8'), 'other'),
  },
  {
    what: 'something in the directory that was to go',
    other: 'echo theirs >z/data',
    resource: (folder) => directory({ path: join(folder, 'z'), state: 'absent' }),
    ends: refused,
    looks: (path) => assert.is(readFileSync(join(path, '../z/data'), 'utf8'), 'theirs\n'),
  },
  {
    what: 'what was to go is gone',
    other: 'rm y',
    resource: (folder) => absent({ path: join(folder, 'y') }),
    ends: /^changed$/,
  },
]

for (const { name, spec } of testShells()) {
  for (const { what, other, resource, ends, looks } of situations) {
    test(`${name}: ${what}`, async () => {
      const folder = scratch('meanwhile')
      const { steps } = await runOn({ a: spec }, (inventory) => [
        play('before', inventory.group('all'), () => [
          file({ path: join(folder, 'y'), text: '' }),
          directory({ path: join(folder, 'z') }),
        ]),
        play('p', inventory.group('all'), () => [
          command({ script: `cd ${folder} && ${other} && : >done`, creates: join(folder, 'done') }),
          resource(folder),
        ]),
      ])
      assert.match(steps('a')[3] ?? '', ends)
      looks?.(join(folder, 'x'))
      if (what.endsWith('gone')) assert.throws(() => lstatSync(join(folder, 'y')))
    })
  }
}

test.run()
