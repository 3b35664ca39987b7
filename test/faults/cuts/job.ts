import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { command, file, lines } from '../../../tasks/index.ts'

const numbers = [0, 1, 2, 3, 4, 5]
const old = (n: number) => `old ${n}\n`.repeat(100)
const whole = (n: number) => (n % 2 === 0 ? `new ${n}\n`.repeat(100) : `${old(n)}new\n`)

export const resources = (work: string) =>
  numbers.flatMap((n) => [
    n % 2 === 0
      ? file({ path: join(work, `${n}`), text: whole(n) })
      : lines({ path: join(work, `${n}`), edits: [lines.ensure('new')] }),
    ...(n === 2 ? [command({ script: `echo done >${join(work, 'mark')}`, creates: join(work, 'mark') })] : []),
  ])

export function arrange(work: string): void {
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work)
  for (const n of numbers) writeFileSync(join(work, `${n}`), old(n))
}

export function judge(work: string, isDone = false): void {
  for (const n of numbers) {
    const text = readFileSync(join(work, `${n}`), 'utf8')
    assert.ok(text === whole(n) || (!isDone && text === old(n)), `${n} is ${isDone ? 'not new' : 'torn'}`)
  }
}
