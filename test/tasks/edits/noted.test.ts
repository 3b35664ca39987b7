import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../../lib/core/connection.ts'
import { play } from '../../../lib/core/playbook.ts'
import { refer } from '../../../lib/core/reference.ts'
import type { Resources } from '../../../lib/core/resource.ts'
import { secret } from '../../../lib/core/secret.ts'
import { json, lines, toml, xml, yaml } from '../../../tasks/index.ts'
import { runOn } from '../../support/runs.ts'
import { scratch } from '../../support/shells.ts'
import { watchedTools } from '../../support/watched-tools.ts'

const test = suite('edits that are known to come to nothing')

const files = {
  'x.xml': '<a><b>old</b><c/></a>\n',
  'j.json': '{ "a": 1, "b": 2 }\n',
  'y.yaml': 'a: 1\nb: 2\n',
  't.toml': 'a = 1\nb = 2\n',
}

function host() {
  const folder = scratch('noted')
  const at = (name: string) => join(folder, name)
  for (const [name, text] of Object.entries(files)) writeFileSync(at(name), text)
  const state = scratch('state')
  const { host: spec, calls } = watchedTools()
  const connect = local({ ...spec.options, env: { ...spec.options.env, RUNBOOK_JOURNAL: join(state, 'journal') } })
  const apply = async (resources: () => Resources) => {
    calls()
    const { steps } = await runOn({ a: connect }, (inventory) => [play('p', inventory.group('all'), resources)])
    const contents = calls().filter((call) => call.startsWith('cat '))
    return {
      steps: steps('a'),
      read: Object.keys(files).filter((name) => contents.some((call) => call.includes(at(name)))),
    }
  }
  return { at, state, apply }
}

const edits = (at: (name: string) => string, value = 'new') => [
  xml({ path: at('x.xml'), edits: [xml.text('/a/b', value)] }),
  xml({ path: at('x.xml'), edits: [xml.attribute('/a/c', 'd', 'e')] }),
  json({ path: at('j.json'), edits: [json.set(['a'], value)] }),
  yaml({ path: at('y.yaml'), edits: [yaml.set('a', value)] }),
  toml({ path: at('t.toml'), edits: [toml.set('a', value)] }),
]

test('by a run that has changed the host, are not read again, until the file or the edits are others', async () => {
  const { at, apply } = host()
  assert.equal((await apply(() => edits(at))).steps, Array(5).fill('changed'))
  assert.equal(await apply(() => edits(at)), { steps: Array(5).fill('ok'), read: [] })

  writeFileSync(at('x.xml'), files['x.xml'])
  const again = await apply(() => edits(at))
  assert.equal(again.steps, ['changed', 'changed', 'ok', 'ok', 'ok'])
  assert.equal(readFileSync(at('x.xml'), 'utf8'), '<a><b>new</b><c d="e"/></a>\n')

  assert.equal((await apply(() => edits(at, 'newer'))).steps, ['changed', 'ok', 'changed', 'changed', 'changed'])
  assert.equal(await apply(() => edits(at, 'newer')), { steps: Array(5).fill('ok'), read: [] })
})

test('are read where another step wants all of the file', async () => {
  const { at, apply } = host()
  const resources = () => [...edits(at), lines({ path: at('y.yaml'), edits: [lines.ensure('# end')] })]
  await apply(resources)
  assert.equal(await apply(resources), { steps: Array(6).fill('ok'), read: ['y.yaml'] })
})

test('are read each time where a secret is in them: it may be another one by then', async () => {
  const { at, apply, state } = host()
  const value = 'hunter22-and-more'
  const resources = () => json({ path: at('j.json'), edits: [json.set(['a'], refer(secret('noted', { value })))] })
  assert.equal((await apply(resources)).steps, ['changed'])
  assert.equal(await apply(resources), { steps: ['ok'], read: ['j.json'] })
  assert.equal(
    readdirSync(state).filter((name) => name === 'content-notes'),
    [],
  )
})

test('are read where the note is gone', async () => {
  const { at, apply, state } = host()
  await apply(() => edits(at))
  rmSync(join(state, 'content-notes'), { recursive: true })
  assert.equal((await apply(() => edits(at))).steps, Array(5).fill('ok'))
})

test.run()
