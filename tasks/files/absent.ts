import * as v from 'valibot'
import { pathFact } from '../../lib/core/fact.ts'
import { refuse } from '../../lib/core/failure.ts'
import { defineTask } from '../../lib/core/task.ts'
import { atTheRoot } from '../support/removal.ts'
import { hostPath, truth } from '../support/schema.ts'

const options = v.strictObject({
  /** What shall not be there. */
  path: hostPath,
  /** Also remove a directory with all below it. Default: a directory is refused. */
  recursive: v.optional(truth),
})
export type Absent = v.InferInput<typeof options>

/**
 * Nothing at this path: a file or link is removed; of a link, never its target.
 *
 * @example absent({ path: '/etc/nginx/sites-enabled/default' })
 */
export const absent = defineTask('absent', {
  options,
  title: ({ path }) => `remove ${path}`,
  reads: ({ path }) => ({ at: pathFact(path) }),
  plan: ({ path, recursive = false }, { at }) => {
    if (at.type === 'absent') return []
    if (at.type === 'denied') return refuse(`${path} may not be looked at`, 'give become: true')
    if (at.type === 'directory' && !recursive)
      return refuse(`${path} is a directory`, 'say recursive: true to remove all below it')
    const no = at.type === 'directory' ? atTheRoot(path, at.real) : undefined
    return no ?? [{ op: 'remove', path }]
  },
})
