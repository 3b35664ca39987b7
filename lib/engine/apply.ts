import { Interrupted, Unreachable } from '../core/failure.ts'
import type { NetOperation } from '../core/net-effect.ts'
import type { Restart } from '../core/operation.ts'
import { changedStatus, type StagedOperation } from '../remote/dialect.ts'
import type { Privilege } from '../remote/privilege.ts'
import type { Session } from '../session/session.ts'
import type { Applying, Outcome } from './applying.ts'
import { stageUploads, uploadPath } from './stage-uploads.ts'

/** Whether an operation was not carried out because its path is no longer what the plan saw. */
export const changedSince = ({ net, status }: Outcome): boolean =>
  net.operation.op !== 'run' && status === changedStatus

/**
 * Carries out operations in order until one fails, and says how each ended as it ends. True: all have succeeded. Throws
 * `Unreachable` where the host has not said how each ended.
 */
export async function apply(operations: readonly NetOperation[], applying: Applying): Promise<boolean> {
  let current = applying
  for (const { key, batch } of batches(operations)) {
    const privilege = applying.privilege(key)
    const prepared = await stageUploads(batch, privilege, current)
    if (prepared === undefined) return false
    const restart = batch.map(restartOf).find((one) => one !== undefined)
    if (restart === undefined) {
      if (!(await run(prepared, privilege, current))) return false
      continue
    }
    const session = await runRestart(restart, prepared, privilege, current)
    if (session === undefined) return false
    current = { ...applying, session }
  }
  return true
}

const restartOf = ({ operation }: NetOperation): Restart | undefined =>
  operation.op === 'run' ? operation.effects.restarts : undefined

/** Neighbours of one privilege go in one request; what starts the host anew goes alone. */
function batches(operations: readonly NetOperation[]) {
  const found: { key: string; batch: NetOperation[] }[] = []
  for (const net of operations) {
    const last = found.at(-1)
    const goesAlone = [net, last?.batch.at(-1)].some((one) => one !== undefined && restartOf(one) !== undefined)
    if (last?.key === net.privilege && !goesAlone) last.batch.push(net)
    else found.push({ key: net.privilege, batch: [net] })
  }
  return found
}

async function run(prepared: readonly StagedOperation[], privilege: Privilege, applying: Applying): Promise<boolean> {
  const { session, signal } = applying
  const { apply: operations, file } = session.dialect
  const halt = uploadPath(file)
  const script = operations.script(prepared, session.nonce, halt)
  const removal = file.remove([halt, ...prepared.flatMap(({ uploaded }) => uploaded)])
  const read = outcomeReader(prepared, applying)
  const onAbort = () => void session.aside(file.touch(halt))
  signal?.addEventListener('abort', onAbort)
  try {
    await session.carryOut(privilege, [script, removal].join('\n'), read)
  } catch (error) {
    const running = read.running()
    if (running) (error instanceof Interrupted ? applying.onLeft : applying.onUnknown)(running)
    throw error
  } finally {
    signal?.removeEventListener('abort', onAbort)
  }
  if (signal?.aborted) await session.aside(file.remove([halt]))
  return read.ended(signal?.aborted === true)
}

/** The host is told to start anew, and waited for; only then it is said how that ended. Undefined: not well. */
async function runRestart(
  restart: Restart,
  prepared: readonly StagedOperation[],
  privilege: Privilege,
  applying: Applying,
): Promise<Session | undefined> {
  let told: Outcome | undefined
  const onOutcome = (outcome: Outcome) => {
    told = outcome
  }
  const begun = await run(prepared, privilege, { ...applying, onOutcome })
  if (told === undefined) return undefined
  if (!begun) {
    applying.onOutcome(told)
    return undefined
  }
  const { net } = told
  const session = await applying.restarted(restart, privilege).catch((error) => {
    if (error instanceof Interrupted) applying.onLeft(net)
    throw error
  })
  applying.onOutcome(typeof session === 'string' ? { ...told, status: 1, output: session } : told)
  return typeof session === 'string' ? undefined : session
}

/**
 * Reads status lines as they come. Text is one character per byte until a whole message is there. Whatever stands between
 * may have dropped or mixed up lines, so each operation is counted by its own.
 */
function outcomeReader(
  prepared: readonly StagedOperation[],
  { session: { nonce, dialect }, onOutcome, title }: Pick<Applying, 'session' | 'onOutcome' | 'title'>,
) {
  const { readEnd, readStart } = dialect.apply
  const untold = new Map(prepared.entries())
  let buffer = ''
  let failed = false
  let inOrder = true
  let last = -1
  let begun: number | undefined
  const read = (text: string) => {
    buffer += text
    begun = readStart(buffer.slice(-text.length - longestStart), nonce) ?? begun
    for (;;) {
      const { end, rest } = readEnd(buffer, nonce)
      buffer = rest
      if (end === undefined) return
      const { index, status, output } = end
      const one = untold.get(index)
      inOrder &&= one !== undefined && index > last
      if (one === undefined) continue
      untold.delete(index)
      last = Math.max(last, index)
      if (status !== 0) failed = true
      onOutcome({ net: one.net, status, output })
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
  /** What has begun, and of which nobody has said how it ended. */
  const running = (): NetOperation | undefined => (begun === undefined ? undefined : untold.get(begun)?.net)
  return Object.assign(read, { ended, running })
}

/** A line that says what has begun may come in parts. */
const longestStart = 128

const untrue = (what: string) =>
  new Unreachable(
    `the host ${what}: run again; if it stays so, see what changes the output of its shell (a wrapper, a terminal, a start-up file)`,
  )
