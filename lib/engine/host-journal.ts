import { randomBytes } from 'node:crypto'
import { Refused, refuse } from '../core/failure.ts'
import { entryOf, type JournalEntry, type JournalRun, journalFormat, journalName } from '../core/journal.ts'
import type { NetOperation } from '../core/net-effect.ts'
import type { StagedBatch } from '../remote/dialect/operation-scripts.ts'
import type { Privilege } from '../remote/privilege.ts'
import type { Session } from '../session/session.ts'

/** The journal of a run, for all its hosts. */
export interface RunJournal {
  readonly run: JournalRun
  /** Gives the commit that it says: asked where something is to be changed. */
  commit(): Promise<string | undefined>
  /** Counts the operations. */
  next(net?: NetOperation): number
}

/** What of it is written on a host. */
export interface HostJournal extends RunJournal {
  readonly host: string
  readonly required: boolean
  mask(text: string): string
  isSensitive(real: string): boolean
  title(net: NetOperation): string
  /** Is told why nothing can be kept there. */
  onNone(reason: string): void
}

/** `20261126-101530-1233f9c2a81`: when it begins, to the millisecond, so that names sort; and what no other is called. */
export const newRunId = (): string => {
  const [day = '', time = ''] = new Date()
    .toISOString()
    .replace(/[-:.Z]/g, '')
    .split('T')
  return `${day}-${time.slice(0, 6)}-${time.slice(6)}${randomBytes(4).toString('hex')}`
}

export function runJournal(
  run: Omit<JournalRun, 'salt' | 'commit'>,
  ask: () => Promise<string | undefined> = async () => undefined,
): RunJournal {
  let n = 0
  let asked: Promise<string | undefined> | undefined
  return {
    run: { ...run, salt: randomBytes(16).toString('hex') },
    commit: () => (asked ??= ask()),
    next: () => ++n,
  }
}

/** The same batches, with what the journal has of each operation before it is begun. */
export function journalled(batches: readonly StagedBatch[], journal: HostJournal | undefined): readonly StagedBatch[] {
  if (journal === undefined) return batches
  const { salt } = journal.run
  return batches.map((batch) => ({
    ...batch,
    operations: batch.operations.map((one) => {
      const { net } = one
      const entry = entryOf(net, { ...journal, n: journal.next(net), salt, title: journal.title(net) })
      return { ...one, entry, ...(isSalted(entry, journal) ? { salt } : {}) }
    }),
  }))
}

/** What a script puts somewhere may be a copy of a file that holds a secret: nobody knows. */
const isSalted = ({ op, path, before, after }: JournalEntry, { isSensitive }: HostJournal): boolean =>
  op === 'run' || [before, after].some((one) => one?.keyed !== undefined) || (path !== undefined && isSensitive(path))

/** The text that opens it in a shell. */
export async function openingScript(
  session: Session,
  { run, host, required, ...journal }: Pick<HostJournal, 'run' | 'host' | 'required' | 'commit'>,
): Promise<string> {
  const commit = await journal.commit()
  const said: JournalRun = { ...run, ...(commit === undefined ? {} : { commit }) }
  return session.dialect.journal.open(
    { name: journalName(run, host), text: `${journalFormat}\n${JSON.stringify(said)}`, required },
    session.nonce,
  )
}

/** Hears whether it is there, and says once where it is not. */
export function journalReader(session: Session, journal: HostJournal | undefined) {
  let heard = ''
  let none: string | undefined
  return {
    read(text: string) {
      if (journal === undefined || none !== undefined || heard.length > longest) return
      heard += text
      none = session.dialect.journal.readNone(heard, session.nonce)
      if (none !== undefined) journal.onNone(none)
    },
    /** Throws where nothing was begun for the want of one. */
    ended() {
      if (none === undefined || !journal?.required) return
      throw new Refused(
        refuse(
          `what is changed cannot be kept there, and the inventory wants it (journal: 'required'): ${none}`,
          "see why, or give journal: 'best'",
        ),
      )
    },
  }
}

/** It is said before the first operation. */
const longest = 8192

/** When the session ends, so does the run there. */
export function endWith(
  session: Session,
  privilege: Privilege,
  { run, host }: Pick<HostJournal, 'run' | 'host'>,
): void {
  const began = Date.parse(run.at)
  const before = new Date(began - thirtyDays).toISOString().slice(0, 10).replaceAll('-', '')
  session.atEnd(privilege, session.dialect.journal.end(journalName(run, host), before))
}

const thirtyDays = 30 * 24 * 3600 * 1000
