import { randomBytes } from 'node:crypto'
import { Refused, refuse, Unreachable } from '../core/failure.ts'
import { journalName } from '../core/journal.ts'
import type { NetOperation } from '../core/net-effect.ts'
import { touchedBy } from '../core/operation.ts'
import type { GuardedOperation } from '../remote/dialect/guard-commands.ts'
import type { Applying } from './applying.ts'
import type { Armed } from './armed.ts'
import { endWith, journalReader, openingScript } from './host-journal.ts'
import { lockReader, lockScript } from './host-lock.ts'
import { uploadPath } from './stage-uploads.ts'

/**
 * Arms the watchdogs of a part of a guarded list, one for each user as whom it acts, before anything of it is begun: a turn for each. Throws
 * `Refused`, and nothing of this part is begun, where that cannot be; `Held`, where another run acts there.
 */
export async function arm(
  operations: readonly NetOperation[],
  applying: Applying,
  hold: (armed: Armed) => void,
  before: Armed | undefined,
): Promise<Applying> {
  const { journal } = applying
  const [first] = operations
  if (journal === undefined || first?.guard === undefined) throw new Error('what is guarded has no journal')
  const numbers = new Map(operations.map((net) => [net, journal.next(net)]))
  const armed: Armed = before ?? {
    guard: first.guard,
    run: journalName(journal.run, journal.host),
    id: randomBytes(8).toString('hex'),
    since: performance.now(),
    privileges: [],
    touched: new Set(),
    steps: new Map(),
    failed: new Set(),
  }
  const guarded: Applying = {
    ...applying,
    journal: { ...journal, next: (net) => (net && numbers.get(net)) ?? journal.next(net) },
  }
  const all = operations.map(
    (net): GuardedOperation => ({ n: numbers.get(net) ?? 0, net, paths: touchedBy(net.operation) }),
  )
  for (const key of new Set(operations.map(({ privilege }) => privilege))) {
    const own = all.filter(({ net }) => net.privilege === key)
    await armAs(key, own, guarded, armed)
    if (!armed.privileges.includes(key)) armed.privileges.push(key)
    hold(armed)
    for (const path of own.flatMap(({ paths }) => paths)) armed.touched.add(path)
  }
  return guarded
}

async function armAs(
  key: string,
  operations: readonly GuardedOperation[],
  applying: Applying,
  { guard: { within }, run, id, privileges, touched }: Armed,
): Promise<void> {
  const { session, holder, journal } = applying
  const { apply, file, guard } = session.dialect
  if (journal === undefined) return
  const privilege = applying.privilege(key)
  const lock = lockReader(privilege, applying)
  const kept = journalReader(session, journal)
  const nth = privileges.includes(key) ? privileges.indexOf(key) : privileges.length
  const arming = { run, id, holder, nth, within, operations, touched: [...touched] }
  const before = {
    lock: lockScript(applying),
    opening: await openingScript(session, journal),
    arming: guard.arm(arming, session.nonce),
  }
  let heard = ''
  endWith(session, privilege, journal)
  await session.carryOut(privilege, apply.script([], session.nonce, uploadPath(file), before), (text) => {
    heard += text
    lock.read(text)
    kept.read(text)
  })
  lock.ended()
  kept.ended()
  const told = guard.readArmed(heard, session.nonce)
  if (told === undefined)
    throw new Unreachable('the host did not say whether it would put back what is guarded: run again')
  if (!told.armed)
    throw new Refused(refuse(`what is guarded could not be put back there: ${told.why}`, 'see why, then run again'))
}
