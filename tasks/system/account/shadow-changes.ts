import * as v from 'valibot'
import type { CommandAnswer } from '../../../lib/core/answers.ts'
import { commandFact, type Fact, foretell } from '../../../lib/core/fact.ts'
import { refuse } from '../../../lib/core/failure.ts'
import type { Made } from '../../../lib/core/operation.ts'
import { refer } from '../../../lib/core/reference.ts'
import type { Changes } from '../../../lib/core/resource.ts'
import { isSecret, reveal, type Secret } from '../../../lib/core/secret.ts'
import { askShadow, readShadow, setShadow, showShadow } from '../../../lib/remote/posix/shadow.ts'

export const passwordHash: v.GenericSchema<Secret | '*'> = v.custom<Secret | '*'>(
  (value) => isSecret(value) || value === '*',
  "give secret('…') with a hash, as `openssl passwd -6` prints one, or '*' for no password",
)

const day = /^(\d{4})-(\d{2})-(\d{2})$/

/** A day that there is, as in 2027-01-31: what a calendar does not have is taken for another day by `Date`. */
export const expiryDay: v.GenericSchema<string> = v.pipe(
  v.string(({ received }) => `it is ${received}: give a day, as in '2027-01-31', or 'never'`),
  v.check(
    (given) => given === 'never' || (day.test(given) && isoOf(daysOf(given)) === given),
    ({ input }) => `${JSON.stringify(input)} is no day: give one as in '2027-01-31', or 'never'`,
  ),
)

const daysOf = (given: string): number => {
  const [, year, month, date] = day.exec(given) ?? []
  return Date.UTC(Number(year), Number(month) - 1, Number(date)) / 86_400_000
}

const isoOf = (days: number): string => (days >= 0 ? new Date(days * 86_400_000).toISOString().slice(0, 10) : '')

export interface ShadowWanted {
  readonly name: string
  readonly passwordHash?: Secret | '*' | undefined
  readonly keepPassword?: boolean | undefined
  readonly expires?: string | undefined
}

export const asksShadow = ({ passwordHash, expires }: ShadowWanted): boolean =>
  passwordHash !== undefined || expires !== undefined

/** A secret is compared on the host, by standard input: its answer says whether it is the same, and no more. */
export const shadowFact = ({ name, passwordHash: hash }: ShadowWanted): Fact<CommandAnswer> =>
  commandFact(askShadow(name), [], [hash ?? '', '\n'])

/** What gives a user that is there, or is made just before, its password and its day. */
export function shadowChanges(
  args: ShadowWanted,
  isNew: boolean,
  found: CommandAnswer,
  files: readonly Made[],
): Changes {
  const { name, passwordHash: wanted, keepPassword = false } = args
  if (wanted !== undefined && !isHash(reveal(wanted)))
    return refuse(
      `the password of ${name} is given as what is no hash`,
      'give what crypt makes of it, as `openssl passwd -6` prints it',
    )
  if (!isNew && found.status === 3) return refuse(`only root may read the password of ${name}`, 'give become: true')
  if (!isNew && found.status !== 0)
    return refuse(
      `the user ${name} has no line in /etc/shadow${found.output.trim() ? ` (${found.output.trim()})` : ''}`,
      'its password is kept elsewhere (see /etc/nsswitch.conf): set it there, or leave it out',
    )
  const there = isNew ? { same: false, expires: undefined } : readShadow(found)
  const password = wanted !== undefined && !there.same && (isNew || !keepPassword)
  const until = args.expires === undefined || args.expires === 'never' ? undefined : daysOf(args.expires)
  const moves = args.expires !== undefined && until !== there.expires
  if (!password && !moves) return []
  const same = there.same || password
  const answers = [foretell(shadowFact(args), showShadow({ same, expires: moves ? until : there.expires }))]
  return [
    {
      op: 'run',
      script: setShadow({ name, password, expires: moves ? (until ?? 'never') : undefined }),
      ...(password ? { stdin: `${name}:${refer(wanted)}\n` } : {}),
      effects: { makes: [...files], answers },
      undo: { keeps: `the password and the expiry of the account ${name}` },
    },
  ]
}

/** What a line of /etc/shadow can hold, and what no password in clear is likely to be. */
const isHash = (value: string): boolean => value === '*' || /^!?\$[^\s:$]+\$[^\s:]+$/.test(value)
