import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { beginnings, isQuick } from './quick.ts'
import { importsOf } from './support/arrows/imports.ts'

const test = suite('quick')
const build = fileURLToPath(new URL('..', import.meta.url))
const files = readdirSync(join(build, 'test'), { recursive: true, encoding: 'utf8' })

/** What starts a process or opens a connection. */
const outward =
  /^(node:(child_process|cluster|worker_threads|net|tls|https?2?|dgram)|ssh2(-sftp-client)?|zx|typescript)(\/|$)/

/** The way from a file of the build to what acts outside; undefined: there is none. Types are no way: the build has none. */
function wayOut(file: string, seen = new Set<string>()): string | undefined {
  if (seen.has(file)) return undefined
  seen.add(file)
  for (const { names, file: next } of importsOf(file, readFileSync(join(build, file), 'utf8'))) {
    const way = next === undefined ? (outward.test(names ?? 'zx') ? names : undefined) : wayOut(next, seen)
    if (way !== undefined) return `${file} > ${way}`
  }
  return undefined
}

for (const file of files.filter((name) => name.endsWith('.test.js') && isQuick(name))) {
  test(`${file} starts no process and opens no connection`, () => {
    assert.is(wayOut(join('test', file)), undefined)
  })
}

test('a way out is seen, however long it is', () => {
  assert.match(wayOut('test/tasks/files/symlink.test.js') ?? '', /^test\/tasks\/files\/symlink\.test\.js > .* > /)
})

test('every beginning is that of a test', () => {
  const tests = files.filter((name) => name.endsWith('.test.js'))
  assert.equal(
    beginnings.filter((one) => !tests.some((name) => name.startsWith(one))),
    [],
  )
})

test.run()
