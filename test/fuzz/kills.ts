import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { generator } from '../edit/random.ts'
import { bench, counts, told } from '../support/e2e.ts'
import type { Progress } from './progress.ts'

const files = 60

/** Small and large files, new modes, folders and links: whatever a run may be in the middle of. */
const playbook = (folder: string) => `
import * as v from 'valibot'
import { directory, file, lines, play, playbook, symlink } from 'runbook'
const at = (name: string) => '${folder}/' + name
export default playbook('files', { vars: v.object({}), plays: (inventory) => [
  play('files', inventory.group('all'), () => Array.from({ length: ${files} }, (_, n) => [
    n % 3 === 0
      ? lines({ path: at('f' + n), edits: [lines.ensure('new')] })
      : file({ path: at('f' + n), text: 'new'.repeat(n % 20 === 1 ? 40000 : 3000), ...(n % 4 === 0 ? { mode: 0o640 } : {}) }),
    ...(n % 10 === 5 ? [directory({ path: at('d' + n), mode: 0o750 }), symlink({ path: at('l' + n), target: 'd' + n })] : []),
  ]).flat()),
] })`

const old = 'old\n'.repeat(700)
const whole = (n: number): string => (n % 3 === 0 ? `${old}new\n` : 'new'.repeat(n % 20 === 1 ? 40000 : 3000))

/**
 * Kills a real run between its first and its last operation: the controller, or the shell on the host with all that it has
 * started. Every file is old or new, and the next run converges. A strike that came too early or too late is not counted.
 */
export async function tryKills(wanted: number, seed: number, progress: Progress) {
  const random = generator(seed)
  const found = { counted: 0, missed: 0 }
  const work = bench()
  const folder = join(work.folder, 'host')
  try {
    work.write('playbook.ts', playbook(folder))
    const inventory = work.inventory({ hosts: { a: { connect: { kind: 'local', options: {} } } } })
    while (found.counted < wanted) {
      assert.ok(found.missed < 10 + 2 * wanted, `${found.missed} strikes missed, ${found.counted} did not`)
      arrange(folder)
      const at = 1 + random(files - 2)
      const whom = random(2) === 0 ? 'controller' : 'shell'
      progress({ strike: whom, at })
      const run = work.start('apply', inventory, './playbook.ts', '--output', 'json')
      const ended = run.ended.then(() => true)
      while (made(folder) < at && !(await Promise.race([ended, pause()])));
      strike(run.pid, whom)
      const broken = await run.ended
      const done = made(folder)
      judge(folder)
      if (done === files || done === 0 || broken.status === 0) {
        found.missed++
        continue
      }
      found.counted++
      assert.ok(whom === 'controller' ? broken.status === null : broken.status === 3, told(broken))
      const next = await work.run('apply', inventory, './playbook.ts', '--output', 'json')
      assert.is(next.status, 0, told(next))
      assert.is(made(folder), files)
      judge(folder)
      assert.equal(counts(next).failed, undefined, 'what it says of itself is so')
    }
  } finally {
    work.remove()
  }
  return found
}

const pause = () => new Promise<false>((resolve) => setTimeout(() => resolve(false), 2))

function arrange(folder: string): void {
  execFileSync('rm', ['-rf', folder])
  mkdirSync(folder, { recursive: true })
  for (let n = 0; n < files; n++) {
    writeFileSync(join(folder, `f${n}`), old)
    chmodSync(join(folder, `f${n}`), 0o600)
  }
}

const nameOf = (folder: string, n: number) => join(folder, `f${n}`)

/** How many files are new. */
function made(folder: string): number {
  let count = 0
  for (let n = 0; n < files; n++) if (readFileSync(nameOf(folder, n), 'utf8') === whole(n)) count++
  return count
}

function judge(folder: string): void {
  for (let n = 0; n < files; n++) {
    const text = readFileSync(nameOf(folder, n), 'utf8')
    assert.ok(text === old || text === whole(n), `f${n} is neither old nor new`)
    const mode = lstatSync(nameOf(folder, n)).mode & 0o7777
    assert.ok(mode === 0o600 || (mode === 0o640 && n % 4 === 0), `f${n} has the mode ${mode.toString(8)}`)
  }
  for (const name of readdirSync(folder).filter((one) => one.startsWith('d')))
    assert.is(lstatSync(join(folder, name)).mode & 0o7777 & ~0o750, 0, `${name} is wider than it is to be`)
}

/** Of the shell, the whole group: as when a host loses its power, but for what is on the disk. */
function strike(pid: number, whom: 'controller' | 'shell'): void {
  const kill = (target: number) => {
    try {
      process.kill(target, 'SIGKILL')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
  if (whom === 'controller') {
    kill(pid)
    return
  }
  if (!existsSync(`/proc/${pid}/task/${pid}/children`)) return
  for (const child of readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean))
    kill(-Number(child))
}
