import type { ListrTask } from 'listr2'
import type { BuiltHost } from '../core/build.ts'
import { isFault, type StepEvent } from '../core/event.ts'
import { work } from './host-work.ts'
import type { PlayRun } from './play-run.ts'

/** A host's part of a play as a listr2 task, its steps as subtasks that end when the engine says so. */
export function hostTask(part: BuiltHost, run: PlayRun, onEnd: () => void): ListrTask {
  return {
    title: part.host,
    task: (_context, task) => {
      const waiting = new Map<string, (event: StepEvent) => void>()
      const steps = part.items.map(({ id, resource: { title } }): ListrTask => {
        const ended = new Promise<StepEvent>((resolve) => waiting.set(id, resolve))
        return {
          title,
          task: async (_inner, step) => {
            const { status, reason } = await ended
            if (status === 'skipped') step.skip(reason)
            if (isFault(status)) throw new Error(reason)
          },
        }
      })
      const working = work(part, run, (event) => waiting.get(event.id)?.(event)).finally(onEnd)
      const all: ListrTask = { title: part.host, task: () => working }
      return task.newListr([...steps, all], { exitOnError: false, concurrent: true })
    },
  }
}
