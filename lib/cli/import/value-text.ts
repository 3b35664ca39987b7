import { vaulted } from './ansible-yaml.ts'

/** Keys with the texts of their values. */
export type Pairs = readonly (readonly [key: string, text: string])[]

/** An object, as TypeScript on one line. */
export const object = (pairs: Pairs): string => `{ ${pairs.map(([key, text]) => `${keyOf(key)}: ${text}`).join(', ')} }`
export const keyOf = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name))
export const quoted = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`

/** What a value is in TypeScript; `notes` is told of what is not taken over as it is, `used` of the names that stand in it. */
export function valueWriter(notes: Set<string>, used: Set<string>) {
  return function value(found: unknown, name = 'a value'): string {
    if (found === vaulted) {
      used.add('secret')
      notes.add(`${name} was encrypted by Ansible: give the secret of that name a source`)
      return `secret(${quoted(name)})`
    }
    if (typeof found === 'string') {
      if (/\{\{|\{%/.test(found)) notes.add(`${name} is a template: write what it says in TypeScript`)
      return quoted(found)
    }
    if (Array.isArray(found)) return `[${found.map((one) => value(one, name)).join(', ')}]`
    if (typeof found === 'object' && found !== null)
      return object(Object.entries(found).map(([key, inner]) => [key, value(inner, `${name}.${key}`)]))
    return String(found)
  }
}
