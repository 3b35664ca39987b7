import type { Fragment, Value } from './fragment.ts'

/** One wish about an XML file, as data. */
export type XmlEdit = Matching & { readonly path: string } & (
    | { readonly edit: 'text'; readonly value: Value }
    | {
        readonly edit: 'attribute'
        readonly name: string
        /** Absent: the attribute goes. */
        readonly value?: Value
        readonly place?: { readonly before: string } | { readonly after: string }
      }
    | { readonly edit: 'setting'; readonly key: string; readonly value: Value }
    | { readonly edit: 'insert'; readonly where: Where; readonly fragment: Fragment }
    | { readonly edit: 'replace'; readonly fragment: Fragment }
    | { readonly edit: 'remove' }
    | { readonly edit: 'uncomment' }
    | { readonly edit: 'commentOut' }
    | { readonly edit: 'ensure'; readonly key: string; readonly fragment: Fragment; readonly position: Position }
    | { readonly edit: 'only'; readonly key: string; readonly fragments: readonly Fragment[] }
  )

export type XmlEditOf<Kind extends XmlEdit['edit']> = Extract<XmlEdit, { edit: Kind }>

/** How many elements a path may match. Default: exactly one. */
export interface Matching {
  /** One or more; each of them is edited. */
  readonly each?: boolean
  /** None is right too: then there is nothing to do. */
  readonly optional?: boolean
}

/** `before` and `after` name children by one step, as `key` does. */
export type Position = 'first' | 'last' | { readonly before: string } | { readonly after: string }

export type Where = 'before' | 'after' | 'first' | 'last'
