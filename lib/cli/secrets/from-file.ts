import { readFileSync } from 'node:fs'
import { type Found, readValue } from './source.ts'

/** What a file says: its first line, or the whole of it. */
export function fromFile(file: string, whole: boolean | undefined, label = file): Found {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT') return { none: `${label} is not there: make it, with the value on its first line` }
    return { fault: `${label} cannot be read (${error instanceof Error ? error.message : error})` }
  }
  const value = readValue(text, whole)
  return value === '' ? { none: `the first line of ${label} is empty: write the value there` } : { value }
}
