import { isRefusal, type Refusal, refuse } from '../../core/failure.ts'
import { refer } from '../../core/reference.ts'
import type { Splice } from '../splice.ts'
import { commentOut, uncomment } from './comment.ts'
import { counted, find, missing } from './find.ts'
import { insertion } from './insertion.ts'
import { parsePath } from './path.ts'
import { ensure, only, reconcile } from './reconcile.ts'
import { removal } from './removal.ts'
import { isSame } from './same.ts'
import { select } from './select.ts'
import { setAttribute } from './set-attribute.ts'
import { setSetting } from './set-setting.ts'
import { setText } from './set-text.ts'
import type { XmlSite } from './site.ts'
import { isElement, withoutInner, type XmlElement, type XmlParent } from './tree.ts'
import type { XmlEdit, XmlEditOf } from './xml-edit.ts'

/** The splices that make an edit true; none when it is true already. */
export function plan(site: XmlSite, edit: XmlEdit): Splice[] | Refusal {
  switch (edit.edit) {
    case 'text':
      return each(site, edit, (element) => setText(site, element, refer(edit.value)))
    case 'attribute':
      return each(site, edit, (element) => setAttribute(site, element, edit))
    case 'setting':
      return each(site, edit, (element) => setSetting(site, element, edit.key, refer(edit.value)))
    case 'insert':
      return each(site, edit, (element) => insert(site, element, edit))
    case 'replace':
      return replace(site, edit)
    case 'remove':
      return remove(site, edit)
    case 'uncomment':
      return uncomment(site, edit)
    case 'commentOut':
      return commentOut(site, edit)
    case 'ensure':
      return each(site, edit, (parent) => ensure(site, parent, edit))
    case 'only':
      return each(site, edit, (parent) => only(site, parent, edit))
  }
}

function each(site: XmlSite, edit: XmlEdit, change: (element: XmlElement) => Splice[] | Refusal): Splice[] | Refusal {
  const found = find(site, edit.path, edit)
  if (isRefusal(found)) return found
  const changes = found.map(change)
  return changes.find(isRefusal) ?? (changes as Splice[][]).flat()
}

function insert(site: XmlSite, at: XmlElement, { where, fragment }: XmlEditOf<'insert'>): Splice[] {
  const parent = where === 'before' || where === 'after' ? at.parent : at
  const there = parent.elements.some((element) => isSame(element, fragment))
  return there ? [] : [insertion(site, where, at, [fragment])]
}

function replace(site: XmlSite, edit: XmlEditOf<'replace'>): Splice[] | Refusal {
  const path = parsePath(edit.path)
  const live = select(site.document, path.steps, site.namespaces)
  const done =
    live.length === 0 &&
    parentsOf(site, edit).some((parent) => parent.elements.some((element) => isSame(element, edit.fragment)))
  if (done) return []
  const found = counted(site, path, live, edit)
  return isRefusal(found) ? found : withoutInner(found).flatMap((element) => reconcile(site, element, edit.fragment))
}

function remove(site: XmlSite, edit: XmlEditOf<'remove'>): Splice[] | Refusal {
  const path = parsePath(edit.path)
  const live = select(site.document, path.steps, site.namespaces)
  if (live.length === 0) return edit.optional || parentsOf(site, edit).length > 0 ? [] : missing(site, path)
  const found = counted(site, path, live, edit)
  if (isRefusal(found)) return found
  return found.every(({ parent }) => isElement(parent))
    ? withoutInner(found).map((element) => removal(site, element))
    : refuse(`${edit.path} is the root element`, 'a file without one is not XML; name an element inside it')
}

/** What a path names without its last step. */
function parentsOf(site: XmlSite, { path }: XmlEdit): XmlParent[] {
  const steps = parsePath(path).steps.slice(0, -1)
  return select(site.document, steps, site.namespaces)
}
