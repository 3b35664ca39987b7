import { tell } from './collect-faults.ts'
import { kindOf, type Place, UsageError } from './failure.ts'
import { flatten, type Given, type Resource, type Resources } from './resource.ts'

/** Playbooks are run without a look at their types: what is no task is told here, not where it first breaks something. */
export function tasksOf(resources: Resources, where: string, place: Place | undefined): (Resource | Given)[] {
  const all = flatten(resources)
  const tasks = all.filter((one) => typeof one === 'object' && one !== null && ('plan' in one || 'resources' in one))
  for (const kind of new Set(all.filter((one) => !tasks.includes(one)).map(kindOf)))
    tell(
      new UsageError(
        `${where}: its function gives ${kind} where a task is wanted: return a list of tasks, [] for none`,
        { place },
      ),
    )
  return tasks
}
