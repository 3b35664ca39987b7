import { UsageError } from '../core/failure.ts'
import { type Secret, secret } from '../core/secret.ts'
import { askFor } from './secrets/from-prompt.ts'

/** Asks on the terminal for the password by which the login users of hosts become others. */
export async function askBecomePassword(): Promise<Secret> {
  const found = await askFor('become password')
  if ('value' in found) return secret('become password', { value: found.value })
  throw new UsageError(
    `--ask-become-pass: ${'none' in found ? found.none : found.fault}: run it on a terminal, or give become: { password: secret('…') }`,
  )
}
