import type { Block } from './blocks.ts'

/** What a door of the package exports, by the name under which it is imported. */
export type Doors = ReadonlyMap<string, readonly string[]>

/**
 * A block of TypeScript as a module: what it uses of the package's doors and does not import is imported, and what the
 * page speaks of without saying where it comes from is declared. All of that stands on one line before it. Where a block
 * leaves something out, by `…`, whatever is missing is taken as given.
 */
export function blockModule({ text }: Block, doors: Doors): string {
  const code = text.replace(/(?<=[{[(,] ?)…/g, '...(undefined as any)')
  const own = new Set([...importedBy(code), ...declaredBy(code)])
  const uses = (name: string) =>
    !own.has(name) && new RegExp(`(?<![\\w'"$-]|(?<!\\.\\.)\\.)${name}(?![\\w'"-])(?!\\??:)`).test(code)
  // A word such as `hostname` may be a task, which is called, or a value.
  const isValue = (name: string) => Object.hasOwn(spokenOf, name) && !new RegExp(`\\b${name}[(.]`).test(code)
  const imports = [...doors].flatMap(([door, names]) => {
    const used = names.filter((name) => uses(name) && !isValue(name))
    return used.length > 0 ? [`import { ${used.join(', ')} } from '${door}';`] : []
  })
  const exported = new Set([...doors.values()].flat())
  const valibot = /\bv\./.test(code) && !own.has('v') ? ["import * as v from 'valibot';"] : []
  const declared = Object.entries(spokenOf).flatMap(([name, type]) =>
    uses(name) && (isValue(name) || !exported.has(name))
      ? [`declare const ${name}: ${type}; type ${name} = ${type};`]
      : [],
  )
  return `${[...imports, ...valibot, ...declared].join(' ')} export {}\n${code}`
}

/** Names that examples use without saying where they come from, with their types. */
const spokenOf: Readonly<Record<string, string>> = {
  inventory: "import('runbook').Inventory<any>",
  nodes: 'any',
  lb: "import('runbook').Host<any>",
  home: 'string',
  conf: 'string',
  webapps: 'string',
  version: 'any',
  path: 'string',
  text: 'string',
  key: 'string',
  app: 'any',
  member: 'any',
  members: 'any',
  hostname: 'string',
  domain: 'string',
  database: 'any',
  datasources: 'any',
  userStore: 'any',
  identity: 'any',
  bps: 'any',
  db: 'any',
  connection: 'any',
  settings: 'any',
  endpoints: 'any',
  sites: 'any',
  site: 'any',
  self: 'any',
  certificate: 'any',
  Pattern1: 'any',
}

const importedBy = (code: string): string[] =>
  [...code.matchAll(/import (?:type )?(?:\{([^}]*)\}|(?:\* as )?(\w+) from)/g)].flatMap(
    ({ 1: names = '', 2: all = '' }) =>
      [...names.split(','), all].map(
        (name) =>
          name
            .trim()
            .replace(/^type /, '')
            .split(' as ')
            .at(-1) ?? '',
      ),
  )

/** Also what a function takes, as far as it stands in its parentheses. */
const declaredBy = (code: string): string[] => [
  ...[...code.matchAll(/\b(?:const|let|function|type|interface) (\w+)/g)].map(([, name = '']) => name),
  ...[...code.matchAll(/\(([^()]*)\) =>/g)].flatMap(([, names = '']) => names.match(/\w+/g) ?? []),
  ...[...code.matchAll(/(?<![\w.])(\w+) =>/g)].map(([, name = '']) => name),
]
