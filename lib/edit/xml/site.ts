import type { Charset } from '../../core/encoding.ts'
import type { Namespaces } from './select.ts'
import type { XmlDocument } from './tree.ts'

/** Where an edit is made: a parsed file, and how it is read and written. */
export interface XmlSite {
  readonly document: XmlDocument
  readonly charset: Charset
  readonly namespaces: Namespaces
}
