import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Config, readConfig } from '../config.ts'
import type { Trust } from '../trust.ts'
import { trustOf } from '../trust.ts'
import { identityPlace } from './identity.ts'
import type { SourceSpec } from './source.ts'

/** The options that all of `runbook secrets` take. */
export interface StoreOptions {
  readonly file?: string
  readonly trustFolder?: readonly string[]
}

export interface StorePlace {
  readonly file: string
  readonly identity: string
  /** Whether a run would ask it. */
  readonly isSource: boolean
}

/** The encrypted file that is meant: one that is named, else that of the configuration, else `secrets.age` beside it. */
export async function storePlace({ file, trustFolder }: StoreOptions): Promise<StorePlace> {
  const config = await readConfig(process.cwd(), trustOf(trustFolder))
  const sources = config.secrets ?? [{ age: usualStore(config) }]
  const stores = sources.flatMap((one) => (typeof one === 'object' && 'age' in one ? [one] : []))
  const wanted = file === undefined ? (stores[0]?.age ?? usualStore(config)) : resolve(file)
  const source = stores.find(({ age }) => age === wanted)
  return { file: wanted, identity: identityPlace(source?.identity), isSource: source !== undefined }
}

/** The sources of a run: those of the configuration; where it names none, the environment, and `secrets.age` where it is there. */
export function runSources(config: Config, trust: Trust): readonly SourceSpec[] {
  if (config.secrets !== undefined) return config.secrets
  const age = usualStore(config)
  if (!existsSync(age)) return ['environment']
  trust.check(age)
  return ['environment', { age }]
}

const usualStore = ({ folder }: Config): string => join(folder, 'secrets.age')
