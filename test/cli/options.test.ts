import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { publicDoors } from '../../lib/cli/installation.ts'
import { importModule } from '../../lib/cli/module.ts'
import { userFault } from '../../lib/cli/where.ts'
import { collectFaults } from '../../lib/core/collect-faults.ts'
import * as connections from '../../lib/core/connection.ts'
import { type Misuse, misusesOf } from '../support/misuses.ts'
import { accepts, plainOf, sampleOptions, sourceOf, wrongFor } from '../support/sample-options.ts'
import { newProject, type Project } from './command.ts'

/** What users call: tasks, which have a schema, and what makes data for them, which says what it takes. */
interface Callable {
  readonly door: string
  readonly name: string
  readonly isTask: boolean
  readonly schema: unknown
}

const exported: { readonly door: string; readonly name: string; readonly value: unknown }[] = []
for (const { name: door, code } of publicDoors) {
  // A playbook is no function: it has variables.
  if (door.includes('*') || door === 'runbook/tasks') continue
  for (const [name, value] of Object.entries(await import(code))) exported.push({ door, name, value })
}
const schemaOf = (value: unknown, key: string): unknown =>
  typeof value === 'function' ? Reflect.get(value, key) : undefined
const callables = exported.flatMap(({ door, name, value }): Callable[] => {
  const [schema, takes] = [schemaOf(value, 'schema'), schemaOf(value, 'takes')]
  return schema || takes ? [{ door, name, isTask: schema !== undefined, schema: schema ?? takes }] : []
})

/** Functions that are no tasks: they take no object of options. */
const others = {
  runbook: [
    'warn',
    ...['archiveFact', 'commandFact', 'contentFact', 'digestFact', 'each', 'entryFact', 'foretell', 'localDigestFact'],
    ...['folderFact', 'listFact', 'localFact', 'on', 'osFact', 'pathFact', 'readAs', 'sqlQuery'],
    ...[
      'at',
      'attempt',
      'defineCheck',
      'defineInventory',
      'defineTask',
      'given',
      'guarded',
      'perFamily',
      'play',
      'playbook',
      'run',
      'tagged',
    ],
    ...['found', 'isSecret', 'refer', 'refuse', 'reveal', 'secret'],
    ...Object.keys(connections).filter((name) => exported.some((one) => one.name === name)),
  ],
  'runbook/testing': ['scratchHost', 'tryOnHost', 'trySituation'],
  'runbook/tasks/nginx': ['block', 'directive', 'render'],
  'runbook/tasks/wso2is': [
    'clientTruststorePath',
    'conf',
    'gadgetServerPath',
    'isAtLeast',
    'isByToml',
    'javaFor',
    'releaseOf',
  ],
}
/** They take a database as it is, which another function has checked. */
const ofDatabase = ['identityDatasource', 'registryDatasource', 'userStoreDatasource']

const test = suite<{ project: Project }>('options')
test.before((context) => {
  context.project = newProject({
    'hosts.ts': `import { defineInventory, local } from 'runbook'
export default defineInventory({ hosts: { h: { connect: local(), groups: ['web'] } } })
`,
  })
})
test.after(({ project }) => project.remove())

test('every exported task has a schema, and every other function is known to be none', () => {
  const without = exported.filter(({ name, value }) => {
    return typeof value === 'function' && !callables.some((one) => one.name === name)
  })
  for (const [door, names] of Object.entries(others))
    assert.equal(without.flatMap((one) => (one.door === door ? [one.name] : [])).sort(), [...names].sort(), door)
  assert.equal([...new Set(without.map(({ door }) => door))].sort(), Object.keys(others).sort())
  assert.ok(callables.filter(({ isTask }) => isTask).length > 60)
})

const shapesOf = ({ name, schema }: Callable) => (ofDatabase.includes(name) ? [] : sampleOptions(schema))

for (const one of callables.filter(({ name }) => !ofDatabase.includes(name))) {
  test(`${one.name}: options can be made from its schema, and it takes them`, () => {
    const shapes = shapesOf(one)
    assert.ok(shapes.length > 0)
    for (const { options } of shapes) assert.ok(accepts(one.schema, plainOf(options)), sourceOf(options))
  })
}

interface Call extends Misuse {
  readonly callable: Callable
  readonly text: string
}

const common: readonly Misuse[] = [
  { what: 'tags as a text', source: "tags: 'web'", says: /tags is a value of type string: give a list of tags/ },
  { what: 'become as a number', source: 'become: 1', says: /become is 1: give true, a user's name, or / },
  { what: 'tag for tags', source: "tag: ['web']", says: /it has no option tag: did you mean tags\?/ },
]

const misuses = callables.flatMap((callable): Call[] => {
  const shapes = shapesOf(callable)
  const [first] = shapes
  const shared =
    first && callable.isTask
      ? common.map(({ source, ...one }) => ({
          ...one,
          source: sourceOf(first.options).replace(/ }$/, `, ${source} }`),
        }))
      : []
  return [...shapes.flatMap((shape) => misusesOf(callable.schema, shape)), ...shared].map((misuse) => ({
    ...misuse,
    callable,
    text: `${callable.name}(${misuse.source})`,
  }))
})

const imports = (calls: readonly Call[]): string => {
  const names = new Map<string, Set<string>>([['runbook', new Set(['play', 'playbook', 'contentFact', 'file'])]])
  const helpers = ['xml', 'json', 'lines', 'properties', 'ini', 'toml', 'jdbcDatabase']
  for (const name of helpers) names.get('runbook')?.add(name)
  for (const { callable } of calls) names.set(callable.door, (names.get(callable.door) ?? new Set()).add(callable.name))
  return [...names].map(([door, all]) => `import { ${[...all].join(', ')} } from '${door}'\n`).join('')
}

/** What is said of each call, in one module: each stands on a line of its own. */
async function saidOf(project: Project, calls: readonly Call[]): Promise<string[]> {
  const head = imports(calls)
  project.write({ 'calls.ts': `${head}export default [\n${calls.map(({ text }) => `  () => ${text},\n`).join('')}]\n` })
  const file = join(project.folder, 'calls.ts')
  const thunks = (await importModule(file)).default as readonly (() => unknown)[]
  return thunks.map((thunk) => {
    try {
      return collectFaults(thunk)
        .faults.map((fault) => userFault(fault, file).message)
        .join('\n')
    } catch (error) {
      return userFault(error, file).message
    }
  })
}

test('each mistake of each option is told, with file, line and column of the call', async ({ project }) => {
  assert.ok(misuses.length > 600, `${misuses.length}`)
  const said = await saidOf(project, misuses)
  const firstLine = imports(misuses).split('\n').length + 1
  const wrong = misuses.flatMap(({ callable, what, text, says }, at) => {
    const place = `${join(project.folder, 'calls.ts')}:${firstLine + at}:9: ${callable.name}: `
    const words = said[at] ?? ''
    return words.startsWith(place) && says.test(words) ? [] : [`${what}: ${text}\n    ${words || 'nothing is said'}`]
  })
  assert.is(wrong.join('\n'), '')
})

test('several mistakes in one call are all told: an unknown key, and each option of a wrong type', async ({
  project,
}) => {
  const calls = callables.flatMap((callable): Call[] =>
    shapesOf(callable).flatMap(({ entries, options }) => {
      const wrong = Object.keys(options).flatMap((key) => {
        // What tells the kind tells what else there may be.
        const value = ['state', 'kind'].includes(key) ? undefined : wrongFor(entries[key])
        return value ? [[key, value] as const] : []
      })
      if (wrong.length === 0) return []
      const given = { ...options, ...Object.fromEntries(wrong), unknownKey: { value: 1, source: '1' } }
      const told = [...wrong.map(([key]) => `(?=.*\\b${key}(\\.\\w+)*: )`), '(?=.*it has no option unknownKey: )'].join(
        '',
      )
      return [
        {
          what: 'all wrong',
          source: '',
          says: new RegExp(told),
          callable,
          text: `${callable.name}(${sourceOf(given)})`,
        },
      ]
    }),
  )
  assert.ok(calls.length > 90, `${calls.length}`)
  const said = await saidOf(project, calls)
  const wrong = calls.flatMap(({ says, text }, at) => (says.test(said[at] ?? '') ? [] : [`${text}\n    ${said[at]}`]))
  assert.is(wrong.join('\n'), '')
})

for (const command of ['check', 'apply']) {
  test(`runbook ${command} tells them all, with 64, and touches nothing`, async ({ project }) => {
    const touched = join(project.folder, 'touched')
    // What makes data is thrown at once, so that one of these is the only fault: they are tried above.
    const calls = misuses.filter(({ callable }) => callable.isTask)
    const head = `${imports(calls)}import * as v from 'valibot'
export default playbook('p', { vars: v.looseObject({}), plays: (inventory) => [play('a', inventory.group('web'), () => [
  file({ path: '${touched}', text: '' }),
`
    project.write({ 'p.ts': `${head}${calls.map(({ text }) => `  ${text},\n`).join('')}])] })\n` })
    const { code, out, err } = await project.run([command, 'hosts.ts', './p.ts'])
    assert.is(code, 64)
    assert.is(out, '')
    const firstLine = head.split('\n').length
    const untold = calls.flatMap(({ callable, says, what, text }, at) => {
      const place = `  - p.ts:${firstLine + at}:3: ${callable.name}: `
      const line = err.split('\n').find((one) => one.startsWith(place)) ?? ''
      return says.test(line) ? [] : [`${what}: ${text}\n    ${line}`]
    })
    assert.is(untold.join('\n'), '')
    assert.not.ok(existsSync(touched))
  })
}

test.run()
