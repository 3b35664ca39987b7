import * as v from 'valibot'
import { type CommandAnswer, commandFact, type Fact, type PathAnswer } from '../../lib/core/fact.ts'
import { attributesOf, type Made } from '../../lib/core/operation.ts'
import { quote } from '../../lib/remote/quote.ts'
import { text, whole } from './schema.ts'

interface Found {
  readonly uid: number
  readonly home: string
  readonly shell: string
  readonly group: string
  readonly groups: readonly string[]
}

const name = (what: string): v.GenericSchema<string> =>
  v.pipe(
    text(`the name of a ${what}`),
    v.regex(/^[A-Za-z_][\w.-]*\$?$/, ({ input }) => `${input} is no name of a ${what}: use letters, digits, - and _`),
  )

export const userName = name('user')
export const groupName = name('group')

/** The number of a user or group. The largest one means "none" to the kernel. */
export const accountNumber = whole('a number', 0, 2 ** 32 - 2)

/** A file that is there afterwards with its owner and mode, but with a content that nobody knows yet. */
export const rewritten = (file: PathAnswer): Made[] =>
  file.type === 'file' ? [{ type: 'file', path: file.real, ...attributesOf(file) }] : []

/**
 * An account is changed by its own task alone, which says how it is afterwards: so the question rests on no file, and
 * making one account leaves the answers about others known. Scripts look again before they make anything.
 */
const fact = (script: string): Fact<CommandAnswer> => commandFact(script, [])

const lookup = (database: 'passwd' | 'group', name: string): string =>
  `{ getent ${database} ${name} 2>/dev/null || grep ${quote(`^${name}:`)} /etc/${database}; }`

export const groupFact = (name: string): Fact<CommandAnswer> => fact(lookup('group', quote(name)))

export const userFact = (name: string): Fact<CommandAnswer> =>
  fact(`${lookup('passwd', quote(name))} && id -gn ${quote(name)} && id -Gn ${quote(name)}`)

export function readGroup({ status, output }: CommandAnswer): { gid: number | undefined } | undefined {
  if (status !== 0) return undefined
  const gid = output.split(':')[2]
  return { gid: gid ? Number(gid) : undefined }
}

export function readUser({ status, output }: CommandAnswer): Found | undefined {
  if (status !== 0) return undefined
  const [line = '', group = '', groups = ''] = output.split('\n')
  const [, , uid, , , home = '', shell = ''] = line.split(':')
  return { uid: Number(uid), home, shell, group, groups: groups.split(' ') }
}

interface Group {
  readonly name: string
  readonly gid?: number | undefined
  readonly system?: boolean | undefined
}

interface User {
  readonly name: string
  readonly uid?: number | undefined
  readonly group?: string | undefined
  readonly groups?: readonly string[] | undefined
  readonly home?: string | undefined
  readonly shell?: string | undefined
  readonly system?: boolean | undefined
}

const answered = (question: Fact<CommandAnswer>, output: string) => ({
  question: question.question,
  answer: { status: 0, output },
})

/** The answer about a group that has been made. */
export const groupLine = (name: string, gid: number | undefined) =>
  answered(groupFact(name), `${name}:x:${gid ?? ''}:\n`)

/** The answer about a user that is as wanted; what was not asked for is as it was, or empty. */
export function userLine({ name, uid, group, groups = [], home, shell }: User, was: Found | undefined) {
  const line = [name, 'x', uid ?? was?.uid ?? '', '', '', home ?? was?.home ?? '', shell ?? was?.shell ?? '']
  const primary = group ?? was?.group ?? name
  const all = [...new Set([primary, ...(was?.groups ?? []), ...groups])]
  return answered(userFact(name), `${line.join(':')}\n${primary}\n${all.join(' ')}\n`)
}

/** By shadow's tools, or by those of BusyBox. */
export function makeGroup({ name, gid, system = false }: Group): string {
  const shadow = ['groupadd', ...(system ? ['-r'] : []), ...(gid === undefined ? [] : ['-g', `${gid}`]), name]
  const busybox = ['addgroup', ...(system ? ['-S'] : []), ...(gid === undefined ? [] : ['-g', `${gid}`]), name]
  return `${lookup('group', quote(name))} >/dev/null && exit
${either('groupadd', shadow, busybox)}`
}

export function makeUser({ name, uid, group, groups = [], home = '', shell, system }: User, makeHome: boolean): string {
  const number = uid === undefined ? [] : [`${uid}`]
  const shadow = [
    ...['useradd', '-d', home, makeHome ? '-m' : '-M', ...(system ? ['-r'] : [])],
    ...number.flatMap((value) => ['-u', value]),
    ...(group === undefined ? ['-U'] : ['-g', group]),
    ...(groups.length > 0 ? ['-G', groups.join(',')] : []),
    ...(shell === undefined ? [] : ['-s', shell]),
    name,
  ]
  const busybox = [
    ...['adduser', '-D', '-h', home, ...(makeHome ? [] : ['-H']), ...(system ? ['-S'] : [])],
    ...number.flatMap((value) => ['-u', value]),
    ...['-G', group ?? name],
    ...(shell === undefined ? [] : ['-s', shell]),
    name,
  ]
  const own =
    group === undefined
      ? `${lookup('group', quote(name))} >/dev/null || addgroup ${system ? '-S ' : ''}${quote(name)} || exit\n`
      : ''
  return `# make ${name}
${makeHome ? `mkdir -p -- "$(dirname -- ${quote(home)})" || exit\n` : ''}${either(
  'useradd',
  shadow,
  busybox,
  own,
  groups.map((one) => `addgroup ${quote(name)} ${quote(one)}`),
)}`
}

/** The script that changes what differs; undefined: nothing does. */
export function changeUser({ name, group, groups = [], home, shell }: User, was: Found): string | undefined {
  const more = groups.filter((one) => !was.groups.includes(one))
  const fields = [
    ...(group === undefined || group === was.group ? [] : ['-g', group]),
    ...(home === undefined || home === was.home ? [] : ['-d', home]),
    ...(shell === undefined || shell === was.shell ? [] : ['-s', shell]),
  ]
  if (fields.length === 0 && more.length === 0) return undefined
  const words = ['usermod', ...fields, ...(more.length > 0 ? ['-a', '-G', more.join(',')] : []), name]
  const busybox =
    fields.length > 0
      ? `echo ${quote(`this host has no usermod to change ${name}: install shadow`)}; exit 1`
      : more.map((one) => `addgroup ${quote(name)} ${quote(one)}`).join(' && ')
  return `# change ${name}
if command -v usermod >/dev/null 2>&1; then
  ${words.map(quote).join(' ')}
else
  ${busybox}
fi`
}

const either = (
  tool: string,
  shadow: readonly string[],
  busybox: readonly string[],
  before = '',
  after: string[] = [],
): string =>
  `if command -v ${tool} >/dev/null 2>&1; then
  ${shadow.map(quote).join(' ')}
else
  ${before}${[busybox.map(quote).join(' '), ...after].join(' && ')}
fi`
