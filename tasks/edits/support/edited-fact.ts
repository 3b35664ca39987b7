import type { NotedAnswer } from '../../../lib/core/answers.ts'
import type { Content } from '../../../lib/core/content.ts'
import { contentFact, type Fact, notedFact } from '../../../lib/core/fact.ts'
import { release } from '../../../lib/core/release.ts'
import { workWords } from '../../../lib/edit/equal-work.ts'

/**
 * The content of a file that is edited; where a run has noted on the host that these edits come to nothing on that very content, the
 * note. A secret that they refer to may be another one by the next run, so nothing is noted of such edits.
 */
export function editedFact<Args extends { readonly path: string }>(
  task: string,
  args: Args,
  plan: (args: Args, at: NotedAnswer) => unknown,
): Fact<NotedAnswer> {
  const { path } = args
  const words = workWords([args])
  if (words === undefined) return contentFact(path)
  const comesToNothing = (content: Content) => {
    const planned = plan(args, { type: 'file', real: path, content })
    return Array.isArray(planned) && planned.length === 0
  }
  return notedFact(path, `${task} of ${release}: ${words}`, (content) =>
    comesToNothing(content) ? 'nothing to do' : undefined,
  )
}
