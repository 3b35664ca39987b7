import type { CommandAnswer } from '../../core/answers.ts'
import { comment } from './comment.ts'
import { quote } from './quote.ts'

/**
 * What /etc/shadow says of a user: whether the hash on standard input is that of its password (it is compared here, and no
 * hash is printed), then the day on which it expires. 2: it has no line there. 3: whoever asks may not read it.
 */
export const askShadow = (name: string): string => `${comment(`the password and the expiry of ${name}`)}
IFS= read -r rb_hash
[ -e /etc/shadow ] || exit 2
[ -r /etc/shadow ] || exit 3
while IFS=: read -r rb_name rb_kept rb_last rb_min rb_max rb_warn rb_idle rb_expires rb_more; do
  [ "$rb_name" = ${quote(name)} ] || continue
  if [ "$rb_kept" = "$rb_hash" ]; then echo 'password same'; else echo 'password other'; fi
  echo "expires $rb_expires"
  exit 0
done </etc/shadow
exit 2`

export interface FoundShadow {
  /** Whether the password has the hash that was asked about. */
  readonly same: boolean
  /** In days since 1970; undefined: never. */
  readonly expires: number | undefined
}

/** Reads what `askShadow` prints. */
export function readShadow({ output }: CommandAnswer): FoundShadow {
  const [, days] = /^expires (\d+)$/m.exec(output) ?? []
  return { same: /^password same$/m.test(output), expires: days === undefined ? undefined : Number(days) }
}

export const showShadow = ({ same, expires }: FoundShadow): CommandAnswer => ({
  status: 0,
  output: `password ${same ? 'same' : 'other'}\nexpires ${expires ?? ''}\n`,
})

export interface ShadowWords {
  readonly name: string
  /** The line `NAME:HASH` comes by standard input. */
  readonly password: boolean
  /** In days since 1970; `never`: what there was is taken away; undefined: as it is. */
  readonly expires: number | 'never' | undefined
}

/** No hash stands in a command line: all processes of a host can read those. */
export function setShadow({ name, password, expires }: ShadowWords): string {
  const what = [...(password ? ['the password'] : []), ...(expires === undefined ? [] : ['the expiry'])]
  const chage = `chage -E ${expires === 'never' ? -1 : expires} ${quote(name)}`
  const none = `echo ${quote(`this host has no chage to set when ${name} expires: install shadow`)}; exit 1`
  return [
    comment(`set ${what.join(' and ')} of ${name}`),
    ...(password ? ['chpasswd -e || exit'] : []),
    ...(expires === undefined ? [] : [`if command -v chage >/dev/null 2>&1; then ${chage}; else ${none}; fi`]),
  ].join('\n')
}
