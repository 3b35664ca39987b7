import { existsSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder that this code was compiled to: `lib`, `tasks` and `playbooks` are below it. */
export const built = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '')

/** The folder of this package. */
export const packageRoot = nearestPackage(built)

/** What a user's module imports by the name of this package, and where it is: the one instance that runs. */
export const aliases: Readonly<Record<string, string>> = {
  runbook: join(built, 'lib/index.js'),
  'runbook/tasks': join(built, 'tasks/index.js'),
  'runbook/tasks/wso2is': join(built, 'tasks/wso2is/index.js'),
  'runbook/tasks/nginx': join(built, 'tasks/nginx/index.js'),
  'runbook/playbooks': join(built, 'playbooks'),
}

/**
 * The compiled form of a library source of this package. A checkout's own playbooks import the library by path; a
 * second instance of it would not know the secrets and errors of the first.
 */
export function compiledLibrary(source: string): string | undefined {
  if (!source.startsWith(join(packageRoot, 'lib') + sep)) return undefined
  const compiled = join(built, source.slice(packageRoot.length).replace(/\.ts$/, '.js'))
  return existsSync(compiled) ? compiled : undefined
}

function nearestPackage(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, 'package.json')) || at === dirname(at)) return at
  }
}
