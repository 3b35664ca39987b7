import { becomeRule } from './become-rule.ts'
import { keys, list, type Rule, text } from './keys.ts'
import type { TaskOptions } from './resource.ts'

/** What every task takes beside its own options. */
export const taskOptionsRule = keys('option of every task', {
  id: text('a word that tells this step from others'),
  title: text('words for the step'),
  tags: list('a list of tags', text('a tag')),
  become: becomeRule,
} satisfies Record<keyof TaskOptions, Rule>)
