import { type Refusal, refuse } from '../../../../lib/core/failure.ts'
import { entriesOf } from '../../configuration/directory/properties.ts'
import type { DirectoryRow } from '../../posix/directory.ts'
import type { About } from './connection-faults.ts'

/** What is wrong with the search bases, with what is found below them, and with the classes of what would be made there. */
export const entryFaults = (
  about: About & { readonly mayBeEmpty: boolean },
  rows: readonly DirectoryRow[],
): readonly Refusal[] => [
  ...baseFaults(about, rows),
  ...unidentifiedFaults(about, rows),
  ...(['user', 'group'] as const).flatMap((who) => [
    ...foundFaults(about, who, rows),
    ...classFaults(about, who, rows),
  ]),
]

type Who = 'user' | 'group'

const baseFaults = ({ directory }: About, rows: readonly DirectoryRow[]): Refusal[] =>
  rows
    .filter(([word, , , verdict]) => word === 'base' && verdict !== 'yes')
    .map(([, who, base, , code, why]) =>
      code === '34' || code === 'InvalidNameException'
        ? refuse(`${who}SearchBase ${base} is no distinguished name`, 'write it as in ou=people,dc=example,dc=com')
        : refuse(
            code === undefined || code === '32'
              ? `there is no ${base}, or ${directory.bindDn} may not see it`
              : `${base} cannot be searched (${why})`,
            `give ${who}SearchBase as the directory has it`,
          ),
    )

/** Users without an identifier are not there for the server. */
const unidentifiedFaults = ({ directory, version }: About, rows: readonly DirectoryRow[]): Refusal[] =>
  rows
    .filter(([word]) => word === 'unidentified')
    .map(([, , dn]) =>
      refuse(
        `no user has ${entriesOf(directory).userIdAttribute}, by which Identity Server ${version} knows them, ${dn} neither`,
        'give userIdAttribute: an attribute that each user has and that never changes, as entryUUID is of an OpenLDAP, and let the bindDn read it',
      ),
    )

function foundFaults(
  { directory, mayBeEmpty }: About & { readonly mayBeEmpty: boolean },
  who: Who,
  rows: readonly DirectoryRow[],
): Refusal[] {
  const entries = entriesOf(directory)
  const [filter, name, bases] =
    who === 'user'
      ? [entries.userFilter, entries.userNameAttribute, entries.userBases]
      : [entries.groupFilter, entries.groupNameAttribute, entries.groupBases]
  const below = bases.join(' and ')
  const option = `${who}Filter`
  const [word, , dn = '', classes] =
    rows.find(([word = '', one]) => one === who && ['nameless', 'other', 'none', 'search'].includes(word)) ?? []
  if (word === 'search')
    return [refuse(`${filter} below ${below} cannot be searched for (${classes})`, `mend ${option}, or the directory`)]
  if (word === 'nameless')
    return [
      refuse(
        `${dn} is found by ${filter}, but has no ${name}, and so is nothing else there`,
        `give ${who}NameAttribute: the attribute that has the name`,
      ),
    ]
  if (mayBeEmpty || word === undefined) return []
  if (word === 'other')
    return [
      refuse(
        `${filter} finds no ${who} below ${below}, where ${dn} is of ${classes}`,
        `give ${option} for the class of the ${who}s that are there, or make one`,
      ),
    ]
  return [
    refuse(
      `there is no ${who} below ${below}`,
      `give ${who}SearchBase where ${who}s are, or make one: a server that may write makes its own at its first start`,
    ),
  ]
}

function classFaults({ directory }: About, who: Who, rows: readonly DirectoryRow[]): Refusal[] {
  const { userObjectClass, groupObjectClass } = entriesOf(directory)
  const classes = rows.filter(([word, one]) => word === 'class' && one === who)
  const all = who === 'user' ? userObjectClass : groupObjectClass
  const unknown = classes.filter(([, , , kind]) => kind === 'unknown').map(([, , name]) => name)
  const known = `a class that it knows, as ${who === 'user' ? 'inetOrgPerson' : 'groupOfNames'} is`
  if (unknown.length > 0)
    return [
      refuse(
        `the directory does not know the object class ${unknown.join(', ')}, of which ${who}s would be made`,
        `give ${who}ObjectClass: ${known}, or load its schema there`,
      ),
    ]
  if (classes.length > 0 && classes.every(([, , , kind]) => kind !== 'structural'))
    return [refuse(`no entry can be of ${all} alone, which is ${classes[0]?.[3]}`, `give ${who}ObjectClass: ${known}`)]
  return rows
    .filter(([word, one]) => word === 'lacks' && one === who)
    .map(([, , attribute]) =>
      refuse(
        `an entry of ${all} may have no ${attribute}, which ${who}s would be made with`,
        `give ${who}ObjectClass a class that has it, or name another attribute`,
      ),
    )
}
