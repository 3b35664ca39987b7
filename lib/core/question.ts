import type { LocalSource } from './content.ts'

export type Question = HostQuestion | LocalQuestion

export type HostQuestion =
  | { readonly ask: 'path'; readonly path: string; readonly follow?: true }
  | {
      readonly ask: 'digest'
      readonly path: string
      /** A SHA-256, or a file of the controller: what is short and unlike it comes with its content. */
      readonly unlike?: string | LocalSource
    }
  | {
      readonly ask: 'content'
      readonly path: string
      /** Digests of contents that are at hand: one of these is told by its digest alone. */
      readonly known?: readonly string[]
      /** What a note on the host is called: one about this very content is told in its place. */
      readonly note?: string
    }
  | { readonly ask: 'list'; readonly path: string; readonly deep?: true }
  | { readonly ask: 'entry'; readonly archive: string; readonly entry: string }
  | {
      readonly ask: 'command'
      readonly script: string
      readonly inputs?: readonly string[]
      /** May refer to secrets. */
      readonly stdin?: string
      /** An answer that fails holds only until a script has run. */
      readonly standing?: true
      /** Seconds of silence that its answer may take. Default: 60. */
      readonly within?: number
    }
  | { readonly ask: 'os' }

export type LocalQuestion =
  | { readonly ask: 'local'; readonly source: LocalSource; readonly want: 'content' | 'digest' }
  | {
      readonly ask: 'archive'
      readonly source: LocalSource
      /** It is a folder of the controller. */
      readonly folder?: true
    }

export const keyOf = (question: Question): string => JSON.stringify(question)

/** What a note says, and of which content. */
export interface Noted {
  readonly sha256: string
  readonly note: string
}

/** What it is called on the host. */
export interface NamedNote extends Noted {
  readonly name: string
}

/** Under what it stands among the answers of a state: at a real path. */
export const noteKey = (path: string, note: string): string => keyOf({ ask: 'content', path, note })

export const isLocalQuestion = (question: Question): question is LocalQuestion =>
  question.ask === 'local' || question.ask === 'archive'

/** The paths that a question looks at, for the rule that a resource may touch only what it reads. */
export function pathsOf(question: Question): readonly string[] {
  switch (question.ask) {
    case 'path':
    case 'digest':
    case 'content':
    case 'list':
      return [question.path]
    case 'entry':
      return [question.archive]
    default:
      return []
  }
}

/** What a question asks for, in a reader's words. */
export const questionWords = (question: Question): string =>
  question.ask === 'command' ? `the answer of "${firstLine(question.script)}"` : (pathsOf(question)[0] ?? question.ask)

const firstLine = (script: string): string => script.split('\n')[0]?.replace(/^# */, '') ?? ''
