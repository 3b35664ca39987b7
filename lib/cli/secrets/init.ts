import { existsSync } from 'node:fs'
import { UsageError } from '../../core/failure.ts'
import { shown } from '../where.ts'
import { isRecipient, notRecipient, recipientOf } from './age.ts'
import { makeIdentity, readIdentities } from './identity.ts'
import { type StoreOptions, storePlace } from './place.ts'
import { writeStore } from './store.ts'
import { emptyText } from './store-text.ts'

/** Makes what is missing: the user's identity, and the encrypted file. Gives what to tell. */
export async function initSecrets(options: StoreOptions & { readonly recipient: readonly string[] }): Promise<string> {
  const { file, identity, isSource } = await storePlace(options)
  if (existsSync(file) && options.recipient.length > 0)
    throw new UsageError(`${shown(file)} is there already: add who else can read it by runbook secrets rekey --add`)
  for (const one of options.recipient)
    if (!(await isRecipient(one))) throw new UsageError(`--recipient: ${notRecipient(one)}`)
  const [mine] = (await readIdentities(identity)) ?? []
  const own = mine === undefined ? await makeIdentity(identity) : await recipientOf(mine)
  const made =
    mine === undefined ? [`your identity is in ${shown(identity)}: keep a copy where only you can read it`] : []
  const told = [...made, `your public key is ${own}`]
  if (existsSync(file)) {
    const next = mine === undefined ? `: let somebody who can read it run runbook secrets rekey --add ${own}` : ''
    return lines([...told, `${shown(file)} is there already${next}`])
  }
  await writeStore({ file, identity }, emptyText([...new Set([own, ...options.recipient])]))
  const next = isSource ? '' : `; let runbook.config name it: secrets: ['environment', { age: '${shown(file)}' }]`
  return lines([...told, `${shown(file)} is made, with no secret in it yet: runbook secrets set NAME${next}`])
}

const lines = (all: readonly string[]): string => all.map((line) => `${line}\n`).join('')
