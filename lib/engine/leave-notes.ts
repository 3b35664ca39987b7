import { answer } from '../core/answer.ts'
import type { NotedAnswer } from '../core/answers.ts'
import type { Item } from '../core/build.ts'
import { digestOf } from '../core/content.ts'
import { factsOf } from '../core/fact.ts'
import { grouped } from '../core/grouped.ts'
import { remembersWork } from '../edit/equal-work.ts'
import type { HostRun } from './host-run.ts'

/**
 * What was read of a host that this run has changed is noted there, for runs to come, as far as facts say so; nobody waits for
 * it. Nothing is, where nothing of a run is to be kept.
 */
export async function leaveNotes({ hostState, play, journal }: HostRun, items: readonly Item[]): Promise<void> {
  if (journal === undefined || !remembersWork()) return
  const noted = items.flatMap(({ resource }) =>
    factsOf(resource.reads).flatMap(({ question, noting, host }) => {
      if (question.ask !== 'content' || question.note === undefined || noting === undefined || host !== undefined)
        return []
      const found = answer(hostState.state, { ask: 'content', path: question.path }) as NotedAnswer | object | symbol
      if (typeof found !== 'object' || !('content' in found)) return []
      const [note, sha256] = [noting(found.content), digestOf(found.content)]
      if (note === undefined || sha256 === undefined) return []
      const key = hostState.privilegeKey(resource.become ?? play.options.become)
      return [{ key, name: question.note, sha256, note }]
    }),
  )
  for (const [key, notes] of grouped(noted, (one) => one.key)) {
    const session = await hostState.session()
    session.withNext(hostState.privilege(key), session.dialect.note(notes))
  }
}
