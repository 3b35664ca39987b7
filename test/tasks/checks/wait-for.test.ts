import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { build } from '../../../lib/core/build.ts'
import type { Event } from '../../../lib/core/event.ts'
import { defineInventory } from '../../../lib/core/inventory.ts'
import { play } from '../../../lib/core/playbook.ts'
import { run as runEngine } from '../../../lib/engine/run.ts'
import {
  type Condition,
  command,
  directory,
  file,
  assert as holds,
  httpCheck,
  service,
  waitFor,
} from '../../../tasks/index.ts'
import { covers } from '../../support/covers.ts'
import { freePort, httpd } from '../../support/httpd.ts'
import { scratch, testShells } from '../../support/shells.ts'
import { playOn } from '../one-play.ts'

const folder = scratch('looks')
const at = (name: string) => join(folder, name)
writeFileSync(at('index.html'), '<h1>Sign-in</h1>')
writeFileSync(at('long.html'), `${'page '.repeat(58)}token=BEGIN-END`)
writeFileSync(at('log'), 'Starting\nWSO2 Carbon started\n')
writeFileSync(at('restarted'), 'Starting\nWSO2 Carbon started\nStarting\n')
const server = await httpd(folder)
const closed = await freePort()
const name = 'is.example.test'
execFileSync(
  'openssl',
  [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-subj',
    `/CN=${name}`,
    '-addext',
    `subjectAltName=DNS:${name}`,
    '-keyout',
    at('key'),
    '-out',
    at('crt'),
  ],
  { stdio: 'ignore' },
)
const secure = createServer({ key: readFileSync(at('key')), cert: readFileSync(at('crt')) }, (_, answer) =>
  answer.end('secure'),
)
const securePort = await new Promise<number>((resolve) => {
  secure.listen(0, '127.0.0.1', () => {
    const address = secure.address()
    resolve(typeof address === 'object' && address ? address.port : 0)
  })
})

const true_: readonly Condition[] = [
  { port: server.port },
  { port: server.port, host: '127.0.0.1' },
  { log: at('log'), line: 'Carbon +started$' },
  { log: at('log'), line: 'started', after: '^Starting' },
  { script: 'test -d /' },
  { url: `${server.url}/index.html`, text: 'Sign-in' },
  { url: `${server.url}/none`, status: [404, 500] },
]
const false_: readonly (readonly [Condition, RegExp])[] = [
  [{ port: closed }, /nothing listens on port/],
  [{ port: closed, host: '127.0.0.1' }, /port \d+ of 127.0.0.1 cannot be connected to/],
  [{ log: at('none'), line: 'x' }, /none is not there/],
  [{ log: at('log'), line: "it's never" }, /no such line in .*, which ends:\nStarting\nWSO2 Carbon started/],
  [{ log: at('restarted'), line: 'started', after: '^Starting' }, /no such line/],
  [{ script: 'echo "not yet" >&2; exit 3' }, /status 3: not yet/],
  [{ url: `${server.url}/index.html`, text: 'Welcome' }, /status 200, but without "Welcome"\n<h1>Sign-in/],
  [{ url: `${server.url}/long.html`, text: 'Welcome' }, /(page ){58}…$/m],
  [{ url: `${server.url}/none` }, /none: status 404, wanted 200/],
  [{ url: `http://127.0.0.1:${closed}/` }, /[Rr]efused|connect/],
]

for (const { name: shell, spec } of testShells()) {
  const test = suite(`looks on ${shell}`)
  for (const look of true_) {
    test(`so it is: ${JSON.stringify(look)}`, async () => {
      const { statuses, reasons, summary } = await playOn(spec, waitFor(look))
      assert.equal(statuses, ['ok'], reasons)
      covers({ waitFor: 'already right' }, statuses)
      assert.is(summary.roundTrips, 2, 'no more than reading takes')
    })
  }
  for (const [look, words] of false_) {
    test(`not so: ${JSON.stringify(look)}`, async () => {
      const dry = await playOn(spec, waitFor(look), { dryRun: true })
      assert.equal(dry.statuses, ['changed'], 'it would wait')
      covers({ waitFor: ['absent', 'wrong content'] }, dry.statuses)
      const { statuses, reasons } = await playOn(spec, waitFor({ ...look, timeout: 0 }))
      assert.equal(statuses, ['failed'])
      assert.match(reasons, words)
      assert.match(reasons, /waited 0 seconds until/)
    })
  }

  test('a look that does not come to an end is ended with the wait', async () => {
    const script = `[ ! -e ${at(`${shell}-seen`)} ] || sleep 300; : >${at(`${shell}-seen`)}; false`
    const { statuses, reasons } = await playOn(spec, waitFor({ script, timeout: 1 }))
    assert.equal(statuses, ['failed'])
    assert.match(reasons, /waited 1 seconds until .* succeeds; last seen: status \d+/)
  })

  test('nor does a plan wait longer for it', async () => {
    const { statuses } = await playOn(spec, waitFor({ script: 'sleep 300', timeout: 1 }), { dryRun: true })
    assert.equal(statuses, ['changed'], 'answered, and not left without an answer after a minute')
  })

  test('a script that cannot be read is told at once', async () => {
    const { statuses, reasons } = await playOn(spec, waitFor({ script: 'if then', timeout: 600 }))
    assert.equal(statuses, ['refused'])
    assert.match(reasons, /^it is no script that this host can read \(.*\): mend it, then run again$/)
  })

  for (const look of [
    { log: at('log'), line: 'a(' },
    { log: at('none'), line: 'x', after: '[' },
  ] satisfies Condition[]) {
    test(`an expression that cannot be read is told at once: ${JSON.stringify(look)}`, async () => {
      const step = waitFor({ ...look, timeout: 600 })
      const words = /^(a\(|\[) is no regular expression \(.*\): mend it, then run again$/
      const { statuses, reasons } = await playOn(spec, step)
      assert.equal(statuses, ['refused'])
      assert.match(reasons, words)
      const commands = { start: 'touch', stop: ':', status: 'false' }
      const late = await playOn(spec, service({ name: 'x', commands, ready: look }))
      assert.equal(late.statuses, ['refused'])
      assert.match(late.reasons, words)
    })
  }

  test('an expression with a count, and a log with bytes that are no text', async () => {
    writeFileSync(at('odd'), Buffer.from('start\0\xff\nrow aaa\nstart\nrow aa\n', 'latin1'))
    const step = (line: string) => waitFor({ log: at('odd'), line, after: '^start', timeout: 0 })
    assert.equal((await playOn(spec, step('^row a{2}$'))).statuses, ['ok'])
    assert.equal((await playOn(spec, step('^row a{3}$'))).statuses, ['failed'])
  })

  test('what comes while it is waited for', async () => {
    const path = at(`late-${shell}`)
    const late = command({
      script: `(until [ -e ${path}.asked ]; do sleep 0.1; done; : >${path}) >/dev/null 2>&1 </dev/null &`,
      unless: `test -e ${path} || test -e ${path}.begun`,
      touches: [],
    })
    const begun = file({ path: `${path}.begun`, text: '' })
    const steps = [
      late,
      begun,
      waitFor({ script: `test -e ${path} || { [ ! -e ${path}.begun ] || : >${path}.asked; false; }`, timeout: 30 }),
      httpCheck({ url: `${server.url}/late-${shell}` }),
    ]
    const dry = await playOn(spec, steps, { dryRun: true })
    assert.equal(dry.statuses, ['changed', 'changed', 'deferred', 'deferred'])
    const { statuses, reasons } = await playOn(spec, steps)
    assert.equal(statuses, ['changed', 'changed', 'changed', 'ok'], reasons)
    assert.equal((await playOn(spec, steps)).statuses, ['ok', 'ok', 'ok', 'ok'])
  })

  test('a request is an assertion', async () => {
    const no = await playOn(spec, httpCheck({ url: `${server.url}/none`, advice: 'start it' }))
    assert.equal([no.statuses, no.reasons], [['refused'], `GET ${server.url}/none: status 404, wanted 200: start it`])
    covers({ httpCheck: ['absent', 'wrong content'] }, no.statuses)
    const yes = await playOn(spec, httpCheck({ url: server.url }))
    assert.equal(yes.statuses, ['ok'])
    covers({ httpCheck: 'already right' }, yes.statuses)
  })

  test('a name, an address and a certificate to trust', async () => {
    const url = `https://${name}:${securePort}/`
    if (shell === 'busybox') {
      const { reasons } = await playOn(spec, httpCheck({ url, ca: at('crt'), resolve: '127.0.0.1' }))
      assert.match(reasons, /wget cannot be told whom to trust: install curl/)
      return
    }
    assert.equal(
      (await playOn(spec, httpCheck({ url, ca: at('crt'), resolve: '127.0.0.1', text: 'secure' }))).statuses,
      ['ok'],
    )
    assert.match((await playOn(spec, httpCheck({ url, resolve: '127.0.0.1' }))).reasons, /certificate/)
  })

  test('where another host has a part in it, a dry run that changes that host defers', async () => {
    const inventory = defineInventory({ hosts: { web: { connect: spec }, node: { connect: spec } } })
    const path = at(`part-${shell}`)
    const check = httpCheck({ url: `${server.url}/part-${shell}`, dependsOn: [inventory.host('node')] })
    const plays = [
      play('node', [inventory.host('node')], () => file({ path, text: '' })),
      play('check', [inventory.host('web')], () => check),
    ]
    const run = async (dryRun: boolean) => {
      const said: string[] = []
      const emit = (event: Event) => event.type === 'step' && said.push(`${event.host} ${event.status}`)
      const mode = dryRun ? 'plan' : 'apply'
      const hosts = new Set(['web', 'node'])
      await runEngine({ playbook: 'x', mode, inventory, plays: build(plays), hosts, secrets: [], emit })
      return said
    }
    assert.equal(await run(true), ['node changed', 'web deferred'])
    assert.equal(await run(false), ['node changed', 'web ok'])
    assert.equal(await run(true), ['node ok', 'web ok'])
  })

  test('assertions', async () => {
    const made = at(`made-${shell}`)
    const there = holds({ that: 'it is made', path: made, is: 'directory', advice: 'make it' })
    const refused = await playOn(spec, there)
    assert.equal(
      [refused.statuses, refused.reasons],
      [['refused'], `it does not hold that it is made (${made} is not there): make it`],
    )
    covers({ assert: 'absent' }, refused.statuses)
    const exact = await playOn(spec, [directory({ path: made }), there], { dryRun: true })
    assert.equal(exact.statuses, ['changed', 'ok'], 'a path is known in a dry run')
    const cannot = holds({
      that: 'three is four',
      script: 'echo "it is 3"; exit 1',
      inputs: [],
      advice: 'count again',
    })
    const early = await playOn(spec, [directory({ path: made }), cannot])
    assert.equal(early.statuses, ['skipped', 'refused'], 'refused before anything is changed')
    covers({ assert: 'wrong content' }, early.statuses)
    assert.match(early.reasons, /three is four \(status 1: it is 3\): count again/)
    const later = await playOn(spec, [
      directory({ path: made }),
      holds({ that: 'it is made', script: `test -d ${made}`, advice: 'x' }),
    ])
    assert.equal(later.statuses, ['changed', 'ok'], later.reasons)
    covers({ assert: 'already right' }, (await playOn(spec, there)).statuses)
  })
  if (shell === 'busybox')
    test.after(() => {
      server.stop()
      secure.close()
    })
  test.run()
}
