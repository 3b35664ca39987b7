import * as v from 'valibot'
import { pathFact } from '../../lib/core/fact.ts'
import { refuse } from '../../lib/core/failure.ts'
import { defineTask } from '../../lib/core/task.ts'
import { noFolder } from '../support/attributes.ts'
import { hostPath, text, wordOf } from '../support/schema.ts'

const options = v.strictObject({
  /** The link itself. */
  path: hostPath,
  /** What it points to, as it is written into the link; it need not be there. */
  target: text('what the link points to'),
  /** `absent`: this link shall not be there. One that points elsewhere is refused. Default: `present`. */
  state: v.optional(wordOf('present', 'absent')),
})
export type Symlink = v.InferInput<typeof options>

/**
 * A symbolic link. A link that points elsewhere is pointed here; anything else in its place is a refusal.
 *
 * @example symlink({ path: '/opt/wso2is', target: '/opt/wso2is-5.4.1' })
 */
export const symlink = defineTask('symlink', {
  options,
  title: ({ path, target, state }) => `${state === 'absent' ? 'remove the link' : 'link'} ${path} -> ${target}`,
  reads: ({ path }) => ({ link: pathFact(path) }),
  plan: ({ path, target, state }, { link }) => {
    const wanted = state !== 'absent'
    switch (link.type) {
      case 'absent':
        if (!wanted) return []
        return noFolder(path, link) ?? [{ op: 'symlink', path, target }]
      case 'symlink':
        if (wanted) return link.target === target ? [] : [{ op: 'symlink', path, target }]
        if (link.target === target) return [{ op: 'remove', path }]
        return refuse(`${path} is a link to ${link.target}, not to ${target}`, 'name this target, or use absent()')
      case 'denied':
        return refuse(`${path} may not be looked at`, 'give become: true')
      default:
        return refuse(`${path} is a ${link.type === 'other' ? link.what : link.type}`, 'move it away, then run again')
    }
  },
})
