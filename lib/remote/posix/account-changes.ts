import { entryFunction } from './accounts.ts'
import { comment } from './comment.ts'
import { quote } from './quote.ts'

export interface GroupWords {
  readonly name: string
  readonly gid?: number | undefined
  readonly system?: boolean | undefined
}

export interface UserWords {
  readonly name: string
  readonly uid?: number | undefined
  readonly group?: string | undefined
  readonly groups?: readonly string[] | undefined
  /** All others are left. */
  readonly onlyGroups?: boolean | undefined
  readonly comment?: string | undefined
  readonly home?: string | undefined
  readonly shell?: string | undefined
  readonly system?: boolean | undefined
}

/** By shadow's tools, or by those of BusyBox; one that is there by now stays. */
export function makeGroup({ name, gid, system = false }: GroupWords): string {
  const number = gid === undefined ? [] : ['-g', `${gid}`]
  return `${comment(`make the group ${name}`)}
${entryFunction}
rb_entry group ${quote(name)} >/dev/null && exit
${either('groupadd', words('groupadd', ...(system ? ['-r'] : []), ...number, name), words('addgroup', ...(system ? ['-S'] : []), ...number, name))}`
}

export const removeGroup = (name: string): string =>
  `${comment(`remove the group ${name}`)}\n${either('groupdel', words('groupdel', name), words('delgroup', name))}`

/** A user that is there by now, as a package may have brought it, is changed to what is wanted. */
export function makeUser(wanted: UserWords & { readonly home: string }, makeHome: boolean): string {
  const { name, uid, group, groups = [], home, shell, comment: said, system = false } = wanted
  const number = uid === undefined ? [] : ['-u', `${uid}`]
  const login = shell === undefined ? [] : ['-s', shell]
  const who = said === undefined ? [] : ['-c', said]
  const shadow = [
    `useradd ${quote('-d')} ${quote(home)} ${makeHome ? '-m' : '-M'}`,
    ...(system ? ['-r'] : []),
    group === undefined ? '$rb_own' : words('-g', group),
    ...(groups.length > 0 ? [words('-G', groups.join(','))] : []),
    words(...number, ...who, ...login, name),
  ].join(' ')
  const busybox = words(
    ...['adduser', '-D', '-h', home, ...(makeHome ? [] : ['-H']), ...(system ? ['-S'] : []), ...number],
    ...['-G', group ?? name, ...(said === undefined ? [] : ['-g', said]), ...login, name],
  )
  const ownGroup = `rb_entry group ${quote(name)} >/dev/null || ${words('addgroup', ...(system ? ['-S'] : []), name)}`
  return `${comment(`make the user ${name}`)}
${entryFunction}
if rb_entry passwd ${quote(name)} >/dev/null; then
  ${changes(wanted, ['-d', home]) || ':'} || exit
  ${makeHome ? `[ -d ${quote(home)} ] || { mkdir -m 0700 -- ${quote(home)} && chown ${quote(name)}:"$(id -gn ${quote(name)})" ${quote(home)}; }` : ':'}
  exit
fi
${group === undefined ? `if rb_entry group ${quote(name)} >/dev/null; then rb_own=${quote(`-g ${name}`)}; else rb_own=-U; fi\n` : ''}${either(
  'useradd',
  shadow,
  [...(group === undefined ? [ownGroup] : []), busybox, ...joining(name, groups)].join(' && '),
)}`
}

/** The script that changes what is named; undefined: nothing is. */
export function changeUser(wanted: UserWords, hint: string): string | undefined {
  const script = changes(wanted, wanted.home === undefined ? [] : ['-d', wanted.home])
  return script && `${comment(`change the user ${wanted.name}${hint}`)}\n${script}`
}

function changes(wanted: UserWords, home: readonly string[]): string | undefined {
  const { name, group, groups = [], onlyGroups = false, shell, comment: said } = wanted
  const fields = [
    ...(group === undefined ? [] : ['-g', group]),
    ...home,
    ...(shell === undefined ? [] : ['-s', shell]),
    ...(said === undefined ? [] : ['-c', said]),
    ...(onlyGroups ? ['-G', groups.join(',')] : []),
  ]
  const more = !onlyGroups && groups.length > 0 ? ['-a', '-G', groups.join(',')] : []
  if (fields.length === 0 && more.length === 0) return undefined
  const none = `echo ${quote(`this host has no usermod to change ${name}: install shadow`)}; exit 1`
  return either(
    'usermod',
    words('usermod', ...fields, ...more, name),
    fields.length > 0 ? none : joining(name, groups).join(' && '),
  )
}

/** Its home stays. The group of its own name goes by some hosts' configuration only: here it goes on all, or on none. */
export function removeUser(name: string, group: 'goes' | 'stays', home: string): string {
  const own = `! rb_entry group ${quote(name)} >/dev/null || ${either('groupdel', words('groupdel', name), words('delgroup', name))}`
  return `${comment(`remove the user ${name}${group === 'goes' ? ' and its group' : ''}; ${home}`)}
${entryFunction}
${either('userdel', words('userdel', name), words('deluser', name))} || exit${group === 'goes' ? `\n${own}` : ''}`
}

const words = (...list: readonly string[]): string => list.map(quote).join(' ')

const joining = (name: string, groups: readonly string[]): string[] =>
  groups.map((group) => words('addgroup', name, group))

const either = (tool: string, shadow: string, busybox: string): string =>
  `if command -v ${tool} >/dev/null 2>&1; then ${shadow}; else ${busybox}; fi`
