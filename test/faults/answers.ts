import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import * as assert from 'uvu/assert'
import { sha256 } from '../../lib/core/content.ts'
import { isRefusal, Refused } from '../../lib/core/failure.ts'
import type { HostQuestion } from '../../lib/core/question.ts'
import type { Node } from '../../lib/core/state.ts'
import { readGroup, readUser } from '../../lib/remote/posix/accounts.ts'
import { leaveNotes } from '../../lib/remote/posix/content-notes.ts'
import { readMount } from '../../lib/remote/posix/mount.ts'
import { readPackage } from '../../lib/remote/posix/packages.ts'
import { probeScript } from '../../lib/remote/posix/probe-script.ts'
import { readEnd, readStart } from '../../lib/remote/posix/read-end.ts'
import { readProbe } from '../../lib/remote/posix/read-probe.ts'
import { readStatus } from '../../lib/remote/posix/service-status.ts'
import { readSharedFolder } from '../../lib/remote/posix/shared-folder.ts'
import { readRows } from '../../lib/remote/posix/sql-rows.ts'
import { scratch } from '../support/shells.ts'
import { mutated } from './mutations.ts'
import type { Progress } from './progress.ts'

/** What a real shell answers to every kind of question. */
function realAnswer(): { readonly questions: readonly HostQuestion[]; readonly bytes: Uint8Array } {
  const folder = scratch('answers')
  const at = (name: string) => join(folder, name)
  mkdirSync(at('d/e'), { recursive: true })
  for (const name of ['f', 'known', 'noted', 'd/g', 'd/e/\n odd']) writeFileSync(at(name), `content of ${name}\n`)
  symlinkSync('d', at('l'))
  const questions: HostQuestion[] = [
    { ask: 'path', path: at('f') },
    { ask: 'path', path: at('l/g') },
    { ask: 'path', path: at('none/x') },
    { ask: 'digest', path: at('f') },
    { ask: 'digest', path: at('d/g'), unlike: '0'.repeat(64) },
    { ask: 'content', path: at('d/g') },
    { ask: 'content', path: at('known'), known: [sha256(Buffer.from('content of known\n'))] },
    { ask: 'content', path: at('noted'), note: 'abc' },
    { ask: 'list', path: at('d') },
    { ask: 'list', path: at('d'), deep: true },
    { ask: 'command', script: 'echo one; echo two >&2; exit 3' },
    { ask: 'os' },
  ]
  const note = leaveNotes([{ name: 'abc', sha256: sha256(Buffer.from('content of noted\n')), note: 'what is noted' }])
  const env = { ...process.env, RUNBOOK_JOURNAL: at('journals/journal') }
  const bytes = execFileSync('sh', { input: `${note}\n${probeScript(questions)}`, env, maxBuffer: 2 ** 24 })
  assert.match(bytes.toString(), /what is noted/)
  return { questions, bytes }
}

/** Questions' mutated answers: an answer that is whole, or that it cannot be read; nothing half understood. */
export function tryAnswers(runs: number, seed: number, progress: Progress) {
  const { questions, bytes } = realAnswer()
  const found = { read: 0, unreadable: 0 }
  const tokens = [
    'p ',
    's ',
    'h ',
    'c ',
    'o ',
    'e ',
    'n ',
    't ',
    'b ',
    'i ',
    'l ',
    'm ',
    'a ',
    '-',
    '!',
    ' 0',
    ' 9999',
    ' -1',
    ' NaN',
    ' 1e3',
    'here',
    'absent',
    '\np 0 here 1\nx',
  ]
  const property = fc.property(fc.noBias(mutated([bytes], tokens)), (answer) => {
    progress({ answer: answer.toString('latin1') })
    try {
      const { nodes, answers, identity } = readProbe(answer, questions)
      for (const node of nodes.values()) isWhole(node)
      isWhole([...answers.values()])
      isWhole(identity)
      found.read++
    } catch (error) {
      if (!(error instanceof Refused) && (error as Error).name !== 'Error') throw error
      found.unreadable++
    }
  })
  fc.assert(property, { numRuns: runs, seed, endOnFailure: true })
  return found
}

/** No number that is none, no digest that is none. */
function isWhole(value: unknown): void {
  if (typeof value === 'number') assert.ok(Number.isSafeInteger(value) && value >= 0, `a number: ${value}`)
  if (typeof value !== 'object' || value === null) return
  const { sha256 } = value as Partial<Extract<Node, { type: 'file' }>>
  if (sha256 !== undefined) assert.match(sha256, /^[0-9a-f]{64}$/)
  for (const inner of Object.values(value)) isWhole(inner)
}

/** What tasks read of a host's programs, with an output as they print it. */
const readers: Readonly<
  Record<string, { readonly outputs: readonly string[]; read(output: string, status: number): unknown }>
> = {
  'a group': { outputs: ['wso2:x:802:a,b\n'], read: (output, status) => readGroup({ status, output }, 'wso2') },
  'a user': {
    outputs: ['wso2:x:802:802::/opt/wso2:/bin/sh\nwso2\nwso2 adm\n'],
    read: (output, status) => readUser({ status, output }, 'wso2'),
  },
  'a mount': {
    outputs: ['mounted\n', 'free\n', 'other nfs is:/x\n'],
    read: (output, status) => readMount({ status, output }),
  },
  'a package': {
    outputs: ['apt installed free 1.2-3\n', 'dnf missing held\n'],
    read: (output, status) => readPackage({ status, output }, 'nginx'),
  },
  'a service': {
    outputs: [
      'systemd enabled\nLoadState=loaded\nActiveState=active\nSubState=running\nType=simple\nNeedDaemonReload=no\nResult=success\n',
    ],
    read: (output, status) => readStatus({ status, output }, 'nginx'),
  },
  'a shared folder': {
    outputs: ['linked\n', 'absent\n'],
    read: (output, status) => readSharedFolder({ status, output }),
  },
  'rows of a server': { outputs: ['=a\tb\n=c\\n\td\n'], read: (output) => readRows('mysql', output) },
}

/** Their outputs, mutated: an answer that is whole, or a refusal in words. */
export function tryOutputs(runs: number, seed: number, progress: Progress) {
  const found = { read: 0, refused: 0 }
  const cases = fc
    .constantFrom(...Object.keys(readers))
    .chain((name) =>
      fc.tuple(
        fc.constant(name),
        mutated(readers[name]?.outputs ?? [], [
          ':',
          '=',
          ' ',
          '\n',
          '\t',
          '-',
          'x',
          '0',
          '99999999999999999999',
          'yes',
          'no',
          'active',
          'missing',
        ]),
        fc.constantFrom(0, 0, 0, 1, 2, 127),
      ),
    )
  const property = fc.property(fc.noBias(cases), ([name, bytes, status]) => {
    progress({ name, status, output: bytes.toString('latin1') })
    const answer = readers[name]?.read(bytes.toString(), status)
    if (isRefusal(answer)) assert.ok(answer.refusal !== '' && answer.advice !== '')
    else isWhole(answer)
    found[isRefusal(answer) ? 'refused' : 'read']++
  })
  fc.assert(property, { numRuns: runs, seed, endOnFailure: true })
  return found
}

/** Lines that say how operations ended, mutated: none is taken for one that is not there, and what is taken is whole. */
export function tryEnds(runs: number, seed: number, progress: Progress) {
  const nonce = '0123456789abcdef0123456789abcdef'
  const text = [0, 1, 2].map((n) => `\n${nonce} ${n} started\n\n${nonce} ${n} ${n === 2 ? 75 : 0} 4\nsaid`).join('')
  const found = { read: 0, unread: 0 }
  const property = fc.property(
    fc.noBias(mutated([text], [nonce, `\n${nonce} `, ' 0 ', ' 99 ', '\n', ' started\n', '1e9'])),
    (bytes) => {
      progress({ ends: bytes.toString('latin1') })
      let rest = bytes.toString('latin1')
      for (let next = readEnd(rest, nonce); next.end; next = readEnd(rest, nonce)) {
        isWhole(next.end)
        assert.ok(next.rest.length < rest.length, 'it comes to an end')
        rest = next.rest
        found.read++
      }
      isWhole(readStart(rest, nonce))
      found.unread++
    },
  )
  fc.assert(property, { numRuns: runs, seed, endOnFailure: true })
  return found
}
