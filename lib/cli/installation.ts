import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UsageError } from '../core/failure.ts'

/** The folder that this code was compiled to: `lib`, `tasks` and `playbooks` are below it. */
export const built = join(nearestPackage(dirname(fileURLToPath(import.meta.url))), 'dist')

/** The folder of this package. */
export const packageRoot = dirname(built)

/** The modules that this package offers by name, as its package.json says: their code, and their types. */
export const publicDoors: readonly { readonly name: string; readonly code: string; readonly types: string }[] =
  Object.entries(readPackage().exports).flatMap(([key, door]) =>
    typeof door === 'string'
      ? []
      : [
          {
            name: `runbook${key.slice(1)}`,
            code: join(packageRoot, door.default),
            types: join(packageRoot, door.types),
          },
        ],
  )

/** What a user's module imports by the name of this package, and where it is: the one instance that runs. */
export const aliases: Readonly<Record<string, string>> = Object.fromEntries(
  publicDoors.map(({ name, code }) => [name.replace(/\/\*$/, ''), code.replace(/[/\\]\*\.js$/, '')]),
)

interface PackageJson {
  readonly version: string
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>
}

/** What package.json says. */
export function readPackage(): PackageJson {
  return JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'))
}

/**
 * The compiled form of a library source of this package. A checkout's own playbooks import the library by path; a
 * second instance of it would not know the secrets and errors of the first.
 */
export function compiledLibrary(source: string): string | undefined {
  if (!source.startsWith(join(packageRoot, 'lib') + sep)) return undefined
  const compiled = join(built, source.slice(packageRoot.length).replace(/\.ts$/, '.js'))
  if (existsSync(compiled)) return compiled
  throw new UsageError(`${source} is not built, or only as a part of the package: run npm run build in ${packageRoot}`)
}

function nearestPackage(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, 'package.json')) || at === dirname(at)) return at
  }
}
