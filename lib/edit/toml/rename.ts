import { isRefusal, type Refusal, refuse } from '../../core/failure.ts'
import { splice } from '../splice.ts'
import type { TomlEditOf } from './edits.ts'
import { escapeKey } from './escape.ts'
import { locate, place } from './locate.ts'
import { nearMisses } from './near-miss.ts'
import { reparse } from './parse.ts'
import { showPath } from './path.ts'

/** Each place where the name is written is changed. Once the new name is there alone, nothing is left to do. */
export function rename(text: string, { at: path, key }: TomlEditOf<'rename'>): string | Refusal {
  const document = reparse(text)
  const [from, to] = [locate(document, path), locate(document, [...path.slice(0, -1), key])]
  if (isRefusal(from)) return from
  if (isRefusal(to)) return to
  if ('rest' in from) {
    if ('node' in to) return text
    const [missing] = from.rest
    const near = typeof missing === 'string' ? nearMisses(document, from.holder, missing) : ''
    return refuse(`there is no ${showPath(path)}, and no ${showPath([key])} in its place`, `correct the path${near}`)
  }
  if ('node' in to)
    return refuse(
      `${showPath(path)} (${place(document, from.node)}) and ${showPath([key])} (${place(document, to.node)}) are both there`,
      'remove the one that does not count',
    )
  return splice(
    text,
    from.node.names.map(({ range: [start, end] }) => ({ start, end, text: escapeKey(key) })),
  )
}
