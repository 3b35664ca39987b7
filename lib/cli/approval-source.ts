import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { ApprovedSource } from '../core/approval.ts'
import type { Secret } from '../core/secret.ts'
import { gitCommit } from '../transport/git-commit.ts'

/**
 * A file whose code was run. Where any secret's value was written into code there is no digest, for it could be that of a
 * file with the secret in it.
 */
export async function sourceOf(given: string, file: string, secrets: readonly Secret[]): Promise<ApprovedSource> {
  const commit = await gitCommit(file)
  const isOpen = secrets.every(({ source }) => source.value === undefined)
  return {
    given,
    ...(isOpen ? { sha256: createHash('sha256').update(readFileSync(file)).digest('hex') } : {}),
    ...(commit === undefined ? {} : { commit }),
  }
}

/** What of a file differs from what was approved, in words. */
export function sourceDifferences(what: string, then: ApprovedSource, now: ApprovedSource): string[] {
  const commits =
    commitWords(then) === commitWords(now) ? [] : [`${commitWords(now)} now, and was ${commitWords(then)}`]
  return [
    ...(then.sha256 === now.sha256 ? [] : [`the ${what} ${now.given} has changed since`]),
    ...commits.map((words) => `the commit of the ${what} ${now.given} is ${words}`),
  ]
}

export const commitWords = ({ commit }: ApprovedSource): string =>
  commit === undefined ? 'not known' : `${commit.id.slice(0, 12)}${commit.dirty ? ' with changes not committed' : ''}`
