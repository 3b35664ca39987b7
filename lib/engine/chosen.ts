import type { Play } from '../core/playbook.ts'
import type { Resource } from '../core/task.ts'

/** Whether `--tags` and `--skip-tags` let a resource through. A task's own name counts as one of its tags. */
export function chosen(
  resource: Resource,
  play: Play,
  { tags, skipTags }: { tags?: readonly string[]; skipTags?: readonly string[] },
): boolean {
  const own = new Set([resource.task, ...resource.tags, ...(play.options.tags ?? [])])
  if (skipTags?.some((tag) => own.has(tag))) return false
  return tags === undefined || tags.some((tag) => own.has(tag))
}
