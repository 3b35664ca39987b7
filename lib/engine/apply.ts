import { Interrupted, Unreachable } from '../core/failure.ts'
import type { NetOperation } from '../core/net-effect.ts'
import type { Restart } from '../core/operation.ts'
import { changedStatus, type StagedBatch } from '../remote/dialect/operation-scripts.ts'
import type { Privilege } from '../remote/privilege.ts'
import type { Session } from '../session/session.ts'
import { applyTogether } from './apply-together.ts'
import type { Applying, Outcome } from './applying.ts'
import { awaitDetached } from './await-detached.ts'
import { endWith, journalled, journalReader, openingScript } from './host-journal.ts'
import { lockReader, lockScript } from './host-lock.ts'
import { liveReader } from './live-output.ts'
import { detachedIn, detachedNames, requestsOf, restartIn } from './requests.ts'
import { stageUploads, uploadPath } from './stage-uploads.ts'
import { untrue } from './untrue.ts'

/** Whether an operation was not carried out because its path is no longer what the plan saw. */
export const changedSince = ({ net, status }: Outcome): boolean =>
  net.operation.op !== 'run' && status === changedStatus

/**
 * Carries out operations in order until a batch fails, and says how each ended as its batch ends. True: all have succeeded.
 * Takes the host's lock with the first. Throws `Held`, and has done nothing, where another run has it; `Unreachable` where the
 * host has not said how each ended.
 */
export async function apply(operations: readonly NetOperation[], applying: Applying): Promise<boolean> {
  let current: Applying = { ...applying, takesUp: applying.takesUp ?? detachedNames(operations) }
  // A program of this machine tells it, while files are on their way; who needs it hears why it could not.
  applying.journal?.commit().catch(() => {})
  for (const { privileges, batches } of requestsOf(operations)) {
    if (privileges.length > 1) {
      if (
        !(await applyTogether(
          batches.flatMap((batch) => batch.operations),
          privileges,
          current,
        ))
      )
        return false
      continue
    }
    const privilege = applying.privilege(privileges[0] ?? '')
    const prepared = await stageUploads(
      batches.flatMap((batch) => batch.operations),
      privilege,
      current,
    )
    if (prepared === undefined) return false
    const queue = [...prepared]
    const staged = batches.map((batch) => ({ ...batch, operations: queue.splice(0, batch.operations.length) }))
    const restart = restartIn(batches)
    const detached = detachedIn(batches)
    if (detached !== undefined) {
      const told = await begin(withHolder(staged, current), privilege, current)
      if (told === undefined || !(await awaitDetached(detached, told, privilege, current))) return false
      continue
    }
    if (restart === undefined) {
      if (!(await run(staged, privilege, current))) return false
      continue
    }
    const session = await runRestart(restart, staged, privilege, current)
    if (session === undefined) return false
    current = { ...current, session }
  }
  return true
}

async function run(staged: readonly StagedBatch[], privilege: Privilege, applying: Applying): Promise<boolean> {
  const { session, signal, journal } = applying
  const batches = journalled(staged, journal)
  const { apply: operations, file } = session.dialect
  const halt = uploadPath(file)
  const opening = journal && (await openingScript(session, journal))
  const script = operations.script(batches, session.nonce, halt, { lock: lockScript(applying), opening })
  const outcomes = outcomeReader(batches, applying)
  const lock = lockReader(privilege, applying)
  const kept = journalReader(session, journal)
  const live = liveReader(
    batches.flatMap((batch) => batch.operations).map(({ net }) => net),
    applying,
  )
  const read = (text: string) => {
    lock.read(text)
    kept.read(text)
    live(text)
    outcomes.read(text)
  }
  let told: Promise<void> | undefined
  const onAbort = () => {
    told = session.aside(file.touch(halt))
  }
  signal?.addEventListener('abort', onAbort)
  if (journal !== undefined) endWith(session, privilege, journal)
  try {
    await session.carryOut(privilege, script, read)
  } catch (error) {
    for (const running of outcomes.running())
      (error instanceof Interrupted ? applying.onLeft : applying.onUnknown)(running)
    throw error
  } finally {
    signal?.removeEventListener('abort', onAbort)
  }
  // What tells the host to stop may come when it has ended all, and taken that away.
  await told?.then(() => session.aside(file.remove([halt])))
  lock.ended()
  kept.ended()
  return outcomes.ended(signal?.aborted === true)
}

const withHolder = (batches: readonly StagedBatch[], { holder }: Applying): StagedBatch[] =>
  batches.map((batch) => ({ ...batch, operations: batch.operations.map((one) => ({ ...one, holder })) }))

/** Carries out one operation that is not over when its script has ended: only then it is said how. Undefined: it has not begun. */
async function begin(
  staged: readonly StagedBatch[],
  privilege: Privilege,
  applying: Applying,
): Promise<Outcome | undefined> {
  let told: Outcome | undefined
  const onOutcome = (outcome: Outcome) => {
    told = outcome
  }
  const begun = await run(staged, privilege, { ...applying, onOutcome }).catch((error) => {
    if (told?.status !== 0) throw error
    // Who waits for it finds out whether the host is still there.
    if (error instanceof Unreachable) return true
    if (error instanceof Interrupted) applying.onLeft(told.net)
    throw error
  })
  if (told === undefined) return undefined
  if (!begun) {
    applying.onOutcome(told)
    return undefined
  }
  return told
}

/** The host is told to start anew, and waited for. Undefined: not well. */
async function runRestart(
  restart: Restart,
  staged: readonly StagedBatch[],
  privilege: Privilege,
  applying: Applying,
): Promise<Session | undefined> {
  const told = await begin(staged, privilege, applying)
  if (told === undefined) return undefined
  const { net } = told
  const session = await applying.restarted(restart, privilege).catch((error) => {
    if (error instanceof Interrupted) applying.onLeft(net)
    throw error
  })
  if (typeof session !== 'string' && applying.journal !== undefined) endWith(session, privilege, applying.journal)
  applying.onOutcome(typeof session === 'string' ? { ...told, status: 1, output: session } : told)
  return typeof session === 'string' ? undefined : session
}

/**
 * Reads status lines as they come. Text is one character per byte until a whole message is there. Whatever stands between
 * may have dropped or mixed up lines, so each operation is counted by its own.
 */
function outcomeReader(
  batches: readonly StagedBatch[],
  { session: { nonce, dialect }, onOutcome, title }: Pick<Applying, 'session' | 'onOutcome' | 'title'>,
) {
  const { readEnd, readStart } = dialect.apply
  const prepared = batches.flatMap((batch) => batch.operations)
  const untold = new Map(prepared.entries())
  let buffer = ''
  let failed: number | undefined
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
      if (status !== 0) failed = index
      onOutcome({ net: one.net, status, output })
    }
  }
  /**
   * True: all have succeeded. Nothing is told of the others of a batch in which one failed, and none starts after that or
   * an interrupt; any other that is untold is a fault.
   */
  const ended = (interrupted: boolean): boolean => {
    const [next] = untold
    const left = failed === undefined ? last + 1 : startOf(batches, failed)
    if (next !== undefined && (next[0] < left || !(failed !== undefined || interrupted)))
      throw untrue(`did not say how "${title(next[1].net)}" ended`)
    if (!inOrder) throw untrue('did not say in order how the steps ended')
    return failed === undefined && next === undefined
  }
  /** What has begun, and of which nobody has said how it ended. */
  const running = (): NetOperation[] =>
    [...untold].flatMap(([index, { net }]) => (begun !== undefined && index <= begun ? [net] : []))
  return { read, ended, running }
}

/** The index of the first operation of the batch in which an operation is. */
function startOf(batches: readonly StagedBatch[], index: number): number {
  let start = 0
  for (const { operations } of batches) {
    if (index < start + operations.length) return start
    start += operations.length
  }
  return start
}

/** A line that says what has begun may come in parts. */
const longestStart = 128
