import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fetched } from '../../../lib/controller/fetched.ts'
import { local } from '../../../lib/core/connection.ts'
import { type Download, download, file, symlink } from '../../../tasks/index.ts'
import { httpd } from '../../support/httpd.ts'
import { scratch } from '../../support/shells.ts'
import { trySituations } from '../../support/situations.ts'
import { playOn } from '../one-play.ts'

const bytes = Buffer.from(Uint8Array.from({ length: 100_000 }, (_, n) => (n * 7) % 256))
const sha256 = createHash('sha256').update(bytes).digest('hex')
const web = scratch('web')
writeFileSync(join(web, 'driver.jar'), bytes)
const server = await httpd(web)
process.env.XDG_CACHE_HOME = scratch('cache')
const url = `${server.url}/driver.jar`

const situations = (via: NonNullable<Download['via']>) => {
  const of = (path: string, more: Partial<Download> = {}) => download({ url, sha256, path, via, ...more })
  return [
    {
      name: 'a missing file',
      covers: { download: 'absent' },
      resources: ({ at }) => of(at('a.jar')),
      operations: ['run'],
      statuses: ['changed'],
      after: { 'a.jar': bytes },
    },
    {
      name: 'a directory in its place',
      covers: { download: 'wrong kind' },
      before: { a: { dir: true } },
      resources: ({ at }) => of(at('a')),
      refused: /a is a directory/,
    },
    {
      name: 'a missing folder',
      covers: { download: 'parent missing' },
      resources: ({ at }) => of(at('d/a')),
      refused: /the folder of .*d\/a is not there/,
    },
    {
      name: 'another file',
      covers: { download: 'wrong content' },
      before: { a: { file: 'old', mode: 0o640 } },
      resources: ({ at }) => of(at('a')),
      operations: ['run'],
      after: { a: bytes },
    },
    {
      name: 'the same file',
      covers: { download: 'already right' },
      before: { a: bytes },
      resources: ({ at }) => of(at('a')),
      operations: [],
      statuses: ['ok'],
    },
    {
      name: 'only the mode',
      covers: { download: 'attributes' },
      before: { a: { file: bytes, mode: 0o644 } },
      resources: ({ at }) => of(at('a'), { mode: 0o600 }),
      operations: ['attributes a'],
    },
    {
      name: 'a mode of its own',
      resources: ({ at }) => of(at("it's"), { mode: 0o600 }),
      after: { "it's": { mode: 0o600 } },
    },
    {
      name: 'through a link',
      before: { 'd/f': 'old', a: { link: 'd/f' } },
      resources: ({ at }) => of(at('a')),
      after: { a: { link: 'd/f' }, 'd/f': bytes },
    },
    {
      name: 'another digest',
      before: { a: 'old' },
      resources: ({ at }) => of(at('a'), { sha256: '0'.repeat(64) }),
      fails: true,
      reason: /has the SHA-256 [0-9a-f]{64}, not 0{64}/,
      after: { a: 'old' },
    },
    {
      name: 'nothing there',
      resources: ({ at }) => of(at('a'), { url: `${server.url}/none`, sha256: '1'.repeat(64) }),
      fails: true,
      reason: /cannot fetch .*none.*404/,
      after: { a: 'absent' },
    },
    {
      name: 'the inverse: the file goes, and nothing is fetched',
      covers: { download: 'inverse' },
      before: { a: 'another' },
      resources: ({ at }) => of(at('a'), { url: `${server.url}/none`, state: 'absent' }),
      operations: ['remove a'],
      statuses: ['changed'],
      after: { a: 'absent' },
    },
    {
      name: 'the inverse where nothing is',
      resources: ({ at }) => of(at('b/a'), { state: 'absent' }),
      operations: [],
      statuses: ['ok'],
    },
    {
      name: 'no folder',
      covers: { download: 'parent missing' },
      resources: ({ at }) => of(at('b/a')),
      refused: /the folder of .* is not there/,
    },
    {
      name: 'a later step needs it',
      resources: ({ at }) => [of(at('a')), symlink({ path: at('b'), target: 'a' }), file({ path: at('a'), bytes })],
      statuses: ['changed', 'changed', 'ok'],
    },
  ] satisfies Parameters<typeof trySituations>[1]
}

trySituations('download by the host', situations('host'))
trySituations('download by the controller', situations('controller'))

const test = suite('download')
test.after(() => server.stop())

test('a dry run of a download by the controller fetches nothing', async () => {
  const path = join(scratch('host'), 'a')
  const cached = await fetched(url, sha256)
  assert.equal(readFileSync(cached), bytes)
  assert.equal(readdirSync(join(cached, '..')), [sha256])
  writeFileSync(cached, 'broken')
  const dry = await playOn(local(), download({ url, sha256, path, via: 'controller' }), { dryRun: true })
  assert.equal([dry.statuses, readFileSync(cached, 'utf8')], [['changed'], 'broken'])
})

for (const tool of ['curl', 'wget', 'python3']) {
  test(`by ${tool}`, async () => {
    const path = join(scratch('host'), 'a')
    const host = local({ shell: '/bin/dash', env: { PATH: onlyTools(tool) } })
    const { statuses, reasons } = await playOn(host, download({ url, sha256, path }))
    assert.equal(statuses, ['changed'], reasons)
    assert.equal(readFileSync(path), bytes)
  })
}

/** A folder of commands in which this one is the only one that can fetch. */
function onlyTools(tool: string): string {
  const bin = scratch('bin')
  const base = [
    'sh',
    'id',
    'stat',
    'mktemp',
    'sha256sum',
    'chmod',
    'chown',
    'sync',
    'mv',
    'rm',
    'tail',
    'cat',
    'readlink',
    'cp',
    'mkdir',
  ]
  for (const name of [...base, tool])
    writeFileSync(join(bin, name), `#!/bin/bash\nPATH=${process.env.PATH} exec ${name} "$@"\n`, { mode: 0o755 })
  return bin
}

test.run()
