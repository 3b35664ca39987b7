import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
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
import { build } from '../../../lib/core/build.ts'
import { local } from '../../../lib/core/connection.ts'
import { contentFact, on } from '../../../lib/core/fact.ts'
import { isRefusal } from '../../../lib/core/failure.ts'
import { defineInventory } from '../../../lib/core/inventory.ts'
import { play } from '../../../lib/core/playbook.ts'
import { run as runEngine } from '../../../lib/engine/run.ts'
import { readKeystore } from '../../../lib/read/keystore.ts'
import { certificate, truststore } from '../../../tasks/index.ts'
import { overheardHost } from '../../support/overheard.ts'
import { scratch, testShells } from '../../support/shells.ts'
import { playOn } from '../one-play.ts'
import { first, jks, keytool, p12, password, renewing, second } from './keystores.ts'
import { testPair } from './pairs.ts'

const given = (path: string) => ({ path, password, alias: 'is', certificate: first.certificate })
const trust = (path: string) => truststore(given(path))

const test = suite('truststore: what keytool says of it')
const [dash = { name: '', spec: local() }] = testShells()
const fingerprint = (pem: string) =>
  execFileSync('openssl', ['x509', '-noout', '-fingerprint', '-sha256'], { input: pem })
    .toString()
    .split('=')[1]
    ?.trim() ?? ''

for (const [type, before] of [
  ['JKS', jks],
  ['PKCS12', p12],
  ['PKCS12', renewing],
] as const) {
  test(`${type}: keeps its type and its other entries`, async () => {
    const path = join(scratch('trust'), 's')
    writeFileSync(path, before)
    const was = readKeystore(before, "gehe'im 1")
    const { statuses } = await playOn(dash.spec, trust(path))
    assert.equal(statuses, ['changed'])
    const found = readKeystore(readFileSync(path), "gehe'im 1")
    if (isRefusal(was) || isRefusal(found)) return assert.unreachable()
    assert.is(found.type, type)
    assert.equal(
      found.entries.filter(({ alias }) => alias !== 'is').sort(),
      was.entries.filter(({ alias }) => alias !== 'is').sort(),
    )
    assert.ok(keytool(path, '-list', '-alias', 'is').includes(fingerprint(first.certificate)))
  })
}

test('what is no longer trusted is gone, and nothing else is', async () => {
  const path = join(scratch('trust'), 's')
  writeFileSync(path, p12)
  await playOn(dash.spec, trust(path))
  const { statuses } = await playOn(dash.spec, truststore({ path, password, alias: 'is', state: 'absent' }))
  assert.equal(statuses, ['changed'])
  const was = readKeystore(p12, "gehe'im 1")
  const found = readKeystore(readFileSync(path), "gehe'im 1")
  if (isRefusal(was) || isRefusal(found)) return assert.unreachable()
  assert.equal(found.entries.slice().sort(), was.entries.slice().sort())
  assert.throws(() => keytool(path, '-list', '-alias', 'is'))
})

for (const [type, before] of [
  ['JKS', jks],
  ['PKCS12', renewing],
] as const)
  test(`${type}: what a run has trusted, the next one learns from its note; from the store, where that is another`, async () => {
    const folder = scratch('trust')
    const [path, copy] = [join(folder, 's'), join(folder, 'copy')]
    writeFileSync(path, before)
    const host = overheardHost({ journal: join(scratch('state'), 'journal') })
    const isTold = () => {
      const said = Buffer.from(host.said(), 'latin1')
      return said.includes(readFileSync(path))
    }
    assert.equal((await playOn(host.spec, trust(path))).statuses, ['changed'])
    assert.ok(isTold(), 'who has changed it reads what there is')
    const again = await playOn(host.spec, trust(path))
    assert.equal([again.statuses, again.summary.roundTrips, isTold()], [['ok'], 2, false])
    const wrong = await playOn(host.spec, truststore({ ...given(path), password: 'wrong1' }))
    assert.equal([wrong.statuses, isTold()], [['refused'], false])
    assert.match(wrong.reasons, /s: the password does not open it/)
    const renewed = await playOn(host.spec, truststore({ ...given(path), certificate: second.certificate }), {
      dryRun: true,
    })
    assert.equal([renewed.statuses, isTold()], [['changed'], false])
    copyFileSync(path, copy)
    writeFileSync(path, before)
    assert.equal((await playOn(host.spec, trust(path), { dryRun: true })).statuses, ['changed'])
    assert.ok(isTold(), 'nobody has noted this one')
    copyFileSync(copy, path)
    assert.equal(
      (await playOn(host.spec, truststore({ ...given(path), alias: 'another' }), { dryRun: true })).statuses,
      ['changed'],
    )
    assert.ok(isTold(), 'nor anything of this name')
  })

test('the password is in no argument list and no environment of keytool', async () => {
  const folder = scratch('trust')
  const bin = join(folder, 'home/bin')
  mkdirSync(bin, { recursive: true })
  writeFileSync(
    join(bin, 'keytool'),
    `#!/bin/sh\n{ tr '\\0' '\\n' </proc/$$/cmdline; env; } >>${folder}/seen\nexec keytool "$@"\n`,
  )
  chmodSync(join(bin, 'keytool'), 0o755)
  writeFileSync(join(folder, 's'), renewing)
  const { statuses, changes } = await playOn(
    dash.spec,
    truststore({
      path: join(folder, 's'),
      password,
      alias: 'is',
      certificate: first.certificate,
      javaHome: join(folder, 'home'),
    }),
  )
  assert.equal(statuses, ['changed'])
  assert.match(readFileSync(join(folder, 'seen'), 'utf8'), /-delete[\s\S]*-importcert/)
  assert.not.match(readFileSync(join(folder, 'seen'), 'utf8'), /gehe/)
  assert.not.match(JSON.stringify(changes), /gehe/)
})

test('no room on the disk: the store stays as it was', async () => {
  const folder = scratch('trust')
  mkdirSync(join(folder, 'small'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8k', 'none', join(folder, 'small')])
  try {
    const path = join(folder, 'small/s')
    writeFileSync(path, jks)
    const { statuses } = await playOn(dash.spec, trust(path))
    assert.equal(statuses, ['failed'])
    assert.ok(readFileSync(path).equals(jks))
    assert.equal(readdirSync(join(folder, 'small')), ['s'])
  } finally {
    execFileSync('umount', [join(folder, 'small')])
  }
})

test('from the load balancer to the nodes, and again when it is renewed; a dry run waits for it', async () => {
  const folder = scratch('trust')
  const at = (name: string) => join(folder, name)
  writeFileSync(at('1'), jks)
  writeFileSync(at('2'), p12)
  const spec = { connect: dash.spec }
  const inventory = defineInventory({
    hosts: { lb: { ...spec, groups: ['lb'] }, is1: { ...spec, groups: ['is'] }, is2: { ...spec, groups: ['is'] } },
  })
  const run = async (options: { dryRun?: boolean; renewBefore?: number }) => {
    const steps: string[] = []
    await runEngine({
      playbook: 'test',
      inventory,
      plays: build([
        play('lb', inventory.group('lb'), () =>
          certificate({
            path: at('crt'),
            key: at('key'),
            names: ['is.example.com'],
            days: 90,
            renewBefore: options.renewBefore ?? 10,
          }),
        ),
        play('is', inventory.group('is'), ({ name }) =>
          truststore({ path: at(name.slice(2)), password, alias: 'lb', certificate: on('lb', contentFact(at('crt'))) }),
        ),
      ]),
      hosts: new Set(['lb', 'is1', 'is2']),
      secrets: [password],
      mode: options.dryRun ? 'plan' : 'apply',
      emit: (event) => void (event.type === 'step' && steps.push(`${event.host} ${event.status}`)),
    })
    return steps.sort()
  }
  assert.equal(await run({ dryRun: true }), ['is1 deferred', 'is2 deferred', 'lb changed'])
  assert.not.ok(existsSync(at('crt')))
  assert.equal(await run({}), ['is1 changed', 'is2 changed', 'lb changed'])
  assert.equal(await run({}), ['is1 ok', 'is2 ok', 'lb ok'])
  writeFileSync(at('crt'), testPair({ until: '20200101000000Z' }).certificate)
  assert.equal(await run({}), ['is1 changed', 'is2 changed', 'lb changed'])
  assert.ok(keytool(at('1'), '-list', '-alias', 'lb').includes(fingerprint(readFileSync(at('crt'), 'utf8'))))
  assert.is(spawnSync('keytool', ['-list', '-keystore', at('2'), '-storepass', 'wrong1']).status, 1)
  copyFileSync(at('2'), at('3'))
  assert.ok(statSync(at('3')).size > 0)
})

test.run()
