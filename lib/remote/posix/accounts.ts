import type { CommandAnswer } from '../../core/answers.ts'
import { type Refusal, refuse } from '../../core/failure.ts'
import { comment } from './comment.ts'
import { quote } from './quote.ts'

/** A shell function: the line of a name or number in a database of accounts; 2: there is none. */
export const entryFunction = `rb_entry() {
  if command -v getent >/dev/null 2>&1; then getent "$1" "$2"
  else awk -F: -v n="$2" '$1 "" == n || $3 "" == n { print; found = 1; exit } END { exit found ? 0 : 2 }' "/etc/$1"
  fi
}`

const asking = (script: string): string => `${entryFunction}\n${script}`

export const askGroup = (name: string): string =>
  `${comment(`the group ${name}`)}\n${asking(`rb_entry group ${quote(name)}`)}`

/** Its line, its primary group, all its groups. A group that is gone has only its number. */
export const askUser = (name: string): string => {
  const word = quote(name)
  return `${comment(`the user ${name}`)}\n${asking(`rb_entry passwd ${word} || exit
id -gn ${word} 2>/dev/null || id -g ${word} || exit
id -Gn ${word} 2>/dev/null || id -G ${word}`)}`
}

/** The name that a number has. */
export const askHolder = (database: 'passwd' | 'group', number: number): string =>
  asking(`rb_entry ${database} ${number} | cut -d: -f1`)

const allUsers = `{ getent passwd 2>/dev/null || cat /etc/passwd; }`

/** Users whose primary group it is, a line each. */
export const askPrimary = (name: string): string =>
  asking(`rb_gid=$(rb_entry group ${quote(name)} | cut -d: -f3)
${allUsers} | awk -F: -v g="$rb_gid" 'g != "" && $4 "" == g { print $1 }'`)

/** `goes`: the group of a user's own name is its primary one and nobody else's, so it goes with the user. */
export const askOwnGroup = (name: string): string => {
  const word = quote(name)
  return asking(`rb_group=$(rb_entry group ${word}) || { echo none; exit 0; }
rb_gid=$(echo "$rb_group" | cut -d: -f3)
rb_members=$(echo "$rb_group" | cut -d: -f4 | tr , '\\n' | grep -vxF -e ${word} -e '')
rb_users=$(${allUsers} | awk -F: -v g="$rb_gid" '$4 "" == g { print $1 }')
if [ -z "$rb_members" ] && [ "$rb_users" = ${word} ]; then echo goes; else echo stays; fi`)
}

export interface FoundGroup {
  /** Undefined: not known before it is made. */
  readonly gid: number | undefined
}

export interface FoundUser {
  /** Undefined: not known before it is made. */
  readonly uid: number | undefined
  readonly comment: string
  readonly home: string
  readonly shell: string
  readonly group: string
  readonly groups: readonly string[]
}

/** Reads what `askGroup` prints. */
export function readGroup(answer: CommandAnswer, name: string): FoundGroup | Refusal | undefined {
  if (answer.status !== 0) return missing(answer, `the group ${name}`)
  const [, gid] = /^[^:\n]+:[^:\n]*:(\d{0,10}):/.exec(answer.output) ?? []
  if (gid === undefined) return unread(answer, `the group ${name}`)
  return { gid: gid === '' ? undefined : Number(gid) }
}

/** Reads what `askUser` prints. */
export function readUser(answer: CommandAnswer, name: string): FoundUser | Refusal | undefined {
  if (answer.status !== 0) return missing(answer, `the user ${name}`)
  const [line = '', group = '', groups = ''] = answer.output.split('\n')
  const [, , uid = '', , comment = '', home = '', shell = ''] = line.split(':')
  if (!/^[^:]+(:[^:]*){6}$/.test(line) || !/^\d{0,10}$/.test(uid)) return unread(answer, `the user ${name}`)
  return { uid: uid === '' ? undefined : Number(uid), comment, home, shell, group, groups: groups.split(' ') }
}

const unread = ({ output }: CommandAnswer, what: string): Refusal =>
  refuse(
    `${what} cannot be read (${JSON.stringify(output.slice(0, 200))})`,
    'see /etc/nsswitch.conf, and what getent says',
  )

/** Only a database that was asked and has no such line says that there is none. */
const missing = ({ status, output }: CommandAnswer, what: string): Refusal | undefined =>
  status === 2
    ? undefined
    : refuse(`${what} cannot be looked up (status ${status}: ${output.trim()})`, 'see /etc/nsswitch.conf')
