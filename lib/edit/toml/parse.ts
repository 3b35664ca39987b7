import { ParseError, parseTOML } from 'toml-eslint-parser'
import { type Refusal, refuse } from '../../core/failure.ts'
import { position } from '../splice.ts'
import { buildTree } from './build-tree.ts'
import type { TomlReader } from './edits.ts'
import { readerFault } from './reader.ts'
import type { TomlDocument } from './tree.ts'

/** The tree of a document, or where and why its reader would not take it. */
export function parseToml(text: string, reader: TomlReader): TomlDocument | Refusal {
  try {
    return parseOrRefuse(text, reader)
  } catch (error) {
    if (error instanceof ParseError) return illFormed(text, error)
    // The parser calls itself for each level, and passes the characters of a string as arguments.
    if (error instanceof RangeError)
      return refuse('this TOML is nested too deeply, or holds too long a string', 'repair the file, then run again')
    throw error
  }
}

/** A text that was read or made before: that it is no TOML would be a bug. */
export function reparse(text: string): TomlDocument {
  const document = parseToml(text, 'toml')
  if ('refusal' in document) throw new Error(`an edit broke the file: ${document.refusal}`)
  return document
}

function parseOrRefuse(text: string, reader: TomlReader): TomlDocument | Refusal {
  const stray = /^\uFEFF|\r(?!\n)/.exec(text)
  if (stray)
    return notToml(
      text,
      stray.index,
      stray[0] === '\r' ? 'a carriage return stands alone' : 'the file begins with a byte order mark',
    )
  const document = last?.text === text ? last : buildTree(text, parseTOML(text, { tomlVersion: '1.0.0' }))
  last = document
  return (reader === 'wso2' ? readerFault(document) : undefined) ?? document
}

/** Edits look at one text several times in a row: at what they make, and at it again when they are tried once more. */
let last: TomlDocument | undefined

const notToml = (text: string, offset: number, fault: string): Refusal =>
  refuse(`this is not TOML: ${fault} (${position(text, offset)})`, 'repair the file, then run again')

function illFormed(text: string, { message, index }: ParseError): Refusal {
  if (!message.startsWith('Defining a key')) return notToml(text, index, faults[message] ?? lowerFirst(message))
  const key = /^(?:"(?:\\.|[^"\\])*"|'[^']*'|[\w-]+)/.exec(text.slice(index))?.[0] ?? 'a key'
  return notToml(text, index, `${key} is defined a second time, or as something else than before`)
}

const lowerFirst = (message: string): string => message.charAt(0).toLowerCase() + message.slice(1)

const faults: Readonly<Record<string, string>> = {
  'Unterminated string constant': 'a string is not closed',
  'Unterminated table-key': 'the header of a table is not closed',
  'Unterminated array': 'an array is not closed',
  'Unterminated inline table': 'an inline table is not closed',
  'Empty bare keys are not allowed': 'a key is missing',
  'Must be a newline': 'something follows where the line should end',
  'Expected equal (=) token': 'a "=" is missing',
  'Unspecified values are invalid': 'a value is missing',
  'Expected comma (,) token': 'a comma is missing',
  'Unexpected character': 'a character stands where none of its kind may',
  'Unexpected token': 'something stands where it may not',
  'Leading zeros are not allowed': 'a number begins with 0',
  'Invalid character in escape sequence': 'a string holds an escape that TOML does not know',
}
