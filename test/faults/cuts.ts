import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { play } from '../../lib/core/playbook.ts'
import { command, file, lines } from '../../tasks/index.ts'
import { generator } from '../edit/random.ts'
import { runOn } from '../support/runs.ts'
import { scratch } from '../support/shells.ts'
import { startSshd } from '../support/sshd.ts'
import { type Cut, cuttingProxy } from './cuts/cutting-proxy.ts'
import type { Progress } from './progress.ts'

/** Bytes behind the login, each of which is tried. */
const each = 2000

/**
 * A connection that ends, or says nothing more, after so many bytes of what the host says: each of the first after the login,
 * one before, at and after the end of each piece, and random others. The run ends within the time that it has for a silent
 * host and is told as unreachable or as done; no file is torn; the next run brings the rest.
 */
export async function tryCuts(runs: number, seed: number, progress: Progress): Promise<object> {
  const random = generator(seed)
  // A home of its own: what a user's shell does at each login may be slow, and a cut in the middle of it leaves things there.
  const sshd = await startSshd({ config: `SetEnv HOME=${scratch('home')}` })
  const proxy = await cuttingProxy(sshd.port)
  const folder = scratch('cuts')
  const knownHosts = join(folder, 'known_hosts')
  const [, , key = ''] = /^(\S+ )?(ssh-ed25519 \S+)/.exec(sshd.hostKey('ed25519')) ?? []
  writeFileSync(knownHosts, `[127.0.0.1]:${proxy.port} ${key}\n`)
  const work = join(folder, 'host')
  const connect = (port: number) => sshd.spec({ port, keepAlive: 0.2, ...(port === proxy.port ? { knownHosts } : {}) })
  const run = (port: number) =>
    runOn({ a: connect(port) }, (inventory) => [play('p', inventory.group('all'), () => resources(work))])
  const found = { cut: 0, done: 0 }
  try {
    arrange(work)
    assert.is((await run(proxy.port)).summary.hosts.a?.failed ?? 0, 0)
    let all = 0
    const ends = proxy.pieces().map((size) => (all += size))
    const login = ends[Math.floor(ends.length / 4)] ?? 0
    const places = [
      ...Array.from({ length: each }, (_, n) => login + n),
      ...ends.flatMap((end) => [end - 1, end, end + 1]),
      ...Array.from({ length: 500 }, () => random(all)),
    ]
    const chosen = Array.from({ length: runs }, (_, n) => (runs >= places.length ? n : random(places.length)))
    for (const at of chosen) {
      const bytes = places[at % places.length] ?? 0
      const cut: Cut = { bytes, how: random(8) === 0 ? 'stall' : 'close' }
      progress(cut)
      arrange(work)
      proxy.set(cut)
      const { summary, unreachable } = await run(proxy.port)
      proxy.set(undefined)
      const isDone = unreachable.length === 0
      found[isDone ? 'done' : 'cut']++
      assert.not.match(unreachable.join(), /\n {4}at |undefined|\[object/)
      if (isDone) assert.is(summary.hosts.a?.failed ?? 0, 0)
      judge(work)
      const next = await run(sshd.port)
      assert.equal(next.unreachable, [])
      assert.not.ok(
        next.steps('a').some((step) => /failed|refused|skipped/.test(step)),
        next.steps('a').join('\n'),
      )
      judge(work, true)
    }
  } finally {
    await proxy.close()
    await sshd.stop()
  }
  return found
}

const numbers = [0, 1, 2, 3, 4, 5]
const old = (n: number) => `old ${n}\n`.repeat(100)
const whole = (n: number) => (n % 2 === 0 ? `new ${n}\n`.repeat(100) : `${old(n)}new\n`)

const resources = (work: string) =>
  numbers.flatMap((n) => [
    n % 2 === 0
      ? file({ path: join(work, `${n}`), text: whole(n) })
      : lines({ path: join(work, `${n}`), edits: [lines.ensure('new')] }),
    ...(n === 2 ? [command({ script: `echo done >${join(work, 'mark')}`, creates: join(work, 'mark') })] : []),
  ])

function arrange(work: string): void {
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work)
  for (const n of numbers) writeFileSync(join(work, `${n}`), old(n))
}

function judge(work: string, isDone = false): void {
  for (const n of numbers) {
    const text = readFileSync(join(work, `${n}`), 'utf8')
    assert.ok(text === whole(n) || (!isDone && text === old(n)), `${n} is ${isDone ? 'not new' : 'torn'}`)
  }
}
