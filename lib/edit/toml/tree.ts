import type { AST } from 'toml-eslint-parser'

/** A document by what it says, each part with all places where it is written. */
export interface TomlDocument {
  readonly text: string
  readonly root: TomlTable
  readonly sections: readonly TomlSection[]
  /** Headers of tables that were there already, because of a sub-table or a dotted key above. */
  readonly late: readonly { readonly header: AST.TOMLTable; readonly before: number }[]
  readonly program: AST.TOMLProgram
}

/** A header and the lines up to the next one. The first section has no header. */
export interface TomlSection {
  readonly header?: AST.TOMLTable
  readonly body: readonly AST.TOMLKeyValue[]
}

export type KeyPart = AST.TOMLBare | AST.TOMLQuoted
export type TomlNode = TomlTable | TomlArray | TomlScalar

export interface TomlTable {
  readonly kind: 'table'
  /** Each place where its own name is written. */
  readonly names: KeyPart[]
  readonly entries: Map<string, TomlNode>
  /** The inline table that it is. */
  readonly content?: AST.TOMLInlineTable
  /** Where its own lines are; a table may be there because of its sub-tables alone. */
  section?: TomlSection
  /** The sections of it and its sub-tables, and how many parts of their headers name it. */
  readonly below: { readonly section: TomlSection; readonly depth: number }[]
  /** The lines whose dotted keys lead through it, and how many parts of these keys name it. */
  readonly dotted: { readonly line: AST.TOMLKeyValue; readonly depth: number }[]
}

export interface TomlArray {
  readonly kind: 'array'
  readonly names: KeyPart[]
  /** The array as a value; missing where it is written as `[[headers]]`. */
  readonly content?: AST.TOMLArray
  readonly items: TomlNode[]
}

export interface TomlScalar {
  readonly kind: 'scalar'
  readonly names: KeyPart[]
  readonly content: AST.TOMLValue
}

export const nameOf = (part: KeyPart): string => (part.type === 'TOMLBare' ? part.name : part.value)

/** Where a node is written first. */
export const startOf = (node: TomlNode): number =>
  node.names[0]?.range[0] ??
  node.content?.range[0] ??
  (node.kind === 'table' ? (node.section?.header?.range[0] ?? 0) : 0)

/** What stands at a key below a node. */
export const nodeAt = (node: TomlNode, key: readonly string[]): TomlNode | undefined =>
  key.reduce<TomlNode | undefined>((at, part) => (at?.kind === 'table' ? at.entries.get(part) : undefined), node)
