import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { installPacked, layUser, type Packed } from '../support/packed.ts'

const test = suite<{ packed: Packed }>('the package')
test.before((context) => {
  context.packed = installPacked()
})
test.after(({ packed }) => packed.remove())

const installed = (folder: string) => join(folder, 'node_modules/runbook')
const command = (folder: string) => join(installed(folder), 'dist/lib/cli/main.js')

/** How a command ended, run by node in a folder with nothing of this checkout in sight. */
function run(cwd: string, main: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', HOME: cwd, ...env },
  })
  return { code: status, out: stdout, err: stderr }
}

const words = { RUNBOOK_SECRET_WORDS: 'quite secret words' }

/** A user's own files, a secret that they make and an error that they cause, by the command at `main`. */
function appliesIn(folder: string, main: string): void {
  const apply = ['apply', 'hosts.ts', 'motd', '--diff', '--output', 'lines', '--set', `folder=${folder}/made`]
  const told = run(folder, main, apply)
  assert.is(told.code, 64, told.out + told.err)
  assert.match(told.err, 'RUNBOOK_SECRET_WORDS')
  assert.not.match(told.err, 'at ')
  const { code, out, err } = run(folder, main, apply, words)
  assert.is(code, 0, out + err)
  assert.not.match(out + err, words.RUNBOOK_SECRET_WORDS)
  assert.is(readFileSync(join(folder, 'made/motd'), 'utf8'), words.RUNBOOK_SECRET_WORDS)
  rmSync(join(folder, 'made'), { recursive: true })
}

test('its command, by npx in an empty folder', ({ packed: { folder } }) => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  assert.is(execFileSync('npx', ['runbook', '--version'], { cwd: folder, encoding: 'utf8' }).trim(), version)
})

test("a user's files, with the package in the user's own node_modules", ({ packed: { folder } }) => {
  appliesIn(folder, command(folder))
})

test("a user's files, without it there", ({ packed: { folder } }) => {
  const elsewhere = join(dirname(folder), 'elsewhere')
  layUser(elsewhere)
  appliesIn(elsewhere, command(folder))
})

test('a user who has another copy of it', ({ packed: { folder } }) => {
  const other = join(dirname(folder), 'other')
  cpSync(folder, other, { recursive: true })
  appliesIn(other, command(folder))
})

test('a shipped playbook, by its name, on the demo', ({ packed: { folder } }) => {
  cpSync(join(installed(folder), 'inventory'), join(folder, 'inventory'), { recursive: true })
  const apply = () => run(folder, command(folder), ['apply', 'inventory/demo.ts', 'pattern1', '--output', 'lines'])
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

test("its types, for a user's compiler that looks into them", ({ packed: { folder } }) => {
  const { status, stdout } = spawnSync(resolve('node_modules/.bin/tsc'), ['-p', '.'], { cwd: folder, encoding: 'utf8' })
  assert.is(status, 0, stdout)
})

test('what it names is in it', async ({ packed: { folder } }) => {
  const pkgDir = installed(folder)
  const { messages, pkg } = await publint({ pkgDir, strict: true })
  assert.equal(
    messages.map((message) => formatMessage(message, pkg)),
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
