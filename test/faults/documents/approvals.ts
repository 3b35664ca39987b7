import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import * as assert from 'uvu/assert'
import { readApproval } from '../../../lib/cli/approval-file.ts'
import { show } from '../../../lib/cli/show.ts'
import { differences } from '../../../lib/core/approval/differences.ts'
import { type Approval, type ApprovedPart, approvalFormat, approvalVersion } from '../../../lib/core/approval.ts'
import { local } from '../../../lib/core/connection.ts'
import { UsageError } from '../../../lib/core/failure.ts'
import { play } from '../../../lib/core/playbook.ts'
import { command, directory, file, lines } from '../../../tasks/index.ts'
import { runOn } from '../../support/runs.ts'
import { scratch } from '../../support/shells.ts'
import { mutated } from '../mutations.ts'
import { unprintable } from '../printable.ts'
import type { Progress } from '../progress.ts'

/**
 * Mutated approvals: one that is read can be shown, and what was approved in it is what it says, so that one that says
 * something else is told from the plan; or it is refused in words.
 */
export async function tryApprovals(runs: number, seed: number, progress: Progress) {
  const found = { same: 0, other: 0, refused: 0 }
  const approval = await realApproval()
  const path = join(scratch('approvals'), 'mutated.approval')
  const tokens = [
    ...'"{}[],:\\',
    ...['null', '0', '-1', '1e999', 'true', '"op":"run"', '"outcome":"ok"'],
    ...[
      '"__proto__":{},',
      '"toString"',
      '"change"',
      '"deferred"',
      '\\u001b[2J',
      '\x1b]0;x\x07',
      '"steps":[],',
      '"paths":"x"',
    ],
  ]
  const property = fc.property(fc.noBias(mutated([`${JSON.stringify(approval, undefined, 2)}\n`], tokens)), (bytes) => {
    progress({ approval: bytes.toString('latin1') })
    writeFileSync(path, bytes)
    let read: Approval
    try {
      read = readApproval(path)
      for (const diff of [true, false]) {
        const text = show(path, { diff })
        assert.not.match(text, unprintable)
        assert.not.match(text, /undefined|\[object/)
      }
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      assert.not.match(error.message, /\[object|\n {4}at |TypeError/)
      found.refused++
      return
    }
    const isSame = isDeepStrictEqual(read.parts, approval.parts)
    if (!isSame) assert.ok(differs(read.parts, approval.parts), 'what differs is told')
    found[isSame ? 'same' : 'other']++
  })
  fc.assert(property, { numRuns: runs, seed, endOnFailure: true })
  return found
}

function differs(approved: readonly ApprovedPart[], planned: readonly ApprovedPart[]): boolean {
  if (approved.length !== planned.length) return true
  return planned.some(({ play, host, steps }) => {
    const then = approved.find((one) => one.play === play && one.host === host)
    return then === undefined || differences(then.steps, steps, { closeness: 'exactly', optionsOf }).length > 0

    function optionsOf(id: string): string | undefined {
      const step = steps.find((one) => one.id === id)
      return step?.outcome === 'deferred' ? step.options : undefined
    }
  })
}

async function realApproval(): Promise<Approval> {
  const folder = scratch('approved')
  const at = (name: string) => join(folder, name)
  mkdirSync(at('d'))
  writeFileSync(at('edited'), 'old\n')
  const parts: ApprovedPart[] = []
  const resources = () => [
    directory({ path: at('d'), mode: 0o700 }),
    file({ path: at('new'), text: 'new\n', owner: 'root' }),
    lines({ path: at('edited'), edits: [lines.ensure('new')] }),
    command({ script: 'echo done >mark', creates: at('mark') }),
  ]
  await runOn({ a: local() }, (inventory) => [play('p', inventory.group('all'), resources)], {
    mode: 'plan',
    approval: { hear: (part) => void parts.push(part) },
  })
  const source = { given: 'hosts.ts', sha256: 'a'.repeat(64), commit: { id: 'b'.repeat(40), dirty: false } }
  return {
    format: approvalFormat,
    version: approvalVersion,
    at: '2026-11-26T02:15:45.123Z',
    runbook: '0.1.0',
    inventory: source,
    playbook: { ...source, given: 'web', name: 'web' },
    selection: { limit: 'web*', tags: ['a'], set: ['x=1'] },
    hosts: { a: 'this machine' },
    plays: { p: ['2 at a time'] },
    parts,
  }
}
