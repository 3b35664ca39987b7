import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import type { Item } from '../core/build.ts'
import { factsOf } from '../core/fact.ts'
import { isLocalQuestion } from '../core/question.ts'
import { shown } from './where.ts'

/** Files of this machine that steps need and that cannot be read, each with the first step that needs it. */
export async function missingFiles(resources: readonly Item['resource'][]): Promise<string[]> {
  const needed = new Map<string, Item['resource']>()
  for (const resource of resources) {
    for (const { question } of factsOf(resource.reads)) {
      if (isLocalQuestion(question) && !needed.has(question.source.file)) needed.set(question.source.file, resource)
    }
  }
  const found = await Promise.all(
    [...needed].map(async ([file, resource]) => ((await isReadable(file)) ? [] : [fault(file, resource)])),
  )
  return found.flat()
}

const fault = (file: string, { title }: Item['resource']): string =>
  `no file ${shown(file)} on this machine, which "${title}" needs: put it there, or name another`

const isReadable = (file: string): Promise<boolean> =>
  access(file, constants.R_OK).then(
    () => true,
    () => false,
  )
