import { knownKeys } from '../core/known-keys.ts'
import { meant, nearest } from '../core/nearest.ts'
import { isIn } from '../core/options.ts'
import type { Playbook } from '../core/playbook.ts'
import { pathOfIssue, type SchemaIssue } from '../core/schema.ts'
import type { Setting } from './set.ts'

/** What checking variables needs of a playbook. */
export type Checkable = Pick<Playbook, 'name' | 'vars'>

/** A fault of variables in words, with the variable, and its name where it is missing as a whole. */
export interface Fault {
  readonly words: string
  readonly key?: string
  readonly missing?: string
}

/** What a schema finds wrong with variables, in words that name the entry and say what there is instead. */
export function issueFault(issue: SchemaIssue, vars: object, playbook: Checkable, settings: readonly Setting[]): Fault {
  const { message } = issue
  const path = pathOfIssue(issue)
  const [key] = path
  const last = path.at(-1)
  const setting = settings.find((one) => one.path.every((part, at) => part === path[at]))
  const given = setting?.asked ? 'the answer for' : '--set'
  const entry = setting ? `${given} ${path.join('.')}` : ['vars', ...path].join('.')
  const known = knownKeys(playbook.vars, path.slice(0, -1))
  if (key === undefined || last === undefined) return { words: `${entry}: ${message}` }
  if (!isIn(vars, path)) {
    return {
      words: `${entry} is missing: ${message}: give it in the inventory, or by --set ${path.join('.')}=…`,
      key,
      ...(path.length === 1 ? { missing: key } : {}),
    }
  }
  if (known && !known.includes(last)) return { words: `${entry}: ${unknownWords(last, playbook, known)}`, key }
  return { words: `${entry}: ${message}${quoteAdvice(setting, path)}`, key }
}

export const unknownWords = (key: string, { name }: Checkable, known: readonly string[]): string =>
  `the playbook ${name} has no variable ${key}: ${meant(nearest(key, known), known, 'it has')}`

/** A number or `true` is read as JSON, which is not always meant: 5.10 is a version. */
function quoteAdvice(setting: Setting | undefined, path: readonly string[]): string {
  if (!setting || ['string', 'object'].includes(typeof setting.value) || path.length !== setting.path.length) return ''
  return ` (if text is meant, write --set '${path.join('.')}="${setting.text}"')`
}
