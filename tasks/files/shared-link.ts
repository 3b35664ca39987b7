import * as v from 'valibot'
import { defineCheck } from '../../lib/core/check.ts'
import { followedFact, pathFact } from '../../lib/core/fact.ts'
import { refuse } from '../../lib/core/failure.ts'
import { hostPath } from '../support/schema.ts'

export const linkCheck = v.strictObject({
  /** The link, in place of a folder of the host. */
  path: hostPath,
  /** The folder on the share. */
  target: hostPath,
})
export type LinkCheck = v.InferInput<typeof linkCheck>

/**
 * A folder of the host is a link to one on a share, and the share is there.
 *
 * @example sharedLink({ path: '/opt/app/data', target: '/mnt/app/data' })
 */
export const sharedLink = defineCheck('sharedLink', {
  options: linkCheck,
  title: ({ path, target }) => `${path} is shared by ${target}`,
  reads: ({ path, target }) => ({ link: pathFact(path), folder: followedFact(target) }),
  check: ({ path, target }, { link, folder }) => {
    if (link.type !== 'symlink')
      return refuse(
        `${path} is ${link.type === 'absent' ? 'not there' : `a ${link.type}`}, not a link`,
        `link it to ${target}`,
      )
    if (link.target !== target) return refuse(`${path} links to ${link.target}`, `link it to ${target}`)
    if (folder.type !== 'directory')
      return refuse(
        `${target} is ${folder.type === 'absent' ? 'not there' : `a ${folder.type}`}`,
        'mount the share, and look whether its server answers',
      )
    return 'the link and its folder are there'
  },
})
