import { Interrupted } from '../core/failure.ts'
import type { NetOperation } from '../core/net-effect.ts'
import type { NumberedOperation, OperationEnd, PartScripts } from '../remote/dialect/operation-scripts.ts'
import type { Privilege } from '../remote/privilege.ts'
import type { Applying } from './applying.ts'
import { endWith, journalled, journalReader, openingScript } from './host-journal.ts'
import { lockReader, lockScript } from './host-lock.ts'
import { stageUploads } from './stage-uploads.ts'
import { untrue } from './untrue.ts'

/** What one user does of a batch. */
interface Part {
  readonly privilege: Privilege
  readonly operations: readonly NumberedOperation[]
  readonly scripts: PartScripts
}

/**
 * Carries out one batch as several users: all of it is made ready, by all at the same time, before the first of them gives
 * anything its place; then each does, in their order. Where one fails, all put back what they have done. That is a turn more
 * than there are users. What gave way goes with the next request to each.
 */
export async function applyTogether(
  operations: readonly NetOperation[],
  privileges: readonly string[],
  applying: Applying,
): Promise<boolean> {
  const { session, signal, onOutcome } = applying
  const parts = await partsOf(operations, privileges, applying)
  if (parts === undefined) return false
  const failed = await stage(parts, applying)
  if (failed.length > 0 || signal?.aborted) {
    for (const end of failed) onOutcome(outcome(operations, end))
    return false
  }
  const done: OperationEnd[] = []
  for (const [at, part] of parts.entries()) {
    const ends = await place(part, at, parts, applying)
    const fault = ends.find(({ status }) => status !== 0)
    if (fault === undefined) {
      done.push(...ends)
      continue
    }
    const stuck = await takeBack(parts.slice(0, at), parts.slice(at + 1), applying)
    const putBack = 'what was done before it is put back'
    onOutcome(outcome(operations, { ...fault, output: [fault.output, ...stuck, putBack].join('\n') }))
    return false
  }
  for (const { privilege, scripts } of parts) session.withNext(privilege, scripts.clean)
  for (const end of done.sort((a, b) => a.index - b.index)) onOutcome(outcome(operations, end))
  return true
}

/** Undefined: what they need could not be brought there, and nothing of it is left. */
async function partsOf(
  operations: readonly NetOperation[],
  privileges: readonly string[],
  applying: Applying,
): Promise<Part[] | undefined> {
  const { session } = applying
  const parts: Part[] = []
  for (const [nth, key] of privileges.entries()) {
    const privilege = applying.privilege(key)
    const indices = [...operations.keys()].filter((index) => operations[index]?.privilege === key)
    const own = operations.filter((net) => net.privilege === key)
    const prepared = await stageUploads(own, privilege, applying)
    if (prepared === undefined) {
      await removeUploads(parts, applying)
      return undefined
    }
    const [batch] = journalled([{ staged: true, operations: prepared }], applying.journal)
    const numbered = (batch?.operations ?? []).map((one, at) => ({ ...one, index: indices[at] ?? 0 }))
    parts.push({
      privilege,
      operations: numbered,
      scripts: session.dialect.apply.part(numbered, session.nonce, nth),
    })
  }
  return parts
}

async function removeUploads(parts: readonly Part[], { session }: Applying): Promise<void> {
  for (const { privilege, operations } of parts) {
    const brought = operations.flatMap(({ uploaded }) => uploaded)
    if (brought.length > 0) await session.carryOut(privilege, session.dialect.file.removeNoted(brought))
  }
}

/** All are made ready, or nothing of it is left; what has failed. The first takes the lock of the host on its way. */
async function stage(parts: readonly Part[], applying: Applying): Promise<OperationEnd[]> {
  const { signal, session, journal } = applying
  const [first] = parts
  const lock = first && lockReader(first.privilege, applying)
  const script = lockScript(applying)
  const kept = parts.map(() => journalReader(session, journal))
  if (journal !== undefined) for (const { privilege } of parts) endWith(session, privilege, journal)
  const ended = await Promise.allSettled(
    parts.map(async (part, at) => {
      const opening = journal && (await openingScript(session, journal))
      return carryOut(
        part,
        part.scripts.stage({ ...(part === first ? { lock: script } : {}), opening }),
        applying,
        (text) => {
          if (part === first) lock?.read(text)
          kept[at]?.read(text)
        },
      )
    }),
  )
  const ready = parts.filter((_, at) => isReady(ended[at]))
  try {
    const lost = ended.find((one) => one.status === 'rejected')
    if (lost?.status === 'rejected') throw lost.reason
    lock?.ended()
    for (const one of kept) one.ended()
    const ends = ended.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
    const silent = ended.findIndex((one) => one.status === 'fulfilled' && one.value.length === 0)
    if (silent >= 0) throw untrue(`did not say whether "${titleOf(parts[silent], applying)}" can be done`)
    const failed = ends.filter(({ status }) => status !== 0)
    if (failed.length > 0 || signal?.aborted) await undo(ready, applying)
    return failed
  } catch (error) {
    await undo(ready, applying).catch(() => {})
    throw error
  }
}

const isReady = (ended: PromiseSettledResult<readonly OperationEnd[]> | undefined): boolean =>
  ended?.status === 'fulfilled' && ended.value.length > 0 && ended.value.every(({ status }) => status === 0)

/** What of the host is not heard of is not known, and all that was done elsewhere is taken back as far as it can be. */
async function place(part: Part, at: number, parts: readonly Part[], applying: Applying): Promise<OperationEnd[]> {
  try {
    const ends = await carryOut(part, part.scripts.place, applying)
    const isWhole = ends.length === part.operations.length || ends.some(({ status }) => status !== 0)
    if (!isWhole) throw untrue(`did not say how "${titleOf(part, applying)}" ended`)
    return ends
  } catch (error) {
    const isLeft = error instanceof Interrupted
    if (!isLeft) await takeBack(parts.slice(0, at), parts.slice(at + 1), applying).catch(() => {})
    for (const { net } of parts.flatMap(({ operations }) => operations))
      (isLeft ? applying.onLeft : applying.onUnknown)(net)
    throw error
  }
}

/** What could not be put back, in words. */
async function takeBack(placed: readonly Part[], ready: readonly Part[], applying: Applying): Promise<string[]> {
  const said: string[] = []
  for (const part of placed.toReversed())
    for (const { output } of await carryOut(part, part.scripts.back, applying)) if (output !== '') said.push(output)
  await undo(ready, applying)
  return said
}

const undo = (parts: readonly Part[], { session }: Applying): Promise<unknown> =>
  Promise.all(parts.map(({ privilege, scripts }) => session.carryOut(privilege, scripts.back)))

async function carryOut(
  { privilege }: Part,
  script: string,
  { session }: Applying,
  hear: (text: string) => void = () => {},
): Promise<OperationEnd[]> {
  const { readEnd } = session.dialect.apply
  const ends: OperationEnd[] = []
  let buffer = ''
  await session.carryOut(privilege, script, (text) => {
    hear(text)
    buffer += text
    for (;;) {
      const { end, rest } = readEnd(buffer, session.nonce)
      buffer = rest
      if (end === undefined) return
      ends.push(end)
    }
  })
  return ends
}

function outcome(operations: readonly NetOperation[], { index, status, output }: OperationEnd) {
  const net = operations[index]
  if (net === undefined) throw untrue('told of a step that there is not')
  return { net, status, output }
}

const titleOf = (part: Part | undefined, { title }: Applying): string => {
  const [one] = part?.operations ?? []
  return one === undefined ? '' : title(one.net)
}
