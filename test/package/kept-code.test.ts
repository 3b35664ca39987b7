import { chmodSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { commandIn, installPacked, type Packed, runIn } from '../support/packed.ts'
import { scratch } from '../support/shells.ts'

const test = suite<{ packed: Packed }>('what the package keeps of its compiled code')
test.before((context) => {
  context.packed = installPacked()
})
test.after(({ packed }) => packed.remove())

/** Lists an inventory, with a cache of its own; gives the folder of what is compiled where there is one. */
function list({ folder }: Packed, cache: string, ...more: readonly string[]): string | undefined {
  const command = [process.execPath, commandIn(folder), ...more, 'list', 'hosts.ts']
  const { code, out, err } = runIn(folder, command, { XDG_CACHE_HOME: cache })
  assert.is(code, 0, out + err)
  assert.match(out, 'this machine')
  assert.is(err, '')
  return foldersIn(join(cache, 'runbook'))[0]
}

function foldersIn(cache: string): string[] {
  try {
    return readdirSync(cache).flatMap((name) => (name.startsWith('compiled-') ? [join(cache, name)] : []))
  } catch {
    return []
  }
}

const bytesOf = (folder = ''): Map<string, string> =>
  new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('base64')]))

test('it is kept once, and taken by the runs after it', ({ packed }) => {
  const cache = scratch('code')
  const kept = bytesOf(list(packed, cache))
  assert.ok(kept.size > 0)
  assert.equal(bytesOf(list(packed, cache)), kept)
})

test('what is not whole is not taken, and made anew', ({ packed }) => {
  const cache = scratch('code-cut')
  const folder = list(packed, cache) ?? ''
  for (const [name, bytes] of bytesOf(folder)) {
    const path = join(folder, name)
    const whole = Buffer.from(bytes, 'base64')
    truncateSync(path, whole.length / 2)
    list(packed, cache)
    assert.ok(readFileSync(path).length > whole.length / 2, 'cut')
    const changed = readFileSync(path)
    changed[changed.length - 100] = (changed[changed.length - 100] ?? 0) ^ 1
    writeFileSync(path, changed)
    list(packed, cache)
    assert.not.ok(readFileSync(path).equals(changed), 'changed')
  }
})

test('no more is kept than of a few versions', ({ packed }) => {
  const cache = scratch('code-many')
  const folder = list(packed, cache) ?? ''
  const [own = ''] = bytesOf(folder).keys()
  for (let at = 0; at < 20; at++) writeFileSync(join(folder, `other-${at}`), '')
  truncateSync(join(folder, own))
  list(packed, cache)
  assert.is(readdirSync(folder).length, 6)
})

test('--no-cache keeps nothing, nor does a run whose folder others may write to', ({ packed }) => {
  assert.is(list(packed, scratch('code-none'), '--no-cache'), undefined)
  const cache = scratch('code-open')
  const folder = list(packed, cache) ?? ''
  const kept = bytesOf(folder)
  for (const name of kept.keys()) truncateSync(join(folder, name))
  chmodSync(folder, 0o777)
  list(packed, cache)
  assert.equal(
    [...bytesOf(folder).values()],
    [...kept.keys()].map(() => ''),
  )
})

test('a program that imports the package keeps nothing', ({ packed: { folder } }) => {
  const cache = scratch('code-program')
  mkdirSync(join(folder, 'program'), { recursive: true })
  writeFileSync(join(folder, 'program/main.mjs'), `import { file } from 'runbook'\nconsole.log(typeof file)\n`)
  const { out, err } = runIn(folder, [process.execPath, 'program/main.mjs'], { XDG_CACHE_HOME: cache })
  assert.is(out + err, 'function\n')
  assert.equal(foldersIn(join(cache, 'runbook')), [])
})

test('where an error comes from is told by our own files where Node reads source maps', ({ packed: { folder } }) => {
  const fault = `import { file } from 'runbook'\ntry { file({}) } catch (error) { console.log(error.stack) }\n`
  writeFileSync(join(folder, 'fault.mjs'), fault)
  const { out } = runIn(folder, [process.execPath, '--enable-source-maps', 'fault.mjs'])
  assert.match(out, /at make \(.*\/lib\/core\/task\.ts:\d+:\d+\)/)
})

test.run()
