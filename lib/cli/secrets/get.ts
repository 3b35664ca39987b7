import { UsageError } from '../../core/failure.ts'
import { meant, nearest } from '../../core/nearest.ts'
import { shown } from '../where.ts'
import { type StoreOptions, storePlace } from './place.ts'
import { readStore } from './store.ts'

/** The value of a secret, as it is; on a terminal only where it is to be seen, and on a line of its own. */
export async function getSecret(name: string, options: StoreOptions & { readonly reveal: boolean }): Promise<string> {
  const onTerminal = process.stdout.isTTY === true
  if (onTerminal && !options.reveal)
    throw new UsageError(`whoever looks at this terminal would see ${name}: add --reveal, or send it to a program`)
  const { file, identity } = await storePlace(options)
  const { secrets } = (await readStore(file, identity)).contents
  const value = secrets.get(name)
  const names = [...secrets.keys()]
  if (value === undefined)
    throw new UsageError(`${shown(file)} has no ${name}: ${meant(nearest(name, names), names, 'it has')}`)
  return onTerminal ? `${value}\n` : value
}

/** The names of the secrets, or the public keys of those who can read them, a line each. */
export async function listSecrets(options: StoreOptions & { readonly recipients: boolean }): Promise<string> {
  const { file, identity } = await storePlace(options)
  const { secrets, recipients } = (await readStore(file, identity)).contents
  return [...(options.recipients ? recipients : [...secrets.keys()].sort())].map((line) => `${line}\n`).join('')
}
