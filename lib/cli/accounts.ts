import { readFileSync } from 'node:fs'

/** The rows of an account file: name, password, number, and what comes behind. */
function rows(file: string): readonly (readonly string[])[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .filter(({ length }) => length > 3)
  } catch {
    return []
  }
}

/** How a message names a user of this machine. */
export function nameOfUser(uid: number): string {
  const found = rows('/etc/passwd').find(([, , id]) => Number(id) === uid)?.[0]
  return found === undefined ? `uid ${uid}` : `${found} (uid ${uid})`
}

/** Whether nobody but this user is in a group, as where each user has a group of the own. Not known: no. */
export function isPrivateGroup(gid: number, uid: number): boolean {
  const users = rows('/etc/passwd')
  const owner = users.find(([, , id]) => Number(id) === uid)?.[0]
  const groups = rows('/etc/group').filter(([, , id]) => Number(id) === gid)
  const members = groups.flatMap(([, , , names = '']) => names.split(',').filter((name) => name !== ''))
  const first = users.filter(([, , , id]) => Number(id) === gid).flatMap(([name = '']) => name)
  return groups.length > 0 && owner !== undefined && [...members, ...first].every((name) => name === owner)
}
