// Hooks of Node's loader: whoever imports lib/transport/connect.js is given the simulated one.
import { register } from 'node:module'
import { isMainThread } from 'node:worker_threads'

type Resolve = (
  specifier: string,
  context: { readonly parentURL?: string },
) => Promise<{ readonly url: string; readonly shortCircuit?: boolean }>

// Imported once by `node --import`, and once more, by itself, on the thread of the loader.
if (isMainThread) register(import.meta.url)

export const resolve = async (specifier: string, context: { readonly parentURL?: string }, next: Resolve) => {
  const found = await next(specifier, context)
  return /\/lib\/transport\/connect\.js$/.test(found.url)
    ? { ...found, url: new URL('connect.js', import.meta.url).href }
    : found
}
