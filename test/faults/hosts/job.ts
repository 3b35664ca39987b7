import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import type { ConnectionSpec } from '../../../lib/core/connection.ts'
import { play } from '../../../lib/core/playbook.ts'
import type { Resources } from '../../../lib/core/resource.ts'
import { snapshot } from '../../../lib/testing/tree.ts'
import { absent, command, directory, file, lines, symlink } from '../../../tasks/index.ts'
import { type Ran, runOn } from '../../support/runs.ts'

/** What is there before the job. */
export function arrange(folder: string): void {
  mkdirSync(join(folder, 'open'))
  chmodSync(join(folder, 'open'), 0o755)
  for (const name of ['edited', 'gone', 'large', 'narrowed']) {
    writeFileSync(join(folder, name), `old ${name}\n`.repeat(200))
    chmodSync(join(folder, name), 0o644)
  }
  symlinkSync('edited', join(folder, 'turned'))
}

/** A change of each kind, with a script between two batches. */
const job = (folder: string) => (): Resources => {
  const at = (name: string) => join(folder, name)
  return [
    lines({ path: at('edited'), edits: [lines.ensure('new')] }),
    file({ path: at('large'), text: 'new\n'.repeat(40_000), mode: 0o640 }),
    absent({ path: at('gone') }),
    symlink({ path: at('turned'), target: 'large' }),
    directory({ path: at('new/deep'), mode: 0o750 }),
    file({ path: at('new/deep/inner'), text: 'inner\n'.repeat(2000), mode: 0o600 }),
    command({ script: `echo done >${at('.mark')} && mv ${at('.mark')} ${at('mark')}`, creates: at('mark') }),
    file({ path: at('narrowed'), text: 'new\n', mode: 0o600 }),
    directory({ path: at('open'), mode: 0o700 }),
    file({ path: at('last'), text: 'last\n' }),
  ]
}

export const run = (connection: ConnectionSpec, folder: string): Promise<Ran> =>
  runOn({ a: connection }, (inventory) => [play('p', inventory.group('all'), job(folder))])

/** How a tree is before the job, and after it where nothing disturbs. */
export interface Course {
  readonly before: ReadonlyMap<string, string>
  readonly after: ReadonlyMap<string, string>
}

/** What came of a disturbed run: each path is old or new, none is lost, and what failed is told in words. */
export function judge(seen: string, { before, after }: Course, { steps, unreachable }: Ran): 'done' | 'told' {
  const now = snapshot(seen)
  for (const [path, line] of now)
    if (!/\.runbook-|^\.mark$/.test(path))
      assert.ok([before.get(path), after.get(path)].includes(line), `${path} is ${line.slice(0, 100)}`)
  for (const path of before.keys()) assert.ok(now.has(path) || !after.has(path), `${path} is lost`)
  const troubles = [...steps('a').filter((step) => /^(failed|refused)/.test(step)), ...unreachable]
  for (const words of troubles) {
    assert.match(words, /\S{3,}.*: .*\S{3,}|: \S{3,}/)
    assert.not.match(words, /\n {4}at |undefined|\[object/)
  }
  return troubles.length > 0 ? 'told' : 'done'
}

/** What the next run leaves, with nothing in its way: all that an undisturbed one does, and nothing else. */
export function converged(seen: string, { after }: Course, next: Ran): void {
  assert.equal(next.unreachable, [])
  assert.not.match(next.steps('a').join('\n'), /failed|refused|skipped/)
  assert.equal(Object.fromEntries(snapshot(seen)), Object.fromEntries(after))
}
