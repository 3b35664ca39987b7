import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { isRefusal, sentence, UsageError } from '../../core/failure.ts'
import { shown } from '../where.ts'
import { decrypt, encrypt, isNoKey, isRecipient, recipientOf } from './age.ts'
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
  const identities = mine(identity)
  const sealed = readFileSync(file)
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
    if (!(await isRecipient(one)))
      throw new UsageError(`${label} is left as it was: ${one} is no public key of age: age1…`)
  const own = await Promise.all(mine(identity).map(recipientOf))
  if (!own.some((one) => contents.recipients.includes(one)))
    throw new UsageError(
      `${label} is left as it was: you could not read it any more: keep ${own[0]} among its recipients`,
    )
  const encrypted = await encrypt(text, contents.recipients)
  const now = existsSync(file) ? readFileSync(file) : undefined
  if (sealed === undefined ? now !== undefined : !now?.equals(sealed))
    throw new UsageError(`${label} was changed by somebody else meanwhile, and is left as it is: try again`)
  replace(file, encrypted)
  return contents
}

/** What a new text takes the place of; nothing, where there is no file yet. */
export type Sealed = Pick<Store, 'file' | 'identity'> & { readonly sealed?: Buffer }

function mine(identity: string): readonly string[] {
  const found = readIdentities(identity)
  if (found !== undefined) return found
  throw new UsageError(
    `you have no identity, and nothing can be decrypted: make ${shown(identity)} by runbook secrets init, or set ${identityVariable}`,
  )
}

function replace(file: string, text: string): void {
  const temporary = `${file}.${randomBytes(6).toString('hex')}`
  try {
    const mode = existsSync(file) ? statSync(file).mode & 0o777 : 0o644
    const descriptor = openSync(temporary, 'wx', mode)
    try {
      writeFileSync(descriptor, text)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(temporary, file)
  } catch (error) {
    throw new UsageError(`${shown(file)} cannot be written (${error instanceof Error ? error.message : error})`)
  } finally {
    rmSync(temporary, { force: true })
  }
}
