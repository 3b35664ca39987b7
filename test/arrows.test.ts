import { readdirSync, readFileSync } from 'node:fs'
import { dirname, relative } from 'node:path/posix'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { clocks } from './support/arrows/clocks.ts'
import { crossings } from './support/arrows/crossings.ts'
import { faultsOf } from './support/arrows/faults-of.ts'
import { importsOf } from './support/arrows/imports.ts'
import { parts, products, roomOf, rooms } from './support/arrows/rooms.ts'
import { cyclic } from './support/arrows/situations/cycles.ts'
import { type Situation, sound } from './support/arrows/situations/house.ts'
import { imports } from './support/arrows/situations/imports.ts'
import { impure } from './support/arrows/situations/purity.ts'
import { shellText } from './support/arrows/situations/shell.ts'
import { violations } from './support/arrows/situations/violations.ts'

const test = suite('arrows')

const sourcesIn = (folders: Iterable<string>) =>
  new Map(
    [...folders].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.[cm]?[jt]sx?$/.test(name))
        .map((name) => [`${folder}/${name}`, readFileSync(`${folder}/${name}`, 'utf8')] as const),
    ),
  )

const sources = sourcesIn(new Set(Object.values(rooms).map(({ at }) => at.slice(0, at.indexOf('/')))))

test('every source keeps to its room', () => assert.equal(faultsOf(sources), []))

test('the code map of ARCHITECTURE.md says what each room may import', () => {
  const map = readFileSync('ARCHITECTURE.md', 'utf8')
  const rows = [...map.matchAll(/^\| `([\w/.]+)` \|.*\| ([^|]*) \|$/gm)].map(([, at = '', may = '']) => [at, may])
  const inMap = (name: string) => (products.includes(name) ? 'tasks/PRODUCT' : name)
  const table = Object.values(rooms).map(({ at, mayImport }) => [
    inMap(at.replace(/\/$/, '')),
    [...new Set(mayImport.map(inMap))].join(', ') || 'nothing of ours',
  ])
  assert.equal(Object.fromEntries(rows), Object.fromEntries([...table, ['test', 'everything']]))
})

test('what is shipped takes every package that it depends on, and none that nobody names', () => {
  const named = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: object; devDependencies: object }
  const shipped = [...sources].filter(([path]) => /^(lib|tasks|playbooks|inventory)\//.test(path))
  const taken = shipped.flatMap(([path, source]) =>
    importsOf(path, source).flatMap(({ names = '', file }) =>
      file !== undefined || /^(node:|runbook)/.test(names) ? [] : [/^(@[^/]+\/)?[^/]+/.exec(names)?.[0] ?? names],
    ),
  )
  const lacking = (packages: readonly string[], among: readonly string[]) =>
    packages.filter((name) => !among.includes(name))
  assert.equal(lacking(Object.keys(named.dependencies), taken), [])
  assert.equal(lacking(taken, Object.keys({ ...named.dependencies, ...named.devDependencies })), [])
})

test('no test asks a clock: on a busy machine it would fail for nothing', () => {
  // What runs the tests says how long each took, and asserts nothing.
  const tests = [...sourcesIn(['test'])].filter(([path]) => !/^test\/(bench\/|faults\/|run\.ts$)/.test(path))
  assert.equal(clocks(new Map(tests)), [])
  const asking =
    'const a = Date.now()\nconst b = performance.now()\nprocess.hrtime()\nprocess.cpuUsage()\nconst now = "Date.now"'
  assert.is(clocks(new Map([['x.ts', asking]])).length, 4)
})

test('a file is in the nearest room that holds it', () => {
  assert.equal(
    ['tasks/files/file.ts', 'tasks/nginx/index.ts', 'lib/index.ts', 'lib/indexes.ts', 'libs/core/a.ts'].map(roomOf),
    ['tasks', 'tasks/nginx', 'the public door', undefined, undefined],
  )
})

const heard = (files: Situation['files']) => faultsOf(new Map(Object.entries({ ...sound, ...files })))

for (const [group, situations] of Object.entries({ violations, imports, cyclic, impure, shellText })) {
  for (const { name, files, faults } of situations) {
    test(`${group}: ${name}`, () => {
      const said = heard(files)
      assert.is(said.length, faults.length, said.join('\n') || 'nothing is said')
      for (const [at, fault] of faults.entries()) assert.match(said[at] ?? '', fault)
    })
  }
}

for (const { name, files, faults } of violations) {
  test(`found among our own sources: ${name}`, () => {
    const said = faultsOf(new Map([...sources, ...Object.entries(files)]))
    assert.is(said.length, faults.length, said.join('\n') || 'nothing is said')
  })
}

test('a house in order', () => assert.equal(heard({}), []))

test('each room may import what the table says, and nothing else', () => {
  for (const [from, { at, mayImport }] of Object.entries(rooms)) {
    const may = [from, ...mayImport]
    const file = at.endsWith('/') ? `${at}x.ts` : at
    for (const [to, room] of Object.entries({ ...rooms, ...parts })) {
      const place = typeof room === 'string' ? room : room.at
      const target = relative(dirname(file), place.endsWith('/') ? `${place}z.ts` : place)
      const said = crossings(new Map([[file, `import '${target.startsWith('.') ? target : `./${target}`}'`]]))
      const isOpen = may.includes(to) || (typeof room === 'string' && may.includes(roomOf(room) ?? ''))
      assert.is(said.length, isOpen ? 0 : 1, `${from} > ${to}`)
    }
  }
})

test('a source that cannot be read is no source in order', () => {
  assert.throws(() => heard({ 'lib/core/x.ts': 'const \\u0044ate = 1' }), /line 1: .* cannot be read here/)
  assert.throws(() => heard({ 'lib/core/x.ts': 'const x = `${1' }), /has no end/)
})

test.run()
