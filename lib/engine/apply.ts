import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { bytesOf, isLocal, type LocalSource } from '../core/content.ts'
import type { Operation } from '../core/operation.ts'
import type { NetOperation } from '../core/settle.ts'
import type { Level } from '../remote/become.ts'
import { applyScript, changedStatus, mustUpload, type Prepared } from '../remote/operations.ts'
import { quote } from '../remote/quote.ts'
import { UploadError } from '../transport/faults.ts'
import type { UploadSource } from '../transport/transport.ts'
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
    const prepared: Prepared[] = []
    for (const net of batch) {
      if (applying.signal?.aborted) {
        await discard(prepared, level, applying.session)
        return false
      }
      const uploaded = await upload(net, level, applying)
      prepared.push({ net, uploaded: uploaded.paths })
      if (uploaded.fault === undefined) continue
      await discard(prepared, level, applying.session)
      applying.onOutcome({ net, status: 1, said: uploaded.fault })
      return false
    }
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

/** Puts what an operation needs on the host; `fault` says why it could not be, in the host's words. */
async function upload(net: NetOperation, level: Level, { session, local, onUpload }: Applying) {
  const paths: string[] = []
  try {
    for (const source of await sourcesOf(net.operation, local)) {
      const path = stagingPath()
      paths.push(path)
      await session.upload(level, source, path, (bytes) => onUpload(net, bytes, source.size))
    }
    return { paths }
  } catch (error) {
    if (error instanceof UploadError) return { paths, fault: error.message }
    throw error
  }
}

/** Takes away what was brought for operations that will not run. */
async function discard(prepared: readonly Prepared[], level: Level, session: Session): Promise<void> {
  const paths = prepared.flatMap(({ uploaded }) => uploaded)
  if (paths.length > 0) await session.ask(level, `rm -f -- ${paths.map(quote).join(' ')}`)
}

async function sourcesOf(operation: Operation, local: LocalFiles): Promise<UploadSource[]> {
  if (operation.op === 'run')
    return Promise.all((operation.uploads ?? []).map((source: LocalSource) => local.upload(source)))
  if (operation.op !== 'write' || !mustUpload(operation)) return []
  const { content } = operation
  if (isLocal(content)) return [await local.upload(content.source)]
  const bytes = Buffer.from(bytesOf(content))
  return [{ size: bytes.length, open: () => Readable.from([bytes]) }]
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

/** A name that nobody on the host can guess. */
const stagingPath = (): string => `/var/tmp/.runbook-${randomBytes(16).toString('hex')}`

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
