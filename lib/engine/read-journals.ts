import { Unreachable } from '../core/failure.ts'
import type { JournalOfRun } from '../core/journal-log.ts'
import type { Become } from '../core/resource.ts'
import type { RollbackScripts } from '../core/rollback/items.ts'
import { type Privilege, privilegeOf } from '../remote/privilege.ts'
import type { Session } from '../session/session.ts'
import { type HostFault, hostFault } from './host-fault.ts'
import type { HostState } from './host-state.ts'

/** A journal of a run on a host, of one of those who acted there. */
export interface KeptJournal extends JournalOfRun {
  /** Whose it is, as `become` says it. */
  readonly as: Become
}

export interface HostJournals {
  readonly host: string
  /** What the host's shell does of a rollback. */
  readonly scripts?: RollbackScripts
  readonly journals: readonly KeptJournal[]
  /** Why they could not be read. */
  readonly fault?: HostFault
}

export interface Reading {
  /** As whom else they are read. */
  readonly as: readonly Become[]
  /** Other hosts of the inventory: one machine may have several names, and what was done by another is not told. */
  readonly others: ReadonlySet<string>
}

/**
 * The journals on a host, the oldest run first: those of the login user, of whoever the inventory acts as there, and of `as`.
 */
export async function readJournals(hostState: HostState, { as, others }: Reading): Promise<HostJournals> {
  const { host } = hostState
  try {
    const session = await hostState.session()
    const journals: KeptJournal[] = []
    const folders = new Set<string>()
    for (const become of readers(hostState, as)) {
      const privilege = hostState.privilege(hostState.privilegeKey(become))
      for (const one of await read(session, privilege)) {
        if (folders.has(one.folder)) continue
        folders.add(one.folder)
        const records = one.records.filter(({ entry }) => !others.has(entry.host))
        if (records.length > 0) journals.push({ ...one, records, as: become })
      }
    }
    return {
      host: host.name,
      scripts: session.dialect.journal.rollback,
      journals: journals.sort((a, b) => (a.run.id < b.run.id ? -1 : 1)),
    }
  } catch (error) {
    return { host: host.name, journals: [], fault: hostFault(error) }
  }
}

/** Removes them, but for those of runs that are not over. */
export async function purgeJournals(hostState: HostState, as: readonly Become[]): Promise<void> {
  const session = await hostState.session()
  for (const become of readers(hostState, as))
    await session.carryOut(hostState.privilege(hostState.privilegeKey(become)), session.dialect.journal.purge)
}

function readers({ host }: HostState, as: readonly Become[]): Become[] {
  const wanted = [false, ...(host.become === undefined ? [] : [host.become]), ...as]
  return wanted.filter((one, at) => wanted.findIndex((other) => keyOf(other) === keyOf(one)) === at)
}

const keyOf = (become: Become): string => privilegeOf(become).key

/** Bytes: that of a few dozen runs, each of whose logs is told up to a limit of its own. */
const mostRead = 200 * 2 ** 20

async function read(session: Session, privilege: Privilege): Promise<readonly JournalOfRun[]> {
  const { list, readList } = session.dialect.journal
  const answer = await session.ask(privilege, list, { patience: 60, most: mostRead })
  try {
    return readList(answer)
  } catch (error) {
    throw new Unreachable(
      `what the host answers cannot be read (${(error as Error).message.slice(0, 200)}): run again; if it stays so, see what changes the output of its shell`,
    )
  }
}
