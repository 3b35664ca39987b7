import { keys, type Rule, record, text, value } from './keys.ts'

/** What is asked for on the terminal, before a host is. */
export interface Prompt {
  /** The question. */
  readonly ask: string
  /** The answer where nothing is typed. Default: something has to be. */
  readonly default?: string | number | boolean | undefined
  /** It is not shown while it is typed, and the variable is a secret, which its sources are asked for first. Default: no. */
  readonly secret?: boolean | undefined
}

export const promptsRule: Rule = record(
  "prompts by the name of a variable, as in { version: { ask: 'which version' } }",
  keys(
    'key of a prompt',
    {
      ask: text('a question'),
      default: value('a text, a number, true or false', (found) =>
        ['string', 'number', 'boolean'].includes(typeof found),
      ),
      secret: value('true or false', (found) => typeof found === 'boolean'),
    } satisfies Record<keyof Prompt, Rule>,
    { ask: "ask: 'which version'" },
  ),
)
