import type { CommandAnswer } from '../../core/answers.ts'
import { comment } from './comment.ts'
import { quote } from './quote.ts'

/** Prints whether a unit is there, whom it runs as, and whose the home is. */
export const askUnit = (unit: string, home: string): string =>
  `${comment(`what systemd knows of the unit ${unit}`)}
systemctl show -p LoadState -p User ${quote(unit)} 2>/dev/null; stat -L -c owner=%U -- ${quote(home)} 2>/dev/null`

/** Gives all in a folder to a user: of a link the link itself. */
export const giveScript = (path: string, user: string): string =>
  `find ${quote(`${path}/`)} ! -user ${quote(user)} -exec chown -h -- ${quote(user)} {} +`

export interface FoundUnit {
  /** How systemd has loaded it; undefined: the host has no systemd. */
  readonly loaded: string | undefined
  /** Empty: none is named. */
  readonly user: string
  /** Of the home; empty: it is not there. */
  readonly owner: string
}

/** Reads what `askUnit` prints. */
export function readUnit({ output }: CommandAnswer): FoundUnit {
  const of = (name: string) =>
    output
      .split('\n')
      .find((line) => line.startsWith(`${name}=`))
      ?.slice(name.length + 1)
  return { loaded: of('LoadState'), user: of('User') ?? '', owner: of('owner') ?? '' }
}
