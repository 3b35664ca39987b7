import { tell } from './collect-faults.ts'
import { kindOf, UsageError } from './failure.ts'
import { isPlain, type Rule } from './keys.ts'
import { knownKeys } from './known-keys.ts'
import { nearest } from './nearest.ts'
import { forgedWords, isForged } from './reference.ts'
import { pathOfIssue, type Schema, type SchemaIssue } from './schema.ts'
import { labelFault } from './secret-label.ts'
import { textsIn } from './texts-in.ts'

/**
 * The options of a task as its schema gives them; `beside` are those that it takes beside them, and their rules. A fault
 * throws a UsageError, whose stack leads to the call; inside `collectFaults` it is kept there, and undefined is given.
 */
export function checkedOptions<Output>(
  task: string,
  schema: Schema<unknown, Output>,
  given: unknown,
  beside: Readonly<Record<string, Rule>> = {},
): Output | undefined {
  const checked = check(schema, given, beside)
  if ('value' in checked) return checked.value
  tell(new UsageError(`${task}: ${checked.faults.join('; ')}`))
  return undefined
}

type Checked<Output> = { readonly value: Output } | { readonly faults: readonly string[] }

function check<Output>(
  schema: Schema<unknown, Output>,
  given: unknown,
  beside: Readonly<Record<string, Rule>>,
): Checked<Output> {
  if (!isPlain(given))
    return { faults: [`it is given ${kindOf(given)}: give it one object of options, as in { path: '/etc/motd' }`] }
  const own = Object.fromEntries(Object.entries(given).filter(([name]) => !Object.hasOwn(beside, name)))
  const result = schema['~standard'].validate(own)
  if (result instanceof Promise) return { faults: ['its schema answers with a promise: use one that checks at once'] }
  const issues = result.issues ?? []
  const faults = [
    ...issues.map((issue) => issueWords(issue, schema, own, Object.keys(beside))),
    ...(issues.length > 0 ? strangers(schema, own, Object.keys(beside)) : []),
    ...textFaults(given, (text) => (isForged(text) ? forgedWords : undefined)),
    ...textFaults(own, labelFault),
    ...Object.entries(beside).flatMap(([name, rule]) => (given[name] === undefined ? [] : rule(given[name], name))),
  ]
  return faults.length > 0 || result.issues ? { faults: [...new Set(faults)] } : { value: result.value }
}

const textFaults = (value: unknown, fault: (text: string, path: string) => string | undefined): string[] =>
  textsIn(value).flatMap(([path, text]) => {
    const words = fault(text, path)
    return words === undefined ? [] : [`${path}: ${words}`]
  })

/** Options that there are not: a schema that cannot tell which of its kinds is meant does not say so. */
function strangers(schema: Schema, own: object, beside: readonly string[]): string[] {
  const known = knownKeys(schema, []) ?? Object.keys(own)
  return Object.keys(own).flatMap((name) => (known.includes(name) ? [] : [unknownOption(name, name, known, beside)]))
}

function issueWords(issue: SchemaIssue, schema: Schema, given: object, beside: readonly string[]): string {
  const path = pathOfIssue(issue)
  const name = path.join('.')
  const last = path.at(-1)
  if (last === undefined) return issue.message
  const known = knownKeys(schema, path.slice(0, -1))
  if (known && !known.includes(last)) return unknownOption(name, last, known, path.length === 1 ? beside : [])
  return isIn(given, path) ? `${name}: ${issue.message}` : `the option ${name} is missing`
}

function unknownOption(name: string, last: string, known: readonly string[], beside: readonly string[]): string {
  const near = nearest(last, [...known, ...beside])
  return `it has no option ${name}: ${near === undefined ? `it takes ${known.join(', ')}` : `did you mean ${near}?`}`
}

/** Whether a value has a key at a path, found through plain objects and arrays. */
export function isIn(value: object, path: readonly string[]): boolean {
  const inside = (inner: unknown, key: string) =>
    typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined
  const parent: unknown = path.slice(0, -1).reduce(inside, value as unknown)
  return typeof parent === 'object' && parent !== null && Object.hasOwn(parent, path.at(-1) ?? '')
}
