import type { Secret } from '../core/secret.ts'
import { askBecomePassword } from './become-password.ts'
import type { Config } from './config.ts'
import { runSources } from './secrets/place.ts'
import { type ResolveSecrets, secretResolver } from './secrets.ts'
import type { Trust } from './trust.ts'

/** What a command that needs secrets is told of them. */
export interface SecretOptions {
  /** Names of secrets to ask for on the terminal. */
  readonly askSecret?: readonly string[]
  /** Ask for the password by which another user is become. */
  readonly askBecomePass?: boolean
}

/** Gives secrets their values, as the configuration and the command line say. */
export const resolverOf = (
  config: Config,
  trust: Trust,
  { askSecret = [] }: SecretOptions,
  prompts?: ReadonlyMap<string, string>,
): ResolveSecrets =>
  secretResolver({
    env: process.env,
    sources: runSources(config, trust),
    folder: config.folder,
    ask: askSecret,
    ...(prompts === undefined ? {} : { prompts }),
  })

/** The password that is asked for on the terminal, where it is wanted. */
export async function becomePasswordOf({ askBecomePass }: SecretOptions): Promise<{ becomePassword?: Secret }> {
  return askBecomePass ? { becomePassword: await askBecomePassword() } : {}
}
