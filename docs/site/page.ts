import { Marked, type Tokens } from 'marked'
import { anchorOf, linkFrom, placeOf } from './places.ts'

/** What stands below one heading, for the search. */
export interface Section {
  readonly title: string
  readonly anchor: string
  readonly text: string
}

export interface Page {
  readonly source: string
  readonly place: string
  readonly title: string
  readonly html: string
  readonly sections: readonly Section[]
}

/** A page as HTML, with links that lead to the other pages of the site, and its sections for the search. */
export function pageOf(source: string, text: string, sources: readonly string[]): Page {
  const marked = new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth, text: words }) {
        const inner = this.parser.parseInline(tokens)
        const id = anchorOf(words.replaceAll('`', ''))
        return `<h${depth} id="${id}">${inner} <a class="anchor" href="#${id}" aria-label="Link to: ${escaped(words)}">#</a></h${depth}>\n`
      },
      link({ href, tokens }) {
        return `<a href="${escaped(linkFrom(source, href, sources))}">${this.parser.parseInline(tokens)}</a>`
      },
      // A page is text: what looks like a tag is one that is meant to be read, but for comments.
      html({ text: words }) {
        return words.startsWith('<!--') ? '' : escaped(words)
      },
      code({ text: words }) {
        return `<pre tabindex="0"><code>${escaped(words)}</code></pre>\n`
      },
    },
  })
  const tokens = marked.lexer(text)
  const html = marked
    .parser(tokens)
    .replaceAll('<table>', '<div class="table" tabindex="0"><table>')
    .replaceAll('</table>', '</table></div>')
    // A heading that says nothing is none to who hears the page.
    .replaceAll('<th></th>', '<td></td>')
  const sections = sectionsOf(tokens as readonly Tokens.Generic[])
  const title = sections[0]?.title ?? source
  return { source, place: placeOf(source), title, html, sections }
}

export const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign)

function sectionsOf(tokens: readonly Tokens.Generic[]): Section[] {
  const sections: { title: string; anchor: string; text: string }[] = []
  for (const { type, raw, ...token } of tokens)
    if (type === 'heading') {
      const title = String(token.text).replaceAll('`', '')
      sections.push({ title, anchor: anchorOf(title), text: '' })
    } else if (type !== 'html') {
      const section = sections.at(-1)
      if (section) section.text += `${raw.replace(/\]\([^)]*\)/g, '').replace(/[`*|[\]\\]+/g, ' ')} `
    }
  return sections
}
