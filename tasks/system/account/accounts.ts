import * as v from 'valibot'
import { type CommandAnswer, commandFact, type Fact, type PathAnswer, pathFact } from '../../../lib/core/fact.ts'
import { type Refusal, refuse } from '../../../lib/core/failure.ts'
import { attributesOf, type Made } from '../../../lib/core/operation.ts'
import { quote } from '../../../lib/remote/posix/quote.ts'
import { text, whole } from '../../support/schema.ts'

const name = (what: string): v.GenericSchema<string> =>
  v.pipe(
    text(`the name of a ${what}`),
    v.regex(/^[A-Za-z_][\w.-]*\$?$/, ({ input }) => `${input} is no name of a ${what}: use letters, digits, - and _`),
  )

export const userName = name('user')
export const groupName = name('group')

/** The number of a user or group. The largest one means "none" to the kernel. */
export const accountNumber = whole('a number', 0, 2 ** 32 - 2)

/** Where accounts are kept on a host: the tools write these files anew. */
export const accountFiles = {
  passwd: pathFact('/etc/passwd'),
  shadow: pathFact('/etc/shadow'),
  group: pathFact('/etc/group'),
  gshadow: pathFact('/etc/gshadow'),
} as const satisfies Readonly<Record<string, Fact<PathAnswer>>>

type AccountFiles = { readonly [Name in keyof typeof accountFiles]: PathAnswer }

/** The files are there afterwards with their owner and mode, but with a content that nobody knows yet. */
export const rewritten = ({ passwd, shadow, group, gshadow }: AccountFiles): Made[] =>
  [passwd, shadow, group, gshadow].flatMap((file) =>
    file.type === 'file' ? [{ type: 'file' as const, path: file.real, ...attributesOf(file) }] : [],
  )

/** A shell function: the line of a name or number in a database of accounts; 2: there is none. */
export const entryFunction = `rb_entry() {
  if command -v getent >/dev/null 2>&1; then getent "$1" "$2"
  else awk -F: -v n="$2" '$1 "" == n || $3 "" == n { print; found = 1; exit } END { exit found ? 0 : 2 }' "/etc/$1"
  fi
}`

/**
 * An account is changed by its own task alone, which says how it is afterwards: so the question rests on no file, and
 * making one account leaves the answers about others known. Scripts look again before they make anything.
 */
const fact = (script: string, inputs: readonly string[] = []): Fact<CommandAnswer> =>
  commandFact(`${entryFunction}\n${script}`, inputs)

export const groupFact = (name: string): Fact<CommandAnswer> => fact(`rb_entry group ${quote(name)}`)

/** Its line, its primary group, all its groups. A group that is gone has only its number. */
export const userFact = (name: string): Fact<CommandAnswer> => {
  const word = quote(name)
  return fact(`rb_entry passwd ${word} || exit
id -gn ${word} 2>/dev/null || id -g ${word} || exit
id -Gn ${word} 2>/dev/null || id -G ${word}`)
}

/** The name that a number has. */
export const holderFact = (database: 'passwd' | 'group', number: number): Fact<CommandAnswer> =>
  fact(`rb_entry ${database} ${number} | cut -d: -f1`)

const allUsers = `{ getent passwd 2>/dev/null || cat /etc/passwd; }`

/** Users whose primary group it is, a line each. It rests on what is changed before. */
export const primaryFact = (name: string): Fact<CommandAnswer> =>
  fact(
    `rb_gid=$(rb_entry group ${quote(name)} | cut -d: -f3)
${allUsers} | awk -F: -v g="$rb_gid" 'g != "" && $4 "" == g { print $1 }'`,
    ['/etc/passwd', '/etc/group'],
  )

/** `goes`: the group of a user's own name is its primary one and nobody else's, so it goes with the user. */
export const ownGroupFact = (name: string): Fact<CommandAnswer> => {
  const word = quote(name)
  return fact(
    `rb_group=$(rb_entry group ${word}) || { echo none; exit 0; }
rb_gid=$(echo "$rb_group" | cut -d: -f3)
rb_members=$(echo "$rb_group" | cut -d: -f4 | tr , '\\n' | grep -vxF -e ${word} -e '')
rb_users=$(${allUsers} | awk -F: -v g="$rb_gid" '$4 "" == g { print $1 }')
if [ -z "$rb_members" ] && [ "$rb_users" = ${word} ]; then echo goes; else echo stays; fi`,
    ['/etc/passwd', '/etc/group'],
  )
}

export interface FoundGroup {
  /** Undefined: not known before it is made. */
  readonly gid: number | undefined
}

export interface FoundUser {
  readonly uid: number
  readonly home: string
  readonly shell: string
  readonly group: string
  readonly groups: readonly string[]
}

export function readGroup(answer: CommandAnswer, name: string): FoundGroup | Refusal | undefined {
  if (answer.status !== 0) return missing(answer, `the group ${name}`)
  const gid = answer.output.split(':')[2]
  return { gid: gid ? Number(gid) : undefined }
}

export function readUser(answer: CommandAnswer, name: string): FoundUser | Refusal | undefined {
  if (answer.status !== 0) return missing(answer, `the user ${name}`)
  const [line = '', group = '', groups = ''] = answer.output.split('\n')
  const [, , uid, , , home = '', shell = ''] = line.split(':')
  return { uid: Number(uid), home, shell, group, groups: groups.split(' ') }
}

/** Only a database that was asked and has no such line says that there is none. */
const missing = ({ status, output }: CommandAnswer, what: string): Refusal | undefined =>
  status === 2
    ? undefined
    : refuse(`${what} cannot be looked up (status ${status}: ${output.trim()})`, 'see /etc/nsswitch.conf')

export const answered = (question: Fact<CommandAnswer>, output: string) => ({
  question: question.question,
  answer: { status: 0, output },
})

/** The answer about an account that there is not. */
export const noEntry = (question: Fact<CommandAnswer>) => ({
  question: question.question,
  answer: { status: 2, output: '' },
})
