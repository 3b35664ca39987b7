import { isRefusal, type Refusal, refuse } from '../../core/failure.ts'
import { decodeXml, type Source } from './decode.ts'
import type { XmlEdit } from './edits.ts'
import { checkCharacters } from './escape.ts'
import { parse } from './parse.ts'
import { plan } from './plan.ts'
import type { Namespaces } from './select.ts'
import type { Site } from './site.ts'
import { changesOf, type Piece, type Splice, splice, splicePieces } from './splice.ts'

export interface EditXmlOptions {
  /** Prefixes that the paths use, with the namespaces they stand for. */
  readonly namespaces?: Namespaces
}

export interface EditedXml {
  readonly bytes: Uint8Array
  /** What differs from the input, as byte offsets in it and the text put there. Empty: nothing was to be changed. */
  readonly changes: readonly Splice[]
}

/**
 * Makes edits true in an XML file, each on the result of the one before. Bytes outside `changes` are those of the input.
 * A file that cannot be read, or a path that does not match as it should, is a refusal and changes nothing.
 *
 * Every edit that changes something is planned a second time on its own result: what would still want a change then is
 * refused, so that a second run never finds something to do.
 *
 * @example editXml(bytes, [text('/Server/HostName', 'is.example.com'), uncomment('/Server/Cache')])
 */
export function editXml(
  bytes: Uint8Array,
  edits: readonly XmlEdit[],
  { namespaces = {} }: EditXmlOptions = {},
): EditedXml | Refusal {
  const source = decodeXml(bytes)
  if (isRefusal(source)) return source
  let document = parse(source.text)
  if (isRefusal(document)) return document
  let pieces: Piece[] = [{ start: 0, end: source.text.length }]
  for (const edit of edits) {
    const step: Step | Refusal = apply({ document, charset: source.charset, namespaces }, edit)
    if (isRefusal(step)) return step
    document = step.document
    if (step.splices.length > 0) pieces = splicePieces(pieces, step.splices)
  }
  const changes = changesOf(source.text, pieces)
  if (changes.length === 0) return { bytes, changes }
  return { bytes: source.charset.encode(document.text), changes: inBytes(source, changes) }
}

interface Step {
  readonly document: Site['document']
  readonly splices: readonly Splice[]
}

function apply(site: Site, edit: XmlEdit): Step | Refusal {
  const { document } = site
  const splices = checkCharacters(edit) ?? plan(site, edit)
  if (isRefusal(splices)) return splices
  if (splices.length === 0) return { document, splices }
  const changed = parse(splice(document.text, splices))
  if (isRefusal(changed)) return unsettled(edit, `the result would not be XML (${changed.refusal})`)
  const again = plan({ ...site, document: changed }, edit)
  if (isRefusal(again)) return unsettled(edit, `a second run would be refused (${again.refusal})`)
  if (again.length > 0) return unsettled(edit, 'a second run would change the file again')
  return { document: changed, splices }
}

const unsettled = ({ edit, path }: XmlEdit, why: string): Refusal =>
  refuse(`${edit} at ${path} cannot be made: ${why}`, 'name the element by something that the edit does not change')

function inBytes({ charset, text }: Source, changes: readonly Splice[]): Splice[] {
  let at = 0
  let bytes = 0
  const offset = (to: number) => {
    bytes += charset.encode(text.slice(at, to)).length
    at = to
    return bytes
  }
  return changes.map((change) => ({ start: offset(change.start), end: offset(change.end), text: change.text }))
}
