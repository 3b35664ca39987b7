import { literalPattern } from '../core/literal-pattern.ts'

/** Where a text has the name of a host, as a word of its own. `nameOf('web1')` finds none in `web12` and `my-web1`. */
export const nameOf = (host: string): RegExp => new RegExp(`(?<![\\w-])${literalPattern(host)}(?![\\w-])`, 'g')
