import type { XmlEdit } from '../../lib/edit/xml/index.ts'

/** Values that hold for `all` versions, or for one. */
type ByVersion<T> = Readonly<Record<string, T>>

/** A row of the guide: the edits of one file, and what an XPath 1.0 reader finds afterwards. */
export interface Row {
  readonly row: string
  readonly file: string
  readonly edits: readonly XmlEdit[]
  readonly reads: readonly (readonly [string, ByVersion<string>])[]
  /** Lines that are added: those that end in CRLF, those that end in LF. */
  readonly lines?: ByVersion<readonly [number, number]>
  /** Edits as the guide words them, and why they are refused. */
  readonly wrong?: readonly (readonly [XmlEdit, RegExp])[]
}

/** The same in every version. */
export const is = (all: string): ByVersion<string> => ({ all })
