import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../lib/core/connection.ts'
import type { Change, Event } from '../../lib/core/event.ts'
import { commandFact } from '../../lib/core/fact.ts'
import { given } from '../../lib/core/given.ts'
import { play } from '../../lib/core/playbook.ts'
import { type Resources, tagged } from '../../lib/core/resource.ts'
import { type Secret, secret } from '../../lib/core/secret.ts'
import { changesText } from '../../lib/report/changes.ts'
import { command, file, lines, symlink } from '../../tasks/index.ts'
import { runOn } from '../support/runs.ts'
import { scratch } from '../support/shells.ts'

/**
 * A password that was rotated is no secret that anybody knows any more, and it stands in the file still: no difference may
 * show it, in whichever step, play or round the new one comes.
 */
const test = suite('differences of a path that several steps change')
const [old, fresh] = ['0ld-rotated-pw', 'fr3sh-rotated-pw']
const password = secret('rotated', { value: fresh })

type At = (name: string) => string
const put = (at: At, word: Secret = password) =>
  lines({ path: at('conf'), edits: [lines.ensure(['password=', word], { match: /^password=/ })] })
const template = (at: At) => file({ path: at('conf'), text: 'user=is\npassword=@PW@\nport=2\n' })
const touch = (at: At) => command({ script: `touch ${at('made')}`, creates: at('made') })
const port = (at: At) => lines({ path: at('conf'), edits: [lines.ensure('port=3', { match: /^port=/ })] })

const situations: readonly {
  readonly name: string
  readonly plays: (at: At) => readonly Resources[]
  readonly options?: Parameters<typeof runOn>[2]
  /** What is shown of the file all the same. */
  readonly shows?: RegExp
}[] = [
  { name: 'written, then edited', plays: (at) => [[template(at), put(at)]], shows: /-port=1.*\+port=2/s },
  { name: 'edited, then edited again', plays: (at) => [[port(at), put(at)]], shows: /-port=1.*\+port=3/s },
  { name: 'the secret first', plays: (at) => [[put(at), port(at)]], shows: /-port=1.*\+port=3/s },
  { name: 'with a script between them', plays: (at) => [[template(at), touch(at), put(at)]], shows: /\+port=2/ },
  { name: 'in a later play', plays: (at) => [template(at), put(at)] },
  { name: 'in an earlier play, and a later one that knows none', plays: (at) => [put(at), port(at)] },
  { name: 'in a later play, a line beside it', plays: (at) => [port(at), put(at)] },
  {
    name: 'in what follows from an answer that comes later',
    plays: (at) => [
      [
        touch(at),
        template(at),
        given({ made: commandFact(`cat ${at('made')}`) }, () => put(at), {
          examples: [{ made: { status: 0, output: '' } }],
        }),
      ],
    ],
  },
  {
    name: 'by way of a link',
    plays: (at) => [
      [
        port(at),
        lines({ path: at('link/conf'), edits: [lines.ensure(['password=', password], { match: /^password=/ })] }),
      ],
    ],
    shows: /-port=1.*\+port=3/s,
  },
  {
    name: 'by way of a link, in a later play',
    plays: (at) => [
      port(at),
      lines({ path: at('link/conf'), edits: [lines.ensure(['password=', password], { match: /^password=/ })] }),
    ],
  },
  {
    name: 'in a step that is left out',
    plays: (at) => [[port(at), ...tagged(['later'], put(at))]],
    options: { skipTags: ['later'] },
  },
]

for (const { name, plays, options = {}, shows } of situations)
  for (const mode of ['plan', 'apply'] as const)
    test(`${mode}: ${name}: the old value is never shown, nor the new`, async () => {
      const folder = scratch('rotated')
      const at = (path: string) => join(folder, path)
      mkdirSync(at('d'))
      writeFileSync(at('conf'), `user=is\npassword=${old}\nport=1\n`)
      if (name.includes('link'))
        await runOn({ a: local() }, (inventory) => [
          play('link', inventory.group('all'), () => symlink({ path: at('link'), target: '.' })),
        ])
      const { events } = await runOn(
        { a: local() },
        (inventory) => plays(at).map((resources, n) => play(`p${n}`, inventory.group('all'), () => resources)),
        { mode, diffs: true, secrets: [password], ...options },
      )
      const text = JSON.stringify(events) + changesText(changesIn(events))
      assert.not.match(text, old)
      assert.not.match(text, fresh)
      if (shows) assert.match(changesText(changesIn(events)), shows)
      const shown = changesIn(events).filter((change) => change.kind === 'path' && change.diff !== undefined)
      if (plays(at).length === 1) assert.ok(shown.length <= 1, 'a path is shown once')
      if (mode === 'apply' && !options.skipTags) assert.match(readFileSync(at('conf'), 'utf8'), fresh)
    })

const changesIn = (events: readonly Event[]): Change[] =>
  events.flatMap((event) => (event.type === 'step' ? (event.changes ?? []) : []))

test.run()
