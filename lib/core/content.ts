import { createHash } from 'node:crypto'
import type { Choice } from './archive-entries.ts'
import { charset, utf8 } from './encoding.ts'
import { fill, holdsReference } from './reference.ts'

/**
 * The bytes of a file, as JSON-safe data. Text may refer to secrets, and is UTF-8 unless another charset is named; any
 * other bytes are base64; what is large or lies in an archive on the controller stays there, and only its place is named.
 */
export type Content = TextContent | { readonly base64: string } | LocalContent

export interface TextContent {
  readonly text: string
  /** Default: UTF-8. */
  readonly charset?: string
}

export interface LocalContent {
  readonly source: LocalSource
  /** Bytes. */
  readonly size: number
  /** Hexadecimal SHA-256; absent until somebody asks. */
  readonly sha256?: string
}

/** A file on the controller, or an entry of it (of a zip or tar), or an entry of that entry. */
export interface LocalSource {
  readonly file: string
  /** Of the bytes at the URL in `file`: the controller fetches them once, into its cache, when they are to be sent. */
  readonly sha256?: string
  readonly entries?: readonly string[]
  /** Sent to a host as a plain tar of these entries, which any host can unpack. */
  readonly tar?: Choice
}

/** Most bytes of a content that a report shows line by line: what is larger is neither read nor sent for its sake. */
export const shownLimit = 64 * 1024

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The content of bytes that a host or a file gives: text where it is UTF-8, and could not be taken for a reference. */
export function contentOf(bytes: Uint8Array): Content {
  try {
    const text = decoder.decode(bytes)
    if (!holdsReference(text)) return { text }
  } catch {
    // Other bytes stay bytes.
  }
  return { base64: Buffer.from(bytes).toString('base64') }
}

export const isLocal = (content: Content): content is LocalContent => 'source' in content

/** The bytes of content that is at hand, with the secrets that it refers to. */
export function bytesOf(content: Content): Uint8Array {
  if ('text' in content) return (charset(content.charset ?? '') ?? utf8).encode(fill(content.text))
  if ('base64' in content) return Buffer.from(content.base64, 'base64')
  throw new Error(`the bytes of ${content.source.file} are not at hand`)
}

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** Hexadecimal SHA-256. */
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** SHA-256 of content, or undefined while a local file has not been read. */
export const digestOf = (content: Content): string | undefined =>
  isLocal(content) ? content.sha256 : sha256(bytesOf(content))

export const sizeOf = (content: Content): number => (isLocal(content) ? content.size : bytesOf(content).length)

export function sameContent(a: Content, b: Content): boolean {
  if ('text' in a && 'text' in b && a.charset === b.charset) return fill(a.text) === fill(b.text)
  if (isLocal(a) && isLocal(b) && JSON.stringify(a.source) === JSON.stringify(b.source)) return true
  const digest = digestOf(a)
  return digest !== undefined && digest === digestOf(b)
}
