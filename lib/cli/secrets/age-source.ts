import { existsSync } from 'node:fs'
import { UsageError } from '../../core/failure.ts'
import { shown } from '../where.ts'
import { identityPlace } from './identity.ts'
import type { Found } from './source.ts'
import { readStore, type Store } from './store.ts'

/** Asks an encrypted file of names and values, which is read once, when it is first asked. */
export function ageSource(file: string, identity: string | undefined): (name: string) => Promise<Found> {
  let opened: Promise<Store | Found> | undefined
  return async (name) => {
    opened ??= open(file, identityPlace(identity))
    const store = await opened
    if (!('contents' in store)) return store
    const value = store.contents.secrets.get(name)
    return value === undefined
      ? { none: `${shown(file)} has no ${name}: set it by runbook secrets set ${name}` }
      : { value }
  }
}

async function open(file: string, identity: string): Promise<Store | Found> {
  if (!existsSync(file)) return { none: `${shown(file)} is not there: make it by runbook secrets init` }
  try {
    return await readStore(file, identity)
  } catch (error) {
    if (error instanceof UsageError) return { fault: error.message }
    throw error
  }
}
