import { isLocal } from '../content.ts'
import type { Operation } from '../operation.ts'

/** A file of the controller that an operation sends, with its digest where that is said. */
export interface Upload {
  readonly file: string
  readonly sha256?: string | undefined
}

/** The files of the controller that an operation sends. */
export function uploadsOf(operation: Operation): Upload[] {
  switch (operation.op) {
    case 'run':
      return (operation.uploads ?? []).map(({ file, sha256 }) => ({ file, sha256 }))
    case 'write': {
      const { content } = operation
      return isLocal(content) ? [{ file: content.source.file, sha256: content.source.sha256 }] : []
    }
    default:
      return []
  }
}
