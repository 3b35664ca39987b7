import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { UsageError } from '../../core/failure.ts'
import { nameOfUser } from '../accounts.ts'
import { shown } from '../where.ts'
import { isIdentity, newIdentity, recipientOf } from './age.ts'

/** The variable that holds identities themselves, where there is no file to keep them in, as on a CI system. */
export const identityVariable = 'RUNBOOK_SECRET_AGE_IDENTITY'

/** Where the user's own key is: as the configuration says, else `~/.config/runbook/identity.txt`. */
export const identityPlace = (named?: string): string =>
  named ?? join(process.env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'runbook', 'identity.txt')

/** The identities of the user; undefined: there are none. A file that others can read, or have written, is not used. */
export async function readIdentities(file: string): Promise<readonly string[] | undefined> {
  const given = process.env[identityVariable]
  if (given) return identitiesIn(given, identityVariable)
  const found = told(() => statSync(file, { throwIfNoEntry: false }), file)
  if (found === undefined) return undefined
  const bits = (found.mode & 0o7777).toString(8).padStart(4, '0')
  if (!found.isFile()) throw new UsageError(`${shown(file)} is no file: name the file of your identity`)
  if (process.getuid && found.uid !== process.getuid() && found.uid !== 0)
    throw new UsageError(`${shown(file)} belongs to ${nameOfUser(found.uid)}, and is not used: make it yours (chown)`)
  if ((found.mode & 0o077) !== 0)
    throw new UsageError(`${shown(file)} is open to others (mode ${bits}), and is not used: chmod 600 ${shown(file)}`)
  return identitiesIn(
    told(() => readFileSync(file, 'utf8'), file),
    shown(file),
  )
}

/** Makes an identity that only the user can read, where there is none, and gives its public key. */
export async function makeIdentity(file: string): Promise<string> {
  const identity = await newIdentity()
  const recipient = await recipientOf(identity)
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(file, `# public key: ${recipient}\n${identity}\n`, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    throw new UsageError(
      `your identity cannot be kept in ${shown(file)} (${error instanceof Error ? error.message : error}): make that possible, or set ${identityVariable}`,
    )
  }
  return recipient
}

function told<Value>(read: () => Value, file: string): Value {
  try {
    return read()
  } catch (error) {
    throw new UsageError(
      `your identity cannot be read (${error instanceof Error ? error.message : error}): make ${shown(file)} yours to read`,
    )
  }
}

/** The lines of an identity file, as `age-keygen` writes it. Of a line that is none, nothing is told but its number. */
async function identitiesIn(text: string, label: string): Promise<readonly string[]> {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  const areFine = await Promise.all(lines.map(async (line) => line === '' || line.startsWith('#') || isIdentity(line)))
  const stray = areFine.indexOf(false)
  if (stray >= 0)
    throw new UsageError(`${label}: line ${stray + 1} is no identity: AGE-SECRET-KEY-1… is one, as age-keygen makes it`)
  const found = lines.filter((line) => line.startsWith('AGE-SECRET-KEY-'))
  if (found.length > 0) return found
  throw new UsageError(`${label} holds no identity: make one by runbook secrets init, or by age-keygen`)
}
