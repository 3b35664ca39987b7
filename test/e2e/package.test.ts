import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { appliesIn, commandIn, installedIn, installPacked, layUser, type Packed, runIn } from '../support/packed.ts'

const test = suite<{ packed: Packed }>('the package')
test.before((context) => {
  context.packed = installPacked()
})
test.after(({ packed }) => packed.remove())

test('its command, by npx in an empty folder', ({ packed: { folder } }) => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  assert.is(execFileSync('npx', ['runbook', '--version'], { cwd: folder, encoding: 'utf8' }).trim(), version)
})

test("a user's files, with the package in the user's own node_modules", ({ packed: { folder } }) => {
  appliesIn(folder, commandIn(folder))
})

test("a user's files, without it there", ({ packed: { folder } }) => {
  const elsewhere = join(dirname(folder), 'elsewhere')
  layUser(elsewhere)
  appliesIn(elsewhere, commandIn(folder))
})

test('a user who has another copy of it', ({ packed: { folder } }) => {
  const other = join(dirname(folder), 'other')
  cpSync(folder, other, { recursive: true })
  appliesIn(other, commandIn(folder))
})

test('a shipped playbook, by its name, on the demo', ({ packed: { folder } }) => {
  cpSync(join(installedIn(folder), 'inventory'), join(folder, 'inventory'), { recursive: true })
  const apply = () =>
    runIn(folder, [process.execPath, commandIn(folder), 'apply', 'inventory/demo.ts', 'pattern1', '--output', 'lines'])
  const first = apply()
  assert.is(first.code, 0, first.out + first.err)
  assert.match(apply().out, 'nothing had to be changed')
})

test('a playbook of a checkout, by its path', () => {
  const folder = join(resolve('.'), '.cache', `checkout-${process.pid}`)
  try {
    layUser(folder)
    const file = join(folder, 'playbooks/motd.ts')
    const byPath = readFileSync(file, 'utf8').replace(/'runbook(\/tasks\/[a-z0-9]+)?'/g, (_, door?: string) =>
      door ? `'../../..${door}/index.ts'` : `'../../../lib/index.ts'`,
    )
    writeFileSync(file, byPath)
    appliesIn(folder, resolve('dist/lib/cli/main.js'))
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a run loads few files of it: one is found, read and linked faster than a hundred', ({ packed: { folder } }) => {
  const [work, coverage] = [join(dirname(folder), 'loads'), join(dirname(folder), 'coverage')]
  layUser(work)
  const words = ['apply', 'hosts.ts', 'motd', '--output', 'lines', '--set', `folder=${work}/made`]
  const env = { RUNBOOK_SECRET_WORDS: 'words enough', NODE_V8_COVERAGE: coverage }
  const { code, out, err } = runIn(work, [process.execPath, commandIn(folder), ...words], env)
  assert.is(code, 0, out + err)
  const loaded = readdirSync(coverage).flatMap((name) => {
    const { result } = JSON.parse(readFileSync(join(coverage, name), 'utf8')) as { result: { url: string }[] }
    return result.flatMap(({ url }) => (url.includes('/runbook/dist/') ? url : []))
  })
  const all = new Set(loaded)
  assert.ok(all.size > 5 && all.size <= 45, `${all.size}: ${[...all].join('\n')}`)
})

test("its types, for a user's compiler that looks into them", ({ packed: { folder } }) => {
  const { status, stdout } = spawnSync(resolve('node_modules/.bin/tsc'), ['-p', '.'], { cwd: folder, encoding: 'utf8' })
  assert.is(status, 0, stdout)
})

test('what it names is in it', async ({ packed: { folder } }) => {
  const pkgDir = installedIn(folder)
  const { messages, pkg } = await publint({ pkgDir, strict: true })
  assert.equal(
    messages.map((message) => formatMessage(message, pkg)),
    [],
  )
})

test('a list of what is in it and beside it, each part with its version and licence', ({ packed: { folder } }) => {
  const read = (name: string) => readFileSync(join(installedIn(folder), name), 'utf8')
  const { components } = JSON.parse(read('dist/sbom.cdx.json')) as {
    components: { name: string; version: string; licenses: [{ license?: { id: string }; expression?: string }] }[]
  }
  const listed = components.map(({ name }) => name)
  for (const { name, version, licenses } of components) {
    assert.match(version, /^\d+\./, name)
    assert.match(licenses[0].license?.id ?? licenses[0].expression ?? '', /MIT|ISC|BSD|Apache|BlueOak|Unlicense/, name)
  }
  const { dependencies } = JSON.parse(read('package.json')) as { dependencies: object }
  const bundled = [...read('dist/LICENSES.txt').matchAll(/^Name: (.*)$/gm)].map(([, name = '']) => name)
  assert.ok(bundled.includes('ssh2') && bundled.includes('age-encryption'))
  assert.equal(
    [...new Set([...bundled, ...Object.keys(dependencies), 'buffer-crc32'])].filter((name) => !listed.includes(name)),
    [],
  )
})

test('no install script of a package runs, and little is installed', ({ packed: { folder } }) => {
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { hasInstallScript?: boolean }>
  }
  assert.equal(
    Object.entries(lock.packages).flatMap(([name, one]) => (one.hasInstallScript ? [name] : [])),
    [],
  )
  const [kilobytes] = execFileSync('du', ['-sk', 'node_modules'], { cwd: folder, encoding: 'utf8' }).split('\t')
  assert.ok(Number(kilobytes) <= 12 * 1024, `${kilobytes} kB`)
})

test.run()
