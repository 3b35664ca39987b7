import { kindOf, UsageError } from '../../core/failure.ts'
import { onlyOptions } from '../maker-options.ts'
import { checkedFragment, checkedMatching, stepsOf } from './checked.ts'
import { checkedValue, type Fragment, type Value } from './fragment.ts'
import { isName, parseChild, parsePath } from './path.ts'
import type { Matching, Position, Where, XmlEdit } from './xml-edit.ts'

/**
 * The element's text is exactly this. A CDATA section stays one.
 *
 * @example xml.text('/EmbeddedLDAPConfig/EmbeddedLDAP/Property[@name="enable"]', 'false')
 */
export const text = (path: string, value: Value, matching: Matching = {}): XmlEdit =>
  made({ edit: 'text', path, value: checkedValue(value, `the text of ${path}`), ...checkedMatching(matching) })

/**
 * The element has this attribute, or for `undefined` has not. A new one is laid out as those beside it; `before` or
 * `after` says beside which (default, also when that one is missing: the last).
 *
 * @example xml.attribute('/Server/Service/Connector[@port="9443"]', 'proxyPort', '443', { after: 'port' })
 */
export function attribute(
  path: string,
  name: string,
  value: Value | undefined,
  options: Matching & { readonly before?: string; readonly after?: string } = {},
): XmlEdit {
  if (!isName(name)) throw new UsageError(`"${name}" is not a name that an attribute can have`)
  onlyOptions('an attribute', options, ['before', 'after', 'each', 'optional'])
  const { before, after, ...matching } = options
  if (before !== undefined && after !== undefined)
    throw new UsageError(`the attribute ${name} is to stand before ${before} and after ${after}: give one of them`)
  const place = before !== undefined ? { before } : after !== undefined ? { after } : undefined
  return made({
    edit: 'attribute',
    path,
    name,
    ...(value === undefined ? {} : { value: checkedValue(value, `the attribute ${name}`) }),
    ...(place ? { place: Object.freeze(place) } : {}),
    ...checkedMatching(matching),
  })
}

/**
 * The element's text, CDATA or not, holds a line `key=value`. The key must be there; the rest of the text is kept.
 *
 * @example xml.setting('//context-param[param-name="system.properties"]/param-value', 'shindig.port', '443')
 */
export const setting = (path: string, key: string, value: Value, matching: Matching = {}): XmlEdit =>
  made({ edit: 'setting', path, key, value: checkedValue(value, `the setting ${key}`), ...checkedMatching(matching) })

/**
 * An element like this is there: put before or after the one that the path names, or first or last in it. One that is
 * equal, anywhere among the same siblings, is enough. `ensure` is for elements that have a key.
 *
 * @example xml.insert('first', '/Server/Service/Engine/Host', xml.fragment('<Valve className="a.B"/>'))
 */
export function insert(where: Where, path: string, fragment: Fragment, matching: Matching = {}): XmlEdit {
  if (!['before', 'after', 'first', 'last'].includes(where))
    throw new UsageError(`an element is to be put ${JSON.stringify(where)}: give 'before', 'after', 'first' or 'last'`)
  return made({ edit: 'insert', where, path, fragment: checkedFragment(fragment), ...checkedMatching(matching) })
}

/**
 * The element is this one. When nothing matches any more, one that is equal in the same place is the proof.
 *
 * @example xml.replace('/Server/Cache', xml.element('Cache', { off: 'true' }))
 */
export const replace = (path: string, fragment: Fragment, matching: Matching = {}): XmlEdit =>
  made({ edit: 'replace', path, fragment: checkedFragment(fragment), ...checkedMatching(matching) })

/**
 * No element matches the path; what the path says before its last step must be there.
 *
 * @example xml.remove('/Server/Service/Connector[@port="9763"]')
 */
export const remove = (path: string, matching: Matching = {}): XmlEdit =>
  made({ edit: 'remove', path, ...checkedMatching(matching) })

/**
 * The element is live: if no element matches, one that does is taken out of its comment. The last step of the path is
 * looked for in comments that hold one element and nothing else, written `<!-- <X>…</X> -->` or `<!--X>…</X-->`.
 *
 * @example xml.uncomment('/UserManager/Realm/UserStoreManager[@class="org.wso2.carbon.user.core.jdbc.JDBCUserStoreManager"]')
 */
export const uncomment = (path: string, matching: Matching = {}): XmlEdit =>
  made({ edit: 'uncomment', path, ...checkedMatching(matching) })

/**
 * The element is in a comment, in the style of the comments beside it; `uncomment` gives back the same bytes. An element
 * that itself holds `--`, as any comment does, is refused: comments do not nest.
 *
 * @example xml.commentOut('/UserManager/Realm/UserStoreManager[1]')
 */
export const commentOut = (path: string, matching: Matching = {}): XmlEdit =>
  made({ edit: 'commentOut', path, ...checkedMatching(matching) })

/**
 * The parent that `path` names has a child that `key` names, with this content (white space between elements and comments
 * do not count). A missing one is inserted; in a differing one, differing texts and attributes are changed in place, or
 * else the whole element.
 *
 * @example xml.ensure('/datasources-configuration/datasources', 'datasource[name="BPS_DS"]', bps, { position: 'first' })
 */
export function ensure(
  path: string,
  key: string,
  fragment: Fragment,
  options: Matching & { readonly position?: Position } = {},
): XmlEdit {
  onlyOptions('an element to ensure', options, ['position', 'each', 'optional'])
  const { position = 'last', ...matching } = options
  for (const step of [key, ...stepsOf(position, key)]) parseChild(step)
  return made({
    edit: 'ensure',
    path,
    key,
    fragment: checkedFragment(fragment),
    position,
    ...checkedMatching(matching),
  })
}

/**
 * The parent has exactly these children of the kind that `key` names, in this order. Other children are not looked at.
 *
 * @example xml.only('/axisconfig/clustering/members', 'member', nodes.map(member))
 */
export function only(path: string, key: string, fragments: readonly Fragment[], matching: Matching = {}): XmlEdit {
  parseChild(key)
  if (!Array.isArray(fragments))
    throw new UsageError(`the elements ${key} are ${kindOf(fragments)}: give a list of them`)
  const checked = Object.freeze(fragments.map(checkedFragment))
  return made({ edit: 'only', path, key, fragments: checked, ...checkedMatching(matching) })
}

function made(edit: XmlEdit): XmlEdit {
  parsePath(edit.path)
  return Object.freeze(edit)
}
