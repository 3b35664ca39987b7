import { isPlain, isText, keys, type Rule, text, value, word } from './keys.ts'
import type { BecomeSpec } from './resource.ts'
import { isSecret } from './secret.ts'

/** A password in plain text would be in the file for all to read, and in every diff of it. */
export const secretRule: Rule = value("secret('…'), which is read from the environment or a file", isSecret)

const specRule = keys('key of become', {
  user: text("a user's name"),
  method: word('sudo', 'su', 'doas'),
  password: secretRule,
} satisfies Record<keyof BecomeSpec, Rule>)

/** What `become` shall be, wherever it is given. */
export const becomeRule: Rule = (found, at) =>
  isPlain(found)
    ? specRule(found, at)
    : value("true, a user's name, or { user, method, password }", (one) => typeof one === 'boolean' || isText(one))(
        found,
        at,
      )
