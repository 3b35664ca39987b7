import { createRequire } from 'node:module'

/**
 * A package that is loaded when it is first asked for, by code that cannot wait as for `import()`. For what few runs use and all
 * would load. In what is published each is a file of its own (`rolldown.config.js`), which finds this call by its form.
 *
 * @example
 * const jks = latePackage<typeof import('jks-js')>('jks-js')
 * jks().parseJks(store, password)
 */
export function latePackage<Package>(name: string): () => Package {
  let loaded: Package | undefined
  return () => {
    loaded ??= load(name) as Package
    return loaded
  }
}

const load = createRequire(import.meta.url)
