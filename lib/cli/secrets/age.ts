/**
 * Encryption by age (age-encryption.org), so that `age` itself can read and write the same files. It is loaded only where a
 * file is encrypted or decrypted.
 */
const age = () => import('age-encryption')

/** A text that only the recipients can read, as lines of ASCII. */
export async function encrypt(text: string, recipients: readonly string[]): Promise<string> {
  const { armor, Encrypter } = await age()
  const encrypter = new Encrypter()
  for (const one of recipients) encrypter.addRecipient(one)
  return armor.encode(await encrypter.encrypt(text))
}

/** The text of an encrypted file. Throws where no identity opens it (`isNoKey`), and where it is damaged. */
export async function decrypt(bytes: Buffer, identities: readonly string[]): Promise<string> {
  const { armor, Decrypter } = await age()
  const decrypter = new Decrypter()
  for (const one of identities) decrypter.addIdentity(one)
  const start = bytes.subarray(0, 200).toString('latin1').trimStart()
  return decrypter.decrypt(start.startsWith('-----BEGIN') ? armor.decode(bytes.toString('latin1')) : bytes, 'text')
}

/** A new identity, `AGE-SECRET-KEY-1…`. */
export const newIdentity = async (): Promise<string> => (await age()).generateX25519Identity()

/** The public key of an identity, `age1…`. */
export const recipientOf = async (identity: string): Promise<string> => (await age()).identityToRecipient(identity)

/** Whether a text is the public key of somebody. */
export async function isRecipient(text: string): Promise<boolean> {
  const { Encrypter } = await age()
  try {
    new Encrypter().addRecipient(text)
    return true
  } catch {
    return false
  }
}

/** What is said of a text that is no public key; a private one, given by mistake, is not repeated. */
export const notRecipient = (text: string): string =>
  /^\s*AGE-SECRET-KEY-/i.test(text)
    ? 'a private key is given where a public one belongs: age1…; change that private key, which may have been seen'
    : `${text} is no public key of age: age1…`

/** Whether a text is an identity. What the library says of one that is none repeats it, so nothing of that is kept. */
export async function isIdentity(text: string): Promise<boolean> {
  try {
    await recipientOf(text)
    return true
  } catch {
    return false
  }
}

/** Whether the library has found that no identity opens a file. */
export const isNoKey = (error: unknown): boolean => error instanceof Error && /no identity matched/.test(error.message)
