import { diedWords } from '../core/died.ts'
import { Held } from '../core/failure.ts'
import { endWith, openingScript } from './host-journal.ts'
import { lockReader, lockScript } from './host-lock.ts'
import type { HostRun } from './host-run.ts'
import { uploadPath } from './stage-uploads.ts'

/** Says once what runs that died have left on a host. It is known from the first answer. */
export function tellDied({ hostState, emit, holder }: HostRun): void {
  // A host that was started anew has ended the shell of this very run.
  hostState.died.delete(holder.run)
  for (const one of hostState.died.values()) {
    if (!one.told) emit({ type: 'note', host: hostState.host.name, reason: diedWords(one.died) })
    one.told = true
  }
}

/** Takes away what they have left, where this run has nothing else to do there: else its first change does that. */
export async function bury({ hostState, holder, journal }: HostRun): Promise<void> {
  hostState.died.delete(holder.run)
  if (hostState.died.size === 0 || journal === undefined) return
  const session = await hostState.session()
  const { apply, file } = session.dialect
  for (const key of new Set([...hostState.died.values()].map(({ privilege }) => privilege))) {
    const privilege = hostState.privilege(key)
    const lock = lockReader(privilege, { session, onBegin: () => {} })
    const before = {
      lock: lockScript({ session, holder }),
      opening: openingScript(session, { ...journal, required: false }),
    }
    endWith(session, privilege, journal)
    await session.carryOut(privilege, apply.script([], session.nonce, uploadPath(file), before), lock.read)
    try {
      lock.ended()
    } catch (error) {
      // Whoever acts there takes it away.
      if (!(error instanceof Held)) throw error
    }
  }
  hostState.died.clear()
}
