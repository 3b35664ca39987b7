import { Unreachable } from '../core/failure.ts'
import type { Host } from '../core/inventory.ts'
import type { Secret } from '../core/secret.ts'
import type { Holding } from '../remote/dialect/lock-commands.ts'
import { privilegeOf } from '../remote/privilege.ts'
import { openSession } from '../session/session.ts'

/** A host of which it is asked who acts there. */
export interface Unlocking {
  /** Who has the lock of the host, and what each carries out just now. */
  holders(): Promise<readonly Holding[]>
  /** Ends them with all that they carry out; those that could not be ended. */
  end(holders: readonly Holding[]): Promise<readonly Holding[]>
  close(): Promise<void>
}

/** Looks at the lock of a host as whoever acts there, and takes it for nobody. */
export async function unlocking(host: Host, becomePassword?: Secret): Promise<Unlocking> {
  const session = await openSession(host.connect)
  const privilege = privilegeOf(host.become, becomePassword)
  const { lock } = session.dialect
  const ask = async (script: string): Promise<string> =>
    (await session.ask(privilege, script, { patience })).toString('latin1')
  return {
    async holders() {
      return lock.readHolders(await ask(lock.look(session.nonce)), session.nonce) ?? unsaid()
    },
    async end(holders) {
      const pids = holders.map(({ pid }) => pid)
      const left = lock.readLeft(await ask(lock.end(pids, session.nonce)), session.nonce) ?? unsaid()
      return holders.filter(({ pid }) => left.includes(pid))
    },
    close: async () => void (await session.close()),
  }
}

function unsaid(): never {
  throw new Unreachable('the host did not say who acts there: run again')
}

/** Seconds. */
const patience = 60
