import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { extname, join } from 'node:path'
import { createJiti, type Jiti, type JitiOptions, type TransformOptions } from 'jiti'
import { keyReferences } from '../core/reference.ts'
import { aliases, built, compiledLibrary } from './installation.ts'

/** Evaluates a user's TypeScript or JavaScript file and gives its exports. No build step and no node_modules are needed. */
export async function importModule(file: string): Promise<Readonly<Record<string, unknown>>> {
  keyReferences(Array.from(randomBytes(20), (byte) => letters[byte % letters.length]).join(''))
  const jiti = loader(file)
  // Always transpiled: jiti would run an ESM file twice when it throws, and node resolve its imports elsewhere.
  const options = { id: file, filename: file, ext: extname(file), async: true, forceTranspile: true }
  return (await jiti.evalModule(readFileSync(file, 'utf8'), options)) as Record<string, unknown>
}

const letters = 'abcdefghijklmnopqrstuvwxyz'

/** The text that is evaluated for a file, with an inline source map. */
export const transpiled = (file: string, source: string): string =>
  createJiti(file, { fsCache: false, sourceMaps: true }).transform({
    ...{ source, filename: file, ts: /\.[cm]?ts$/.test(file) },
    ...{ async: true, interopDefault: true },
  })

function loader(file: string): Jiti {
  const plain = createJiti(import.meta.url, { fsCache: false })
  const settings: JitiOptions = {
    tryNative: false,
    interopDefault: true,
    fsCache: cacheFolder() ?? false,
    sourceMaps: false,
  }
  return createJiti(import.meta.url, { ...settings, alias: { ...aliases, ...fallback('valibot', file) }, transform })

  function transform(options: TransformOptions) {
    const compiled = options.async && options.filename ? compiledLibrary(options.filename) : undefined
    return {
      code: compiled ? `module.exports = await jitiImport(${JSON.stringify(compiled)})` : plain.transform(options),
    }
  }
}

/** A schema library for users who have installed none: a playbook cannot be written without. */
function fallback(name: string, file: string): Record<string, string> {
  try {
    createRequire(file).resolve(name)
    return {}
  } catch {
    return { [name]: createRequire(import.meta.url).resolve(name) }
  }
}

/** A folder that nobody else can write to: what is cached there is run. Each installation has its own. */
function cacheFolder(): string | undefined {
  const name = createHash('sha256').update(built).digest('hex').slice(0, 16)
  const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'runbook', `modules-${name}`)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const { uid, mode } = statSync(folder)
    return uid === process.getuid?.() && (mode & 0o022) === 0 ? folder : undefined
  } catch {
    return undefined
  }
}
