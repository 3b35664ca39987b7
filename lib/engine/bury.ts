import { diedWords } from '../core/died.ts'
import { Held } from '../core/failure.ts'
import { endWith, openingScript } from './host-journal.ts'
import { lockReader, lockScript } from './host-lock.ts'
import type { HostRun } from './host-run.ts'
import { uploadPath } from './stage-uploads.ts'

/** Says once what runs that died have left on a host. It is known from the first answer. */
export function tellDied(run: HostRun): void {
  const { hostState, emit } = run
  const told = new Set<string>()
  for (const one of others(run)) {
    const { id } = one.died.run
    if (!one.told && !told.has(id)) emit({ type: 'note', host: hostState.host.name, reason: diedWords(one.died) })
    one.told = true
    told.add(id)
  }
}

/** Takes away what they have left as somebody as whom this run had nothing to do: else its first change has done that. */
export async function bury(run: HostRun): Promise<void> {
  const { hostState, holder, journal } = run
  const keys = new Set(others(run).map(({ privilege }) => privilege))
  hostState.died.clear()
  if (journal === undefined) return
  for (const key of keys) {
    if (hostState.acted.has(key)) continue
    const session = await hostState.session()
    const { apply, file } = session.dialect
    const privilege = hostState.privilege(key)
    const lock = lockReader(privilege, { session, onBegin: () => {} })
    const before = {
      lock: lockScript({ session, holder }),
      opening: await openingScript(session, { ...journal, required: false }),
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
}

/** A host that was started anew has ended the shell of this very run: that one did not die. */
const others = ({ hostState, holder }: HostRun) =>
  [...hostState.died.values()].filter(({ died }) => died.run.id !== holder.run)
