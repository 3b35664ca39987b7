import type { Summary } from '../core/event.ts'
import { resolveSecret } from '../core/secret.ts'
import type { WantedRun } from '../core/wanted-run.ts'
import { type RunOptions, run } from '../engine/run.ts'
import { checksOf } from './checks-of.ts'
import { missingFiles } from './local-files.ts'
import { prepare } from './prepare.ts'
import { runBy } from './run-by.ts'
import { type ResolveSecrets, secretResolver } from './secrets.ts'
import { userFault } from './where.ts'

/** A run that a program asks for: what the command line does, with nothing printed and nothing found in files. */
export async function runPlaybook(
  settings: WantedRun,
  { emit, signal }: Pick<RunOptions, 'emit'> & { readonly signal: AbortSignal | undefined },
): Promise<Summary> {
  const { inventory, mode, limit, tags, skipTags, set = {}, forks, diff, lockTimeout } = settings
  const playbook = mode === 'verify' ? checksOf(settings.playbook) : settings.playbook
  const chosen = {
    ...(limit === undefined ? {} : { limit }),
    ...(tags === undefined ? {} : { tags }),
    ...(skipTags === undefined ? {} : { skipTags }),
  }
  const prepared = await prepare({
    inventory,
    playbook,
    ...chosen,
    ...(mode === 'verify' ? {} : { missing: missingFiles }),
    set: Object.entries(set).map(([key, value]) => `${key}=${JSON.stringify(value)}`),
    resolve: resolverOf(settings.secrets ?? {}),
  })
  return run({
    ...prepared,
    ...chosen,
    mode,
    playbook: playbook.name,
    emit,
    by: runBy(),
    diffs: diff ?? false,
    ...(forks === undefined ? {} : { forks }),
    ...(lockTimeout === undefined ? {} : { lockTimeout }),
    ...(signal === undefined ? {} : { signal }),
    faultWords: (error, asker) => userFault(error, undefined, () => prepared.placeOf(asker)).message,
  })
}

/** What the program gives counts before all others. */
function resolverOf(given: Readonly<Record<string, string>>): ResolveSecrets {
  const others = secretResolver({ env: process.env, sources: ['environment'], folder: process.cwd() })
  return (secrets, quick) => {
    for (const secret of secrets) {
      const value = Object.hasOwn(given, secret.name) ? given[secret.name] : undefined
      if (value !== undefined) resolveSecret(secret, value)
    }
    return others(secrets, quick)
  }
}
