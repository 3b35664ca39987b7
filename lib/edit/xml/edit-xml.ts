import { type Content, contentOf } from '../../core/content.ts'
import { utf8 } from '../../core/encoding.ts'
import { isRefusal, type Refusal, refuse, sentence } from '../../core/failure.ts'
import { fill } from '../../core/reference.ts'
import { onceForEqual } from '../equal-work.ts'
import type { Splice } from '../splice.ts'
import { decodeXml, type Source } from './decode.ts'
import { checkCharacters } from './escape.ts'
import { parse } from './parse.ts'
import { changesOf, type Piece, splicePieces } from './pieces.ts'
import { plan } from './plan.ts'
import { respliced } from './respliced.ts'
import type { Namespaces } from './select.ts'
import type { XmlSite } from './site.ts'
import { lineAt, type XmlDocument } from './tree.ts'
import type { XmlEdit } from './xml-edit.ts'

export interface EditXmlOptions {
  /** Prefixes that the paths use, with the namespaces they stand for. */
  readonly namespaces?: Namespaces | undefined
}

export interface EditedXml {
  readonly bytes: Uint8Array
  /** The same, with references where secrets stand. */
  readonly content: Content
  /** What differs from the input, as byte offsets in it and the text put there. Empty: nothing was to be changed. */
  readonly changes: readonly Splice[]
}

/**
 * Makes edits true in an XML file, each on the result of the one before. Bytes outside `changes` are those of the input.
 * A file that cannot be read, or a path that does not match as it should, is a refusal and changes nothing.
 *
 * The edits are then made once more on the result, and refused when they would change it again: a host would never rest.
 *
 * @example editXml(bytes, [text('/Server/HostName', 'is.example.com'), uncomment('/Server/Cache')])
 */
export const editXml = onceForEqual(
  'xml',
  (
    before: Uint8Array | Content,
    edits: readonly XmlEdit[],
    { namespaces = {} }: EditXmlOptions = {},
  ): EditedXml | Refusal => {
    const source = decodeXml(before instanceof Uint8Array ? contentOf(before) : before)
    if (isRefusal(source)) return source
    const once = editedOnce(source, edits, namespaces)
    if (isRefusal(once)) return once
    // What has changed nothing has been made on the result already.
    const no = once.changes.length === 0 ? undefined : makesAgain({ ...source, text: once.text }, edits, namespaces)
    return no ?? resultOf(source, once)
  },
  settledXml,
)

/** What has changed something was made again on the result, and has changed nothing. */
function settledXml(
  edited: EditedXml | Refusal,
): { input: Uint8Array | Content; result: EditedXml | Refusal } | undefined {
  if (isRefusal(edited) || edited.changes.length === 0) return undefined
  const { content } = edited
  const result = {
    get bytes() {
      return edited.bytes
    },
    content,
    changes: [],
  }
  return { input: content, result }
}

interface Once {
  readonly text: string
  readonly changes: readonly Splice[]
}

/** The text alone: of a large file the tree is let go before the next one is made. */
function editedOnce(source: Source, edits: readonly XmlEdit[], namespaces: Namespaces): Once | Refusal {
  const document = parse(source.text)
  if (isRefusal(document)) return document
  const done = applyAll({ document, charset: source.charset, namespaces }, edits)
  return isRefusal(done) ? done : { text: done.document.text, changes: done.changes }
}

function makesAgain(source: Source, edits: readonly XmlEdit[], namespaces: Namespaces): Refusal | undefined {
  const document = parse(source.text)
  if (isRefusal(document)) return document
  const twice = applyAll({ document, charset: source.charset, namespaces }, edits)
  if (isRefusal(twice)) return unsettled(`they would be refused when made again (${sentence(twice)})`)
  const again = twice.changes[0]
  return again && unsettled(`line ${lineAt(source.text, again.start)} would be changed when they are made again`)
}

function resultOf(source: Source, once: Once): EditedXml {
  const { text } = once
  const changes = once.changes.filter(({ start, end, text }) => fill(source.text.slice(start, end)) !== fill(text))
  return {
    get bytes() {
      return source.charset.encode(fill(text))
    },
    content: { text, ...(source.charset === utf8 ? {} : { charset: source.charset.name }) },
    changes: inBytes(source, changes),
  }
}

const unsettled = (why: string): Refusal =>
  refuse(`these edits do not come to rest: ${why}`, 'name each element by something that no edit changes')

function applyAll(site: XmlSite, edits: readonly XmlEdit[]): { document: XmlDocument; changes: Splice[] } | Refusal {
  let { document } = site
  const original = document.text
  let pieces: Piece[] = [{ start: 0, end: original.length }]
  for (const edit of edits) {
    const splices = checkCharacters(edit) ?? plan({ ...site, document }, edit)
    if (isRefusal(splices)) return splices
    if (splices.length === 0) continue
    if (overlap(splices))
      return refuse(
        `${edit.edit} at ${edit.path} matches elements inside each other`,
        'name the outer or the inner ones',
      )
    const known = new Set(document.undeclared)
    const changed = respliced(document, splices)
    if (isRefusal(changed))
      return refuse(
        `${edit.edit} at ${edit.path} would break the file: ${changed.refusal}`,
        'correct the edit; nothing was changed',
      )
    const prefix = [...changed.undeclared].find((one) => !known.has(one))
    if (prefix !== undefined) return undeclared(site, edit, prefix)
    document = changed
    pieces = splicePieces(pieces, splices)
  }
  return { document, changes: changesOf(original, pieces) }
}

/** What the file's own readers make of a prefix that nobody declares is their business; none is added. */
function undeclared({ namespaces }: XmlSite, { edit, path }: XmlEdit, prefix: string): Refusal {
  const uri = Object.hasOwn(namespaces, prefix) ? namespaces[prefix] : undefined
  return refuse(
    `${edit} at ${path} would bring in the prefix ${prefix}, which the file does not declare there`,
    `write it with the prefix that the file has, or declare it: xmlns:${prefix}="${uri ?? 'the namespace'}" among the attributes`,
  )
}

function overlap(splices: readonly Splice[]): boolean {
  const sorted = [...splices].sort((a, b) => a.start - b.start || a.end - b.end)
  return sorted.some(({ start }, index) => start < (sorted[index - 1]?.end ?? 0))
}

function inBytes({ charset, text }: Source, changes: readonly Splice[]): Splice[] {
  let at = 0
  let bytes = 0
  const offset = (to: number) => {
    bytes += charset.encode(fill(text.slice(at, to))).length
    at = to
    return bytes
  }
  return changes.map((change) => ({ start: offset(change.start), end: offset(change.end), text: fill(change.text) }))
}
