import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { SourceSpec } from '../../../lib/cli/secrets/source.ts'
import { secretResolver } from '../../../lib/cli/secrets.ts'
import { reveal, type SecretSource, secret } from '../../../lib/core/secret.ts'
import { scratch } from '../../support/shells.ts'

const test = suite('where secrets come from')
const folder = scratch('sources')
const at = (name: string) => join(folder, name)

const texts: Readonly<Record<string, string>> = {
  db: 'from a file\nanother line\n',
  key: '-----BEGIN KEY-----\nabc\n-----END KEY-----\n',
  empty: '\n',
}
/** As `pass` and `vault` answer: a first line that counts, or a fault on standard error. */
const program = `#!/bin/sh
case \${2%-*} in
  db) printf 'from a program\\nuser: x\\n' ;;
  late-line) printf 'only a line'; echo 'warning: old' >&2 ;;
  nothing) ;;
  own) env >"${folder}/environment" && echo done ;;
  folder) pwd ;;
  key) printf -- '-----BEGIN KEY-----\\nabc\\n-----END KEY-----\\n' ;;
  leaky) echo hunter2-and-more; echo 'first' >&2; echo 'cannot store hunter2-and-more \\033[31m' >&2; exit 3 ;;
  *) echo "Error: \${2%-*} is not in the password store." >&2; exit 1 ;;
esac
`
writeFileSync(at('own'), 'from its own\n')
writeFileSync(at('get'), program)
chmodSync(at('get'), 0o755)

const command: SourceSpec = { command: [at('get'), 'show', '{name}'] }
const usual: readonly SourceSpec[] = ['environment']
const files: SourceSpec = { file: at('files/{name}') }

/** Secrets that are asked for, of the sources of the configuration and with a source of their own, and what comes of it. */
const situations: readonly {
  readonly what: string
  readonly name: string
  readonly sources?: readonly SourceSpec[]
  readonly own?: SecretSource
  readonly env?: Readonly<Record<string, string>>
  readonly gives?: string
  readonly says?: RegExp
}[] = [
  { what: 'the environment', name: 'my db', env: { RUNBOOK_SECRET_MY_DB: 'from outside' }, gives: 'from outside' },
  { what: 'nobody', name: 'db', says: /^secret db is not set: set the environment variable RUNBOOK_SECRET_DB$/ },
  {
    what: 'an empty variable',
    name: 'db',
    env: { RUNBOOK_SECRET_DB: '' },
    says: /^secret db is empty: set the environment variable RUNBOOK_SECRET_DB$/,
  },
  {
    what: 'the first of two that has it',
    name: 'db',
    sources: ['environment', files, command],
    gives: 'from a file',
  },
  {
    what: 'an earlier one',
    name: 'db',
    sources: ['environment', files],
    env: { RUNBOOK_SECRET_DB: 'from outside' },
    gives: 'from outside',
  },
  { what: 'a program', name: 'db', sources: [command], gives: 'from a program' },
  { what: 'a program that says more on standard error', name: 'late-line', sources: [command], gives: 'only a line' },
  {
    what: 'a program as a whole',
    name: 'key',
    sources: [{ ...command, whole: true }],
    gives: '-----BEGIN KEY-----\nabc\n-----END KEY-----',
  },
  {
    what: 'a file as a whole',
    name: 'key',
    sources: [{ ...files, whole: true }],
    gives: '-----BEGIN KEY-----\nabc\n-----END KEY-----',
  },
  { what: 'its own file', name: 'x', own: { file: at('own') }, sources: [command], gives: 'from its own' },
  { what: 'its own program', name: 'x', own: { command: [at('get'), 'show', 'db-1'] }, gives: 'from a program' },
  { what: 'its own variable', name: 'x', own: { env: 'OWN' }, env: { OWN: 'o-w-n' }, sources: [files], gives: 'o-w-n' },
  {
    what: 'none of several, each of which is told',
    name: 'nothing',
    sources: ['environment', files, command],
    says: /^secret nothing is in none of its sources: is not set: set the environment variable RUNBOOK_SECRET_NOTHING; .*files\/nothing is not there: make it, .*; .*get show nothing prints nothing: put a value there$/,
  },
  {
    what: 'a program that fails, behind which nobody is asked',
    name: 'other',
    sources: [command, 'environment'],
    env: { RUNBOOK_SECRET_OTHER: 'out of date' },
    says: /^secret other: .*get show other ended with status 1 \(Error: other is not in the password store\.\): run it by hand$/,
  },
  {
    what: 'a program that fails and has told the value',
    name: 'leaky',
    sources: [command],
    says: /^secret leaky: .* ended with status 3 \(cannot store \*{8} /,
  },
  {
    what: 'a program that is not there',
    name: 'db',
    sources: [{ command: ['/nowhere/get', '{name}'] }],
    says: /^secret db: \/nowhere\/get db cannot be run: there is no such program: install it, or name another$/,
  },
  {
    what: 'an empty file',
    name: 'empty',
    sources: [files],
    says: /^secret empty: the first line of .*files\/empty is empty: write the value there$/,
  },
  {
    what: 'a folder',
    name: 'folder',
    sources: [files, 'environment'],
    says: /^secret folder: .* cannot be read \(EISDIR/,
  },
  { what: 'a program, in the folder of the configuration', name: 'folder', sources: [command], gives: folder },
]

// A secret has one value for as long as the process lives, so each situation has a name of its own: `db-7` for `db`.
for (const [index, { what, name, sources = usual, own, env = {}, gives, says }] of situations.entries()) {
  test(what, async () => {
    const numbered = `${name}-${index}`
    const file = at(`files/${numbered}`)
    const text = texts[name]
    if (name === 'folder') mkdirSync(file, { recursive: true })
    else if (text !== undefined) {
      mkdirSync(at('files'), { recursive: true })
      writeFileSync(file, text)
    }
    const variables = Object.entries(env).map(([key, value]) => [key === 'OWN' ? key : `${key}_${index}`, value])
    const asked = secret(numbered, own)
    const resolver = secretResolver({ env: Object.fromEntries(variables), sources, folder })
    const faults = await resolver([asked], false)
    const told = faults.join('\n').replaceAll(`-${index}`, '').replaceAll(`_${index}`, '')
    if (says !== undefined) return assert.match(told, says)
    assert.is(told, '')
    assert.is(reveal(asked), gives)
  })
}

test('a program inherits no variable of a secret, and is not asked where the run cannot start', async () => {
  const { env } = process
  env.RUNBOOK_SECRET_CANARY = 'sing'
  try {
    const resolver = secretResolver({ env, sources: [command], folder })
    assert.equal(await resolver([secret('own-x')], true), [])
    assert.not.ok(existsSync(at('environment')))
    assert.equal(await resolver([secret('own-x')], false), [])
    assert.not.match(readFileSync(at('environment'), 'utf8'), /RUNBOOK_SECRET|sing/)
  } finally {
    delete env.RUNBOOK_SECRET_CANARY
  }
})

test.run()
