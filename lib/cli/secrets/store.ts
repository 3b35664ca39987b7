import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { isRefusal, sentence, UsageError } from '../../core/failure.ts'
import { shown } from '../where.ts'
import { decrypt, encrypt, isNoKey, isRecipient, notRecipient, recipientOf } from './age.ts'
import { identityVariable, readIdentities } from './identity.ts'
import { readText, type StoreContents } from './store-text.ts'

/** An encrypted file of names and values, as it was read. */
export interface Store {
  readonly file: string
  /** Where the user's key is. */
  readonly identity: string
  readonly text: string
  readonly contents: StoreContents
  readonly sealed: Buffer
}

/** Decrypts a file by the user's key. */
export async function readStore(file: string, identity: string): Promise<Store> {
  const label = shown(file)
  if (!existsSync(file)) throw new UsageError(`${label} is not there: make it by runbook secrets init`)
  const identities = await mine(identity)
  const sealed = readSealed(file)
  const text = await decrypt(sealed, identities).catch(async (error) => {
    // What the library says may repeat what is in the file.
    if (!isNoKey(error))
      throw new UsageError(`${label} is no file of age, or is damaged: take it from your repository again`)
    throw new UsageError(
      `${label} is not encrypted for you: let somebody who can read it run runbook secrets rekey --add ${await recipientOf(identities[0] ?? '')}`,
    )
  })
  const contents = readText(text)
  if (isRefusal(contents)) throw new UsageError(`${label}, decrypted: ${sentence(contents)}`)
  return { file, identity, text, contents, sealed }
}

/** Encrypts another text for those whom it names, and puts it in the place of the file as a whole. */
export async function writeStore({ file, identity, sealed }: Sealed, text: string): Promise<StoreContents> {
  const label = shown(file)
  const contents = readText(text)
  if (isRefusal(contents)) throw new UsageError(`${label} is left as it was: ${sentence(contents)}`)
  for (const one of contents.recipients)
    if (!(await isRecipient(one))) throw new UsageError(`${label} is left as it was: ${notRecipient(one)}`)
  const own = await Promise.all((await mine(identity)).map(recipientOf))
  if (!own.some((one) => contents.recipients.includes(one)))
    throw new UsageError(
      `${label} is left as it was: you could not read it any more: keep ${own[0]} among its recipients`,
    )
  const encrypted = await encrypt(text, contents.recipients)
  replace(file, encrypted, sealed)
  return contents
}

/** What a new text takes the place of; nothing, where there is no file yet. */
export type Sealed = Pick<Store, 'file' | 'identity'> & { readonly sealed?: Buffer }

async function mine(identity: string): Promise<readonly string[]> {
  const found = await readIdentities(identity)
  if (found !== undefined) return found
  throw new UsageError(
    `you have no identity, and nothing can be decrypted: make ${shown(identity)} by runbook secrets init, or set ${identityVariable}`,
  )
}

function readSealed(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new UsageError(
      `${shown(file)} cannot be read (${error instanceof Error ? error.message : error}): make it a file that you can read`,
    )
  }
}

/**
 * Puts another text in its place as a whole, where it is still what was read; where the name is a link, in the place of the
 * file that it leads to. The new file has one name, so that of two who come to this at once the second is told.
 */
function replace(name: string, text: string, sealed: Buffer | undefined): void {
  const file = existsSync(name) ? realpathSync(name) : name
  const temporary = `${file}.new`
  try {
    const descriptor = openAlone(temporary, existsSync(file) ? statSync(file).mode & 0o777 : 0o644)
    try {
      const now = existsSync(file) ? readFileSync(file) : undefined
      if (descriptor === undefined || (sealed === undefined ? now !== undefined : !now?.equals(sealed)))
        throw new UsageError(`${shown(name)} was changed by somebody else meanwhile, and is left as it is: try again`)
      writeFileSync(descriptor, text)
      fsyncSync(descriptor)
      renameSync(temporary, file)
    } catch (error) {
      if (descriptor !== undefined) rmSync(temporary, { force: true })
      throw error
    } finally {
      if (descriptor !== undefined) closeSync(descriptor)
    }
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${shown(name)} cannot be written (${error instanceof Error ? error.message : error})`)
  }
}

/** A new file; undefined: somebody else is writing it. One that is older than a minute was left by a process that died. */
function openAlone(path: string, mode: number): number | undefined {
  const left = statSync(path, { throwIfNoEntry: false })
  if (left !== undefined && Date.now() - left.mtimeMs > 60_000) rmSync(path, { force: true })
  try {
    return openSync(path, 'wx', mode)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return undefined
    throw error
  }
}
