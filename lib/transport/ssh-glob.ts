import { literalPattern } from '../core/literal-pattern.ts'

/** What a pattern of OpenSSH matches: `*` is any text, `?` one character, all else itself. */
export function sshGlob(pattern: string): RegExp {
  const source = pattern.replace(/[\s\S]/g, (one) => (one === '*' ? '.*' : one === '?' ? '.' : literalPattern(one)))
  return new RegExp(`^${source}$`, 's')
}
