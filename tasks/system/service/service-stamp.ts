import type { ContentAnswer, DigestAnswer } from '../../../lib/core/answers.ts'
import { bytesOf, isLocal } from '../../../lib/core/content.ts'
import { type Refusal, refuse } from '../../../lib/core/failure.ts'
import { notAFile } from '../../support/attributes.ts'

/** The record of what a service has read, in the form that `sha256sum -c` checks; or why a file cannot be recorded. */
export function stampText(
  name: string,
  inputs: readonly string[],
  digestAt: (path: string) => DigestAnswer | undefined,
): string | Refusal {
  const lines: string[] = []
  for (const path of inputs) {
    const at = digestAt(path)
    if (at === undefined || at.type === 'absent') {
      return refuse(
        `${path}, which ${name} shall read, is not there`,
        'make it before this step; where a package brings it, say so in its `provides`',
      )
    }
    if (at.type !== 'file') return notAFile(path, at)
    lines.push(`${at.sha256}  ${path}\n`)
  }
  return lines.join('')
}

/** Why the files are not those that a running service has read; undefined when they are. */
export function whyStale(text: string, record: ContentAnswer): string | undefined {
  const had = recorded(record)
  if (had === undefined) return 'it runs, but what it had read at its start is not recorded'
  if (had === text) return undefined
  const lines = new Set(had.split('\n'))
  const differ = text.split('\n').filter((line) => !lines.has(line))
  return differ.length === 0
    ? 'it had read other files at its last start'
    : `it had not read ${differ.map((line) => line.slice(66)).join(', ')} as it is now`
}

const recorded = (record: ContentAnswer): string | undefined =>
  record.type === 'file' && !isLocal(record.content) ? Buffer.from(bytesOf(record.content)).toString() : undefined
