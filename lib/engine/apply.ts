import type { NetOperation } from '../core/settle.ts'
import type { Level } from '../remote/become.ts'
import { applyScript, changedStatus, type Prepared } from '../remote/operations.ts'
import { quote } from '../remote/quote.ts'
import { bring, stagingPath } from './bring.ts'
import type { LocalFiles } from './local.ts'
import type { Session } from './session.ts'

/** How one operation ended on the host. */
export interface Outcome {
  readonly net: NetOperation
  readonly status: number
  readonly said: string
}

/** Whether an operation was not carried out because its path is no longer what the plan saw. */
export const changedSince = ({ net, status }: Outcome): boolean =>
  net.operation.op !== 'run' && status === changedStatus

export interface Applying {
  readonly session: Session
  readonly local: LocalFiles
  /** Aborting lets the running operation finish and starts no other. */
  readonly signal: AbortSignal | undefined
  level(net: NetOperation): Level
  onOutcome(outcome: Outcome): void
  onUpload(net: NetOperation, bytes: number, total: number): void
}

/** Carries out operations in order until one fails, and says how each ended as it ends. True: all have succeeded. */
export async function apply(operations: readonly NetOperation[], applying: Applying): Promise<boolean> {
  for (const { level, batch } of batches(operations, applying.level)) {
    const prepared = await bring(batch, level, applying)
    if (prepared === undefined) return false
    if (!(await run(prepared, level, applying))) return false
  }
  return true
}

/** Neighbours of one level go in one request. */
function batches(operations: readonly NetOperation[], levelOf: (net: NetOperation) => Level) {
  const found: { level: Level; batch: NetOperation[] }[] = []
  for (const net of operations) {
    const level = levelOf(net)
    const last = found.at(-1)
    if (last?.level.key === level.key) last.batch.push(net)
    else found.push({ level, batch: [net] })
  }
  return found
}

async function run(prepared: readonly Prepared[], level: Level, applying: Applying): Promise<boolean> {
  const { session, signal, onOutcome } = applying
  const halt = stagingPath()
  const leftovers = [halt, ...prepared.flatMap(({ uploaded }) => uploaded)].map(quote).join(' ')
  const read = outcomeReader(prepared, session.nonce, onOutcome)
  const onAbort = () => void session.aside(`: >${quote(halt)}`)
  signal?.addEventListener('abort', onAbort)
  try {
    await session.ask(level, `${applyScript(prepared, session.nonce, halt)}\nrm -f -- ${leftovers}`, read)
  } finally {
    signal?.removeEventListener('abort', onAbort)
  }
  if (signal?.aborted) await session.aside(`rm -f -- ${quote(halt)}`)
  return read.ended()
}

/** Reads status lines as they come. Text is one character per byte until a whole message is there. */
function outcomeReader(prepared: readonly Prepared[], nonce: string, onOutcome: (outcome: Outcome) => void) {
  const line = new RegExp(`\\n${nonce} (\\d+) (\\d+) (\\d+)\\n`)
  let heard = ''
  let failed = false
  let count = 0
  const read = (text: string) => {
    heard += text
    for (let found = line.exec(heard); found; found = line.exec(heard)) {
      const [whole, index, status, length] = found
      const from = found.index + whole.length
      if (heard.length < from + Number(length)) return
      const net = prepared[Number(index)]?.net
      const said = Buffer.from(heard.slice(from, from + Number(length)), 'latin1').toString()
      heard = heard.slice(from + Number(length))
      count++
      if (status !== '0') failed = true
      if (net) onOutcome({ net, status: Number(status), said: said.trim() })
    }
  }
  return Object.assign(read, { ended: () => !failed && count === prepared.length })
}
