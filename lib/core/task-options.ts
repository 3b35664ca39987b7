import { becomeRule } from './become-rule.ts'
import { list, name, type Rule, text } from './keys.ts'
import type { TaskOptions } from './resource.ts'

/** What the options shall be that every task takes beside its own. */
export const taskOptionRules = {
  id: name(),
  title: text(),
  tags: list("a list of tags, as in ['web']", text('a tag')),
  become: becomeRule,
} satisfies Record<keyof TaskOptions, Rule>

/** Of a task that stands for others: each of them has an id and a title of its own. */
export const tasksOptionRules = { become: taskOptionRules.become, tags: taskOptionRules.tags } satisfies Record<
  string,
  Rule
>
