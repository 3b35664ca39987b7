import { kindOf, UsageError } from './failure.ts'
import { flatten, type Given, type Resource, type Resources } from './resource.ts'

/** Playbooks are run without a look at their types: what is no task is told here, not where it first breaks something. */
export function tasksOf(resources: Resources, where: string): (Resource | Given)[] {
  const tasks = flatten(resources)
  const stray = tasks.findIndex(
    (task) => typeof task !== 'object' || task === null || !('plan' in task || 'resources' in task),
  )
  if (stray < 0) return tasks
  throw new UsageError(
    `${where}: its function gives ${kindOf(tasks[stray])} where a task is wanted: return a list of tasks, [] for none`,
  )
}
