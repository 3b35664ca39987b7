import type { LocalFiles } from '../controller/local-files.ts'
import { Unreachable } from '../core/failure.ts'
import type { NetOperation } from '../core/net-effect.ts'
import { applyScript, changedStatus, type Prepared } from '../remote/posix/apply-script.ts'
import { quote } from '../remote/posix/quote.ts'
import type { Privilege } from '../remote/privilege.ts'
import type { Session } from '../session/session.ts'
import { stageUploads, uploadPath } from './stage-uploads.ts'

/** How one operation ended on the host. */
export interface Outcome {
  readonly net: NetOperation
  readonly status: number
  readonly output: string
}

/** Whether an operation was not carried out because its path is no longer what the plan saw. */
export const changedSince = ({ net, status }: Outcome): boolean =>
  net.operation.op !== 'run' && status === changedStatus

export interface Applying {
  readonly session: Session
  readonly local: LocalFiles
  /** Aborting lets the running operation finish and starts no other. */
  readonly signal: AbortSignal | undefined
  /** What the key of a privilege, in the plan, stands for. */
  privilege(key: string): Privilege
  /** What the step of an operation is called. */
  title(net: NetOperation): string
  onOutcome(outcome: Outcome): void
  onUpload(net: NetOperation, bytes: number, total: number): void
}

/**
 * Carries out operations in order until one fails, and says how each ended as it ends. True: all have succeeded. Throws
 * `Unreachable` where the host has not said how each ended.
 */
export async function apply(operations: readonly NetOperation[], applying: Applying): Promise<boolean> {
  for (const { key, batch } of batches(operations)) {
    const privilege = applying.privilege(key)
    const prepared = await stageUploads(batch, privilege, applying)
    if (prepared === undefined) return false
    if (!(await run(prepared, privilege, applying))) return false
  }
  return true
}

/** Neighbours of one privilege go in one request. */
function batches(operations: readonly NetOperation[]) {
  const found: { key: string; batch: NetOperation[] }[] = []
  for (const net of operations) {
    const last = found.at(-1)
    if (last?.key === net.privilege) last.batch.push(net)
    else found.push({ key: net.privilege, batch: [net] })
  }
  return found
}

async function run(prepared: readonly Prepared[], privilege: Privilege, applying: Applying): Promise<boolean> {
  const { session, signal } = applying
  const halt = uploadPath()
  const leftovers = [halt, ...prepared.flatMap(({ uploaded }) => uploaded)].map(quote).join(' ')
  const read = outcomeReader(prepared, session.nonce, applying)
  const onAbort = () => void session.aside(`: >${quote(halt)}`)
  signal?.addEventListener('abort', onAbort)
  try {
    await session.ask(privilege, `${applyScript(prepared, session.nonce, halt)}\nrm -f -- ${leftovers}`, {
      isSecret: true,
      onText: read,
    })
  } finally {
    signal?.removeEventListener('abort', onAbort)
  }
  if (signal?.aborted) await session.aside(`rm -f -- ${quote(halt)}`)
  return read.ended(signal?.aborted === true)
}

/**
 * Reads status lines as they come. Text is one character per byte until a whole message is there. Whatever stands between
 * may have dropped or mixed up lines, so each operation is counted by its own.
 */
function outcomeReader(
  prepared: readonly Prepared[],
  nonce: string,
  { onOutcome, title }: Pick<Applying, 'onOutcome' | 'title'>,
) {
  const line = new RegExp(`\\n${nonce} (\\d+) (\\d+) (\\d+)\\n`)
  const untold = new Map(prepared.entries())
  let buffer = ''
  let failed = false
  let inOrder = true
  let last = -1
  const read = (text: string) => {
    buffer += text
    for (let found = line.exec(buffer); found; found = line.exec(buffer)) {
      const [whole, index, status, length] = found
      const from = found.index + whole.length
      if (buffer.length < from + Number(length)) return
      const output = Buffer.from(buffer.slice(from, from + Number(length)), 'latin1').toString()
      buffer = buffer.slice(from + Number(length))
      const at = Number(index)
      const one = untold.get(at)
      inOrder &&= one !== undefined && at > last
      if (one === undefined) continue
      untold.delete(at)
      last = Math.max(last, at)
      if (status !== '0') failed = true
      onOutcome({ net: one.net, status: Number(status), output: output.trim() })
    }
  }
  /** True: all have succeeded. None starts after one that failed or an interrupt; any other that is untold is a fault. */
  const ended = (interrupted: boolean): boolean => {
    const [next] = untold
    if (next !== undefined && (next[0] < last || !(failed || interrupted)))
      throw untrue(`did not say how "${title(next[1].net)}" ended`)
    if (!inOrder) throw untrue('did not say in order how the steps ended')
    return !failed && next === undefined
  }
  return Object.assign(read, { ended })
}

const untrue = (what: string) =>
  new Unreachable(
    `the host ${what}: run again; if it stays so, see what changes the output of its shell (a wrapper, a terminal, a start-up file)`,
  )
