import { plain } from '../plain.ts'

/** Markup that was made here. Nothing else gets into a page unescaped. */
export interface Html {
  readonly html: string
}

type Value = string | number | Html | readonly Html[]

/**
 * Markup with values in it. Texts are made printable and escaped, also for an attribute within quotes.
 *
 * @example html`<li title="${reason}">${title}</li>`
 */
export const html = (parts: TemplateStringsArray, ...values: readonly Value[]): Html => ({
  html: parts.map((part, at) => `${part}${markup(values[at] ?? '')}`).join(''),
})

/** Text of our own that is markup, style or script already. */
export const raw = (text: string): Html => ({ html: text })

export const none: Html = { html: '' }

function markup(value: Value): string {
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return plain(value).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
  return 'html' in value ? value.html : value.map((one) => one.html).join('')
}
