import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../lib/core/connection.ts'
import { absent, attributes, command, file, lines } from '../../tasks/index.ts'
import { needs } from '../support/debian.ts'
import { keptRuns } from '../support/kept-runs.ts'
import { scratch } from '../support/shells.ts'

needs(['acl', 'attr'])
const test = suite('access lists and extended attributes, after a rollback')

const run = (folder: string, script: string) => execFileSync('sh', ['-c', script], { cwd: folder, encoding: 'utf8' })

/** What is not seen by `stat`: of files and folders, in order. */
const lists = (folder: string): string =>
  run(folder, 'getfacl -Rn . 2>/dev/null; find . | sort | xargs -d "\\n" getfattr -hd -m "^user" 2>/dev/null')

function plant(folder: string): void {
  for (const name of ['edited', 'gone', 'narrowed', 'touched']) writeFileSync(join(folder, name), `old ${name}\n`)
  writeFileSync(join(folder, 'binary'), Buffer.from([0, 255, 1]))
  mkdirSync(join(folder, 'tree'))
  writeFileSync(join(folder, 'tree/leaf'), 'leaf\n')
  run(
    folder,
    `setfacl -R -m u:65534:rwx,g:12:r . && setfacl -m d:u:65534:rx tree && setfacl -m m::rw narrowed &&
     find . -type f -exec setfattr -n user.note -v kept {} + && setfattr -n user.note -v kept tree`,
  )
}

const changes = (folder: string) => {
  const at = (name: string) => join(folder, name)
  return () => [
    lines({ path: at('edited'), edits: [lines.ensure('new')] }),
    file({ path: at('binary'), text: 'text now\n', mode: 0o600 }),
    absent({ path: at('gone') }),
    attributes({ path: at('narrowed'), mode: 0o600 }),
    absent({ path: at('tree'), recursive: true }),
    command({
      script: `echo by script >${at('touched')}`,
      unless: `grep -q script ${at('touched')}`,
      touches: [at('touched')],
      undo: ':',
    }),
  ]
}

for (const [name, parent] of [
  ['on the file system of the journal', undefined],
  ['where the journal is on another one', '/dev/shm'],
] as const)
  test(`what had them has them again, ${name}`, async () => {
    const root = parent === undefined ? scratch('root') : mkdtempSync(join(parent, 'runbook-acl-'))
    const folder = scratch('acl')
    try {
      plant(folder)
      const before = lists(folder)
      assert.match(before, /user:65534:rwx[\s\S]*user\.note="kept"/)
      const kept = keptRuns(root, local({ shell: 'dash' }))
      const { steps } = await kept.apply(changes(folder))
      assert.equal(new Set(steps('a')), new Set(['changed']))
      assert.is.not(lists(folder), before)
      const back = await kept.rollBack()
      assert.equal(
        Object.values(back.steps).filter((one) => !/^(changed|ok)/.test(one)),
        [],
      )
      assert.is(lists(folder), before)
    } finally {
      if (parent !== undefined) rmSync(root, { recursive: true, force: true })
    }
  })

test('what a script has changed of them alone stays', async () => {
  const [folder, root] = [scratch('acl'), scratch('root')]
  plant(folder)
  const path = join(folder, 'touched')
  const script = `setfattr -x user.note ${path}; setfacl -m u:12:r ${path}`
  const kept = keptRuns(root, local({ shell: 'dash' }))
  await kept.apply(() => command({ script, unless: `getfacl -n ${path} | grep -q user:12:`, touches: [path] }))
  const after = lists(folder)
  const { steps } = await kept.rollBack()
  assert.match(Object.values(steps).join(), /not undone: "run setfattr/)
  assert.is(lists(folder), after)
})

test.run()
