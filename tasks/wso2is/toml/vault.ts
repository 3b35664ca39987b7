import { plainOf } from '../../../lib/core/reference.ts'
import { isSecret } from '../../../lib/core/secret.ts'
import { valueAt } from '../../../lib/edit/toml/edits.ts'
import type { TomlEdit, TomlValue, TomlValues } from '../../../lib/edit/toml/index.ts'
import { locate, matching } from '../../../lib/edit/toml/locate.ts'
import type { TomlDocument, TomlNode } from '../../../lib/edit/toml/tree.ts'
import { isArray, isTable } from '../../../lib/edit/toml/value.ts'

/** A secret that somebody has put into the product's own vault, as `$secret{name}`, stays there, wherever it stands. */
export const keepVault = (document: TomlDocument, edits: readonly TomlEdit[]): TomlEdit[] =>
  edits.map((edit) => {
    if (edit.edit === 'set') return { ...edit, value: kept(edit.value, nodeOf(document, edit.at)) }
    if (edit.edit !== 'ensureMember') return edit
    const array = nodeOf(document, edit.at)
    const named = valueAt(edit.value, edit.key)
    const member =
      array?.kind === 'array' && (typeof named === 'string' || typeof named === 'number' || typeof named === 'boolean')
        ? matching(array, { key: edit.key, is: named })[0]
        : undefined
    return { ...edit, value: kept(edit.value, member) as TomlValues }
  })

/** What the vault has in the place of a value, where it has any. */
export function vaultedAt(document: TomlDocument, key: string): string | undefined {
  const node = nodeOf(document, key.split('.'))
  return node && vaulted(node)
}

function nodeOf(document: TomlDocument, path: TomlEdit['at']): TomlNode | undefined {
  const found = locate(document, path)
  return 'node' in found ? found.node : undefined
}

function vaulted(node: TomlNode): string | undefined {
  if (node.kind !== 'scalar' || node.content.kind !== 'string') return undefined
  const text = plainOf(node.content.value)
  return text.startsWith('$secret{') ? text : undefined
}

function kept(value: TomlValue, node: TomlNode | undefined): TomlValue {
  if (node === undefined) return value
  if (isSecret(value)) return vaulted(node) ?? value
  if (isArray(value)) return node.kind === 'array' ? value.map((one, at) => kept(one, node.items[at])) : value
  if (!isTable(value) || node.kind !== 'table') return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, kept(inner, node.entries.get(key))]))
}
