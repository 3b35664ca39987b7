import { becomeRule } from './become-rule.ts'
import { keys, list, name, type Rule, text, value, whole } from './keys.ts'
import { holdsReference } from './reference.ts'
import type { Retry, TaskOptions } from './resource.ts'

const retryRule = keys(
  'key of retry',
  {
    times: whole(1),
    delay: value('a number of seconds from 0 up', (found) => Number.isFinite(found) && Number(found) >= 0),
  } satisfies Record<keyof Retry, Rule>,
  { times: 'times: 3' },
)

/** Ids and titles stand in every report and journal. */
const shown =
  (rule: Rule): Rule =>
  (found, at) =>
    typeof found === 'string' && holdsReference(found)
      ? [`${at}: it refers to a secret, and is shown to everybody: take the secret out of it`]
      : rule(found, at)

/** What the options shall be that every task takes beside its own. */
export const taskOptionRules = {
  id: shown(name()),
  title: shown(text()),
  tags: list("a list of tags, as in ['web']", text('a tag')),
  become: becomeRule,
  retry: (found, at) => (typeof found === 'number' ? whole(1)(found, at) : retryRule(found, at)),
  ignoreFailure: value('true or false', (found) => typeof found === 'boolean'),
} satisfies Record<keyof TaskOptions, Rule>

/** Of a task that stands for others: each of them has an id and a title of its own. */
export const tasksOptionRules = { become: taskOptionRules.become, tags: taskOptionRules.tags } satisfies Record<
  string,
  Rule
>
