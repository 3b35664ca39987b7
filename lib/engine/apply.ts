import { type Batch, batchesOf } from '../core/batches.ts'
import { Interrupted, Unreachable } from '../core/failure.ts'
import type { NetOperation } from '../core/net-effect.ts'
import type { Restart } from '../core/operation.ts'
import { changedStatus, type StagedBatch } from '../remote/dialect.ts'
import type { Privilege } from '../remote/privilege.ts'
import type { Session } from '../session/session.ts'
import type { Applying, Outcome } from './applying.ts'
import { endWith, journalled, journalReader, openingScript } from './host-journal.ts'
import { lockReader, lockScript } from './host-lock.ts'
import { stageUploads, uploadPath } from './stage-uploads.ts'

/** Whether an operation was not carried out because its path is no longer what the plan saw. */
export const changedSince = ({ net, status }: Outcome): boolean =>
  net.operation.op !== 'run' && status === changedStatus

/**
 * Carries out operations in order until a batch fails, and says how each ended as its batch ends. True: all have succeeded.
 * Takes the host's lock with the first. Throws `Held`, and has done nothing, where another run has it; `Unreachable` where the
 * host has not said how each ended.
 */
export async function apply(operations: readonly NetOperation[], applying: Applying): Promise<boolean> {
  let current = applying
  for (const { key, batches } of requests(operations)) {
    const privilege = applying.privilege(key)
    const prepared = await stageUploads(
      batches.flatMap((batch) => batch.operations),
      privilege,
      current,
    )
    if (prepared === undefined) return false
    const queue = [...prepared]
    const staged = batches.map((batch) => ({ ...batch, operations: queue.splice(0, batch.operations.length) }))
    const restart = restartIn(batches)
    if (restart === undefined) {
      if (!(await run(staged, privilege, current))) return false
      continue
    }
    const session = await runRestart(restart, staged, privilege, current)
    if (session === undefined) return false
    current = { ...applying, session }
  }
  return true
}

const restartIn = (batches: readonly Batch[]): Restart | undefined =>
  batches
    .flatMap(({ operations }) => operations)
    .map(({ operation }) => (operation.op === 'run' ? operation.effects.restarts : undefined))
    .find((restart) => restart !== undefined)

/** Neighbours of one privilege go in one request; what starts the host anew goes alone. */
function requests(operations: readonly NetOperation[]) {
  const found: { key: string; batches: Batch[] }[] = []
  for (const batch of batchesOf(operations)) {
    const last = found.at(-1)
    const key = batch.operations[0]?.privilege ?? ''
    const goesAlone = restartIn([batch, ...(last?.batches.slice(-1) ?? [])]) !== undefined
    if (last?.key === key && !goesAlone) last.batches.push(batch)
    else found.push({ key, batches: [batch] })
  }
  return found
}

async function run(staged: readonly StagedBatch[], privilege: Privilege, applying: Applying): Promise<boolean> {
  const { session, signal, journal } = applying
  const batches = journalled(staged, journal)
  const { apply: operations, file } = session.dialect
  const halt = uploadPath(file)
  const prepared = batches.flatMap((batch) => batch.operations)
  const opening = journal && openingScript(session, journal)
  const script = operations.script(batches, session.nonce, halt, { lock: lockScript(applying), opening })
  const removal = file.remove([halt, ...prepared.flatMap(({ uploaded }) => uploaded)])
  const outcomes = outcomeReader(batches, applying)
  const lock = lockReader(privilege, applying)
  const kept = journalReader(session, journal)
  const read = (text: string) => {
    lock.read(text)
    kept.read(text)
    outcomes.read(text)
  }
  const onAbort = () => void session.aside(file.touch(halt))
  signal?.addEventListener('abort', onAbort)
  if (journal !== undefined) endWith(session, privilege, journal)
  try {
    await session.carryOut(privilege, [script, removal].join('\n'), read)
  } catch (error) {
    for (const running of outcomes.running())
      (error instanceof Interrupted ? applying.onLeft : applying.onUnknown)(running)
    throw error
  } finally {
    signal?.removeEventListener('abort', onAbort)
  }
  if (signal?.aborted) await session.aside(file.remove([halt]))
  lock.ended()
  kept.ended()
  return outcomes.ended(signal?.aborted === true)
}

/** The host is told to start anew, and waited for; only then it is said how that ended. Undefined: not well. */
async function runRestart(
  restart: Restart,
  staged: readonly StagedBatch[],
  privilege: Privilege,
  applying: Applying,
): Promise<Session | undefined> {
  let told: Outcome | undefined
  const onOutcome = (outcome: Outcome) => {
    told = outcome
  }
  const begun = await run(staged, privilege, { ...applying, onOutcome })
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

const untrue = (what: string) =>
  new Unreachable(
    `the host ${what}: run again; if it stays so, see what changes the output of its shell (a wrapper, a terminal, a start-up file)`,
  )
