import { isRefusal, type Refusal, refuse } from '../../core/failure.ts'
import { fill } from '../../core/reference.ts'
import type { Splice } from '../splice.ts'
import { type Commented, commentedIn, read } from './commented.ts'
import { counted, missing, tooMany } from './find.ts'
import { indentOf, lineStart, restOfLine } from './layout.ts'
import { type Path, parsePath } from './path.ts'
import { follow, select } from './select.ts'
import type { XmlSite } from './site.ts'
import { lineAt, withoutInner, type XmlDocument, type XmlElement, type XmlParent } from './tree.ts'
import type { XmlEditOf } from './xml-edit.ts'

/** A comment is opened only where no live element is what is wanted. */
export function uncomment(site: XmlSite, edit: XmlEditOf<'uncomment'>): Splice[] | Refusal {
  const path = parsePath(edit.path)
  if (select(site.document, path.steps, site.namespaces).length > 0) return []
  const found = commented(site, path)
  if (found.length === 0) return edit.optional ? [] : missing(site, path)
  if (found.length > 1 && !edit.each) return tooMany(site, edit.path, found)
  return found.flatMap((each) => opened(site.document.text, each))
}

export function commentOut(site: XmlSite, edit: XmlEditOf<'commentOut'>): Splice[] | Refusal {
  const path = parsePath(edit.path)
  const live = select(site.document, path.steps, site.namespaces)
  if (live.length === 0 && commented(site, path).length > 0) return []
  const found = counted(site, path, live, edit)
  if (isRefusal(found)) return found
  const closed = withoutInner(found).map((element) => close(site, element))
  return closed.find(isRefusal) ?? (closed as Splice[][]).flat()
}

function commented(site: XmlSite, { steps }: Path): Commented[] {
  const last = steps.at(-1)
  if (!last) return []
  const parents: XmlParent[] =
    steps.length === 1 ? [site.document] : select(site.document, steps.slice(0, -1), site.namespaces)
  const places =
    last.axis === 'child'
      ? parents
      : parents.flatMap((parent) => [parent, ...follow([parent], { axis: 'descendant', name: '*', tests: [] }, {})])
  return [...new Set(places)].flatMap((parent) => commentedIn(site, parent, last))
}

/** Takes the marks of a comment away, with their lines when they have lines of their own. */
function opened(text: string, { comment, style, start, end }: Commented): Splice[] {
  const gone = (from: number, to: number): Splice => ({ start: from, end: to, text: '' })
  if (style === 'half') return [gone(comment.start + 1, start), gone(end, comment.end - 1)]
  const ownLines =
    lineStart(text, start) > comment.start &&
    /\n/.test(text.slice(end, comment.end)) &&
    indentOf(text, comment.start) !== undefined &&
    restOfLine(text, comment.end) !== undefined
  return ownLines
    ? [gone(lineStart(text, comment.start), lineStart(text, start)), gone(end, comment.end)]
    : [gone(comment.start, start), gone(end, comment.end)]
}

function close({ document }: XmlSite, element: XmlElement): Splice[] | Refusal {
  const { text } = document
  const { start, end, name, parent } = element
  const inner = fill(text.slice(start, end))
  const dashes = inner.indexOf('--')
  if (dashes >= 0)
    return refuse(
      `<${name}> on line ${lineAt(text, start)} cannot be commented out: it holds "--" on line ${lineAt(text, start) + inner.slice(0, dashes).split('\n').length - 1}`,
      'comments do not nest: take the comments inside it out first, or remove the element',
    )
  const put = (at: number, mark: string): Splice => ({ start: at, end: at, text: mark })
  return styleBeside(document, parent) === 'half' && !/[-\s]>$/.test(inner)
    ? [put(start + 1, '!--'), put(end - 1, '--')]
    : [put(start, '<!-- '), put(end, ' -->')]
}

function styleBeside(document: XmlDocument, parent: XmlParent): Commented['style'] {
  for (const node of parent.children) {
    const found = node.kind === 'comment' ? read(document, node) : undefined
    if (found) return found.style
  }
  return 'whole'
}
