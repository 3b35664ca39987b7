import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Jiti, JitiOptions, TransformOptions } from 'jiti'
import { cacheFolder } from '../cache/cache-folder.ts'
import { keyReferences } from '../core/reference.ts'
import { aliases, compiledLibrary } from './installation.ts'

// Not by an import statement: node would search all of it for names to import, which takes as long as the rest.
const { createJiti }: typeof import('jiti') = createRequire(import.meta.url)('jiti')

/** Evaluates a user's TypeScript or JavaScript file and gives its exports. No build step and no node_modules are needed. */
export async function importModule(file: string): Promise<Readonly<Record<string, unknown>>> {
  keyReferences(randomBytes(20))
  const jiti = loader(file)
  // Always transpiled: jiti would run an ESM file twice when it throws, and node resolve its imports elsewhere.
  const options = { id: file, filename: file, ext: extname(file), async: true, forceTranspile: true }
  return (await jiti.evalModule(readFileSync(file, 'utf8'), options)) as Record<string, unknown>
}

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
    fsCache: cacheFolder('modules') ?? false,
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

/** A schema library for users who have installed none, the one that is loaded already: a playbook cannot be written without. */
function fallback(name: string, file: string): Record<string, string> {
  try {
    createRequire(file).resolve(name)
    return {}
  } catch {
    return { [name]: fileURLToPath(import.meta.resolve(name)) }
  }
}
