import type { Content } from '../core/content.ts'
import { holdsReference } from '../core/reference.ts'
import { secretsIn } from '../core/secret.ts'

/** What an edit is made in: a text, or the content of a file. */
type Edited = string | Uint8Array | Content

/** Characters that are remembered at most: of the texts, and as many again for what came of them. */
const mostRemembered = 16 * 1024 * 1024

/** Results that are remembered at most: where each of many hosts is another, nothing of what is short is of use to the next. */
const mostResults = 4096

/** Results by the work, then by the text that it was done on; those used last stand last. */
const remembered = new Map<string, { readonly result: unknown; readonly size: number }>()
let size = 0
let isOff = false

/**
 * The same pure function, which does equal work once: what it has given for a text and equal edits is given again, as for
 * the other hosts of a run that are alike, and for the second look of a plan. Where a secret has to do with it, it is done
 * each time. What has not been of use for longest gives way. `settled`: what the same work comes to on what came of it, where that is
 * known already.
 *
 * @example export const editLines = onceForEqual('lines', (text: string, edits: readonly LineEdit[]) => …)
 */
export function onceForEqual<Input extends Edited, Rest extends readonly unknown[], Result>(
  name: string,
  work: (input: Input, ...rest: Rest) => Result,
  settled: (result: Result) => { readonly input: Input; readonly result: Result } | undefined = () => undefined,
): (input: Input, ...rest: Rest) => Result {
  return (input, ...rest) => {
    const key = isOff ? undefined : keyOf(name, input, rest)
    if (key === undefined) return work(input, ...rest)
    const found = remembered.get(key)
    const result = found === undefined ? work(input, ...rest) : (found.result as Result)
    remember(key, result)
    const known = found === undefined ? settled(result) : undefined
    const next = known && keyOf(name, known.input, rest)
    if (next !== undefined) remember(next, known?.result)
    return result
  }
}

function remember(key: string, result: unknown): void {
  const added = { result, size: 2 * key.length }
  if (!remembered.delete(key)) size += added.size
  remembered.set(key, added)
  for (const [oldest, { size: freed }] of remembered) {
    if (size <= mostRemembered && remembered.size <= mostResults) break
    remembered.delete(oldest)
    size -= freed
  }
}

/** Lets all work be done anew each time, as `--no-cache` says. */
export function rememberNoWork(): void {
  isOff = true
  remembered.clear()
}

/** Whether work, and what it is done on, is to be remembered at all. */
export const remembersWork = (): boolean => !isOff

function keyOf(name: string, input: Edited, rest: readonly unknown[]): string | undefined {
  const read = textOf(input)
  if (read === undefined || read.length > mostRemembered / 2 || holdsReference(read)) return undefined
  const words = workWords(rest)
  if (words === undefined) return undefined
  return [name, typeof input === 'string' ? '' : Object.keys(input).join(), words, read].join('\n')
}

/** What a pure function is given, in words that are equal for equal work; undefined where there is a secret, or more than data, in it. */
export function workWords(given: readonly unknown[]): string | undefined {
  const words = secretsIn(given).length > 0 ? undefined : spelled(given)
  return words === undefined || holdsReference(words) ? undefined : words
}

function textOf(input: Edited): string | undefined {
  if (typeof input === 'string') return input
  if ('text' in input) return `${input.charset ?? ''}\n${input.text}`
  return 'base64' in input ? input.base64 : undefined
}

/** As JSON, in which two values are never one; undefined where there is more than data in it. */
function spelled(rest: readonly unknown[]): string | undefined {
  let isData = true
  const words = JSON.stringify(rest, function (this: Record<string, unknown>, key: string) {
    const value = this[key]
    switch (typeof value) {
      case 'string':
        return `s${value}`
      case 'boolean':
        return value
      case 'object':
        if (value === null || Array.isArray(value)) return value
        isData &&= Object.getPrototypeOf(value) === Object.prototype
        return { kind: Object.getOwnPropertySymbols(value).map(String), value: Object.entries(value) }
      case 'function':
        // What a value with a mark of its own says of itself.
        isData &&= this[0] === 'toJSON'
        return null
      default:
        return `${typeof value}${Object.is(value, -0) ? '-0' : String(value)}`
    }
  })
  return isData ? words : undefined
}
