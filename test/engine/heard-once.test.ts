import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { sha256 } from '../../lib/core/content.ts'
import { play } from '../../lib/core/playbook.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { secret } from '../../lib/core/secret.ts'
import { command, lines } from '../../tasks/index.ts'
import { type Overheard, overheardHost } from '../support/overheard.ts'
import { runOn } from '../support/runs.ts'
import { scratch } from '../support/shells.ts'

const test = suite('contents that are at hand')

const times = (text: string, part: string): number => text.split(part).length - 1
const has = (path: string, text = 'more') => lines({ path, edits: [lines.ensure(text)] })

function folderOf(files: Readonly<Record<string, string>>): (name: string) => string {
  const folder = scratch('heard')
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return (name) => join(folder, name)
}

/** One host after the other, so that the next one is asked when the one before has answered. */
const inTurn = (hosts: Readonly<Record<string, Overheard>>, resources: Resources) =>
  runOn(
    Object.fromEntries(Object.entries(hosts).map(([name, { spec }]) => [name, spec])),
    (inventory) => [play('p', inventory.group('all'), () => resources)],
    { forks: 1, secrets: [password] },
  )
const password = secret('heard-once', { value: 'pw-of-heard-once' })

test('the look that confirms a run hears no content again: neither what was left as it was nor what was written', async () => {
  const at = folderOf({ same: 'content of same\nmore\n', edited: 'content of edited\n' })
  const host = overheardHost()
  const { steps, summary } = await inTurn({ a: host }, [has(at('same')), has(at('edited'))])
  assert.equal(steps('a'), ['ok', 'changed'])
  assert.is(summary.hosts.a?.roundTrips, 4)
  const said = host.said()
  assert.equal([times(said, 'content of same'), times(said, 'content of edited')], [1, 1])
})

test('a command that damages the file of an earlier step is told of all the same', async () => {
  const at = folderOf({ edited: 'content\n' })
  const host = overheardHost()
  const damage = command({
    script: `echo damaged >${at('edited')}; touch ${at('made')}`,
    creates: at('made'),
    touches: [],
  })
  const { steps } = await inTurn({ a: host }, [has(at('edited')), damage])
  assert.equal(
    steps('a').map((said) => said.replace(/\S*edited/, 'it')),
    ['failed: not converged: after it was applied, it would change it again', 'changed'],
  )
  assert.is(times(host.said(), 'damaged'), 1)
})

test('what another host of the run has sent is asked for by its digest', async () => {
  const at = folderOf({ open: 'what all may read\n', own: 'what few may read\n', pw: 'password=pw-of-heard-once\n' })
  chmodSync(at('own'), 0o640)
  const hosts = { a: overheardHost(), b: overheardHost() }
  const resources = [
    has(at('open'), 'what all may read'),
    has(at('own'), 'what few may read'),
    lines({ path: at('pw'), edits: [lines.ensure(['password=', password])] }),
  ]
  const { steps, summary } = await inTurn(hosts, resources)
  assert.equal(
    [steps('a'), steps('b')],
    [
      ['ok', 'ok', 'ok'],
      ['ok', 'ok', 'ok'],
    ],
  )
  assert.is(summary.hosts.b?.roundTrips, 2)
  const [first, second] = [hosts.a.said(), hosts.b.said()]
  for (const [text, again] of [
    ['what all may read', 0],
    ['what few may read', 1],
    ['pw-of-heard-once', 1],
  ] as const)
    assert.equal([times(first, text), times(second, text)], [1, again], text)
  const commands = hosts.b.commands()
  assert.ok(commands.includes(sha256(readFileSync(at('open')))), 'by the digest')
  for (const name of ['own', 'pw'])
    assert.not.ok(
      commands.includes(sha256(readFileSync(at(name)))),
      `others on the host can see a command line: ${name}`,
    )
})

test('where the next host has something else, that is what is planned on', async () => {
  const at = folderOf({ f: 'one\nmore\n' })
  const hosts = { a: overheardHost(), b: overheardHost({ before: `grep -q two ${at('f')} || echo two >${at('f')}` }) }
  const { steps } = await inTurn(hosts, has(at('f')))
  assert.equal([steps('a'), steps('b')], [['ok'], ['changed']])
  assert.is(readFileSync(at('f'), 'utf8'), 'two\nmore\n')
})

test.run()
