import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { at } from '../../lib/core/at.ts'
import { attempt } from '../../lib/core/attempt.ts'
import { type ConnectionSpec, local, shell } from '../../lib/core/connection.ts'
import type { Host } from '../../lib/core/inventory.ts'
import { type PlayOptions, play } from '../../lib/core/playbook.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { hostWords } from '../../lib/report/words.ts'
import { command, file, lines, symlink } from '../../tasks/index.ts'
import { runOn } from '../support/runs.ts'
import { scratch } from '../support/shells.ts'

const test = suite('at another host')

/** Hosts that see their own folder as `$HOME`, so that it is seen where something is carried out. */
const hostsIn = (folder: string, names: readonly string[]) =>
  Object.fromEntries(
    names.map((name) => {
      const home = join(folder, name)
      mkdirSync(home, { recursive: true })
      return [name, local({ env: { HOME: home } }) as ConnectionSpec]
    }),
  )

const on = (
  hosts: Readonly<Record<string, ConnectionSpec>>,
  of: readonly string[],
  resources: (host: Host) => Resources,
  { play: options = {}, ...run }: { play?: PlayOptions } & Parameters<typeof runOn>[2] = {},
) => runOn(hosts, (inventory) => [play('p', of.map(inventory.host), resources, options)], run)

/** Says where, and in which order. */
const log = (folder: string, word: string, more = {}) =>
  command({
    id: word,
    script: `echo "${word} \${HOME##*/}" >>${folder}/log`,
    unless: `grep -q "${word} " ${folder}/log`,
    ...more,
  })
const logged = (folder: string) => readFileSync(join(folder, 'log'), 'utf8').trimEnd().split('\n')

test('steps are carried out there, in order with the rest, and are steps of the host whose list it is', async () => {
  const folder = scratch('at')
  const hosts = hostsIn(folder, ['web1', 'web2', 'lb'])
  const list = ({ name }: Host) => [
    at('lb', log(folder, `drain-${name}`)),
    log(folder, `change-${name}`),
    at('lb', log(folder, `undrain-${name}`)),
  ]
  const { steps, events, summary } = await on(hosts, ['web1', 'web2'], list, {
    play: { serial: 1 },
    hosts: ['web1', 'web2'],
  })
  assert.equal(logged(folder), [
    ...['drain-web1 lb', 'change-web1 web1', 'undrain-web1 lb'],
    ...['drain-web2 lb', 'change-web2 web2', 'undrain-web2 lb'],
  ])
  assert.equal(steps('web1'), ['changed', 'changed', 'changed'])
  const [first] = events.flatMap((event) => (event.type === 'step' ? [event] : []))
  assert.is(first?.id, 'p/web1/drain-web1@lb')
  assert.match(first?.title ?? '', / \(at lb\)$/)
  assert.equal(Object.keys(summary.hosts), ['web1', 'web2'])
})

test('a host where steps of others are carried out is told with how they ended', async () => {
  const folder = scratch('at')
  const hosts = hostsIn(folder, ['web', 'lb'])
  const { events, summary } = await on(hosts, ['web'], () => at('lb', log(folder, 'drain')), { hosts: ['web', 'lb'] })
  const [step] = events.flatMap((event) => (event.type === 'step' ? [event] : []))
  assert.is(step?.elsewhere, 'lb')
  const words = Object.values(summary.hosts).map((host) => hostWords(host, 'apply'))
  assert.match(words.join('\n'), /^1 changed\nfor other hosts 1 changed, /)
})

test('a dry run plans each part on what the one before has predicted, and changes nothing', async () => {
  const folder = scratch('at')
  const hosts = hostsIn(folder, ['web', 'lb'])
  const path = join(folder, 'down')
  const list = [
    at('lb', file({ path, text: 'a\n' })),
    file({ path: join(folder, 'own'), text: '' }),
    at('lb', lines({ path, edits: [lines.ensure('b')] })),
  ]
  const planned = await on(hosts, ['web'], () => list, { mode: 'plan' })
  assert.equal(planned.steps('web'), ['changed', 'changed', 'changed'])
  assert.not.ok(existsSync(path))
  const { steps } = await on(hosts, ['web'], () => list)
  assert.equal(steps('web'), ['changed', 'changed', 'changed'])
  assert.is(readFileSync(path, 'utf8'), 'a\nb\n')
})

test('what is always done at another host is done, though the host has failed or is gone', async () => {
  for (const own of [local(), shell(['false'])]) {
    const folder = scratch('at')
    const hosts = { ...hostsIn(folder, ['web', 'lb']), web: own }
    const { summary } = await on(hosts, ['web'], () => [
      attempt([at('lb', log(folder, 'drain')), command({ script: 'exit 3', creates: '/nowhere/x' })], {
        always: at('lb', log(folder, 'undrain')),
      }),
      log(folder, 'after'),
    ])
    assert.equal(logged(folder), ['drain lb', 'undrain lb'])
    assert.is(Number(summary.hosts.web?.failed) + Number(summary.hosts.web?.unreachable), 1)
  }
})

test('one that cannot be reached is a failure of the step, which can be rescued', async () => {
  const folder = scratch('at')
  const hosts = { ...hostsIn(folder, ['web']), lb: shell(['false']) }
  const { steps } = await on(hosts, ['web'], () => [at('lb', log(folder, 'drain')), log(folder, 'after')])
  assert.match(
    steps('web').join('\n'),
    /^failed: lb cannot be reached \(.*\)\nskipped: an earlier step did not succeed$/s,
  )
  assert.not.ok(existsSync(join(folder, 'log')))
})

test('many hosts at once change another in turn', async () => {
  const folder = scratch('at')
  const names = Array.from({ length: 8 }, (_, nth) => `web${nth}`)
  const path = join(folder, 'members')
  await on(hostsIn(folder, [...names, 'lb']), names, ({ name }) =>
    at('lb', [lines({ path, create: true, edits: [lines.ensure(name)] })]),
  )
  assert.equal(readFileSync(path, 'utf8').trimEnd().split('\n').sort(), names)
})

test('a refusal there is that of the step, and nothing after it is done', async () => {
  const folder = scratch('at')
  const hosts = hostsIn(folder, ['web', 'lb'])
  mkdirSync(join(folder, 'd'))
  const { steps } = await on(hosts, ['web'], () => [
    at('lb', symlink({ path: join(folder, 'd'), target: 'x' })),
    log(folder, 'after'),
  ])
  assert.match(steps('web').join('\n'), /^refused: .* is a directory.*\nskipped: an earlier step did not succeed$/s)
})

test('no host is told before one is asked', () => {
  assert.throws(() => at(undefined as never, []), /at is given undefined for a host: write at\('lb', \[ … \]\)/)
})

test.run()
