import { mask as word } from '../../core/mask.ts'

/** A line of a hunk without its sign and carriage return. */
export interface Line {
  readonly sign: string
  readonly text: string
  readonly returns: boolean
}

/** Lines next to each other that a hunk removes and adds, between lines that stay. */
export function blocks(lines: readonly Line[]): Line[][] {
  const found: Line[][] = []
  let open = false
  for (const line of lines) {
    const stays = line.sign === ' '
    if (open && !stays) found.at(-1)?.push(line)
    else found.push([line])
    open = !stays
  }
  return found
}

/** Hides secrets, and in removed lines what stood where a secret is now. */
export function hide(lines: readonly Line[], mask: (text: string) => string): Line[] {
  const masked = maskSides(lines, mask)
  const shapes = masked.filter(({ sign, text }) => sign === '+' && text.includes(word)).map(({ text }) => text)
  if (shapes.length === 0) return masked
  return blocks(masked).flatMap((block) => hideOld(block, shapes))
}

function hideOld(block: readonly Line[], shapes: readonly string[]): Line[] {
  const own = block.filter(({ sign, text }) => sign === '+' && text.includes(word)).map(({ text }) => text)
  // A line that is a secret from end to end looks like any other, so it only speaks for the lines it replaces.
  const speaking = [...own, ...shapes.filter((shape) => shape.replaceAll(word, '').trim() !== '')]
  const removed = block.filter(({ sign }) => sign === '-').map(({ text }) => text)
  const lost = own.filter((shape) => !removed.some((text) => fit(text, shape) !== undefined))
  return block.map((line) => {
    if (line.sign !== '-' || line.text.trim() === '') return line
    const fitted = speaking.map((shape) => fit(line.text, shape)).find((text) => text !== undefined)
    const [shape] = lost
    return { ...line, text: fitted ?? (shape === undefined ? line.text : common(line.text, shape)) }
  })
}

/** The line with the masks of a shape that it has but for its indentation, or nothing when it has another. */
function fit(text: string, shape: string): string | undefined {
  const [indent = ''] = /^\s*/.exec(text) ?? []
  const parts = shape.trim().split(word)
  let at = 0
  const inner = text.trim()
  const last = parts.at(-1) ?? ''
  for (const [index, part] of parts.slice(0, -1).entries()) {
    const found = index === 0 ? (inner.startsWith(part) ? 0 : -1) : inner.indexOf(part, at)
    if (found < 0) return undefined
    at = found + part.length
  }
  return inner.length - last.length >= at && inner.endsWith(last) ? indent + shape.trim() : undefined
}

/** What a removed line shares with a line that holds a secret, and nothing else: the old secret may be anywhere in it. */
function common(text: string, shape: string): string {
  const parts = shape.split(word)
  const head = shared([...text], [...(parts[0] ?? '')])
  const tail = shared([...text.slice(head)].reverse(), [...(parts.at(-1) ?? '')].reverse())
  return text.slice(0, head) + word + text.slice(text.length - tail)
}

function shared(one: readonly string[], other: readonly string[]): number {
  const end = one.findIndex((char, index) => char !== other[index])
  return one.slice(0, end === -1 ? one.length : end).join('').length
}

/** Masks the old and the new side each as a whole, because a secret may run over several lines. */
function maskSides(lines: readonly Line[], mask: (text: string) => string): Line[] {
  const result = [...lines]
  for (const sign of ['-', '+']) {
    const side = lines.flatMap((line, index) => (line.sign === sign || line.sign === ' ' ? [index] : []))
    const masked = maskLines(
      side.map((index) => lines[index]?.text ?? ''),
      mask,
    )
    for (const [at, index] of side.entries()) {
      const line = lines[index]
      const text = masked[at]
      if (line && text !== undefined && text !== line.text) result[index] = { ...line, text }
    }
  }
  return result
}

function maskLines(texts: readonly string[], mask: (text: string) => string): string[] {
  const masked = mask(texts.join('\n')).split('\n')
  if (masked.length === texts.length) return masked
  // A secret of several lines became one word. Whatever stands between the first and the last such place is hidden.
  const head = texts.findIndex((text, index) => text !== masked[index])
  const tail = texts.toReversed().findIndex((text, index) => text !== masked.at(-1 - index))
  return texts.map((text, index) => {
    if (index < head || index >= texts.length - tail) return text
    const alone = mask(text)
    return alone === text ? word : alone
  })
}
