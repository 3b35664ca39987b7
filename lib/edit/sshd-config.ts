import { type Refusal, refuse } from '../core/failure.ts'
import { type Edited, editAll } from './splice.ts'
import { type SshdSetting, withSetting } from './sshd-config/change.ts'
import { addsUp } from './sshd-config/keywords.ts'
import { parseRows } from './sshd-config/parse.ts'

export type { SshdSetting } from './sshd-config/change.ts'
export { addsUp, keywords } from './sshd-config/keywords.ts'

/** A file that sshd reads before what follows, because of an Include. */
export interface IncludedFile {
  readonly path: string
  readonly text: string
}

/**
 * Gives keywords of sshd_config their values where sshd looks for them: before all Match blocks, or in one of them. All other
 * lines stay. What an included file has said before is refused, for sshd takes the first value that it meets.
 *
 * @example editSshdConfig(text, [{ keyword: 'PermitRootLogin', values: ['no'], match: undefined }], [])
 */
export function editSshdConfig(
  text: string,
  settings: readonly SshdSetting[],
  included: readonly IncludedFile[],
): Edited {
  return editAll(
    text,
    settings,
    (now, setting) => {
      const after = withSetting(now, setting)
      return overruled(after, setting, included) ?? after
    },
    ({ keyword }) => keyword,
  )
}

function overruled(text: string, setting: SshdSetting, included: readonly IncludedFile[]): Refusal | undefined {
  const { keyword, values, match } = setting
  if (match !== undefined || values.length === 0) return undefined
  const rows = parseRows(text)
  const include = rows.findIndex((row) => row.keyword === 'include' && row.match === undefined)
  const own = rows.findIndex((row) => row.keyword === keyword.toLowerCase() && row.match === undefined)
  if (include < 0 || (own >= 0 && own < include && !addsUp(keyword))) return undefined
  for (const { path, text: inner } of included) {
    const lines = parseRows(inner)
    const at = lines.findIndex((row) => row.keyword === keyword.toLowerCase() && row.match === undefined)
    const is = lines[at]?.words.join(' ')
    if (is === undefined || (!addsUp(keyword) && is === values[0])) continue
    return refuse(
      `${keyword} is ${is} by line ${at + 1} of ${path}, which sshd reads ${addsUp(keyword) ? 'as well' : 'first'}`,
      `change it there, with path: '${path}', or remove that file`,
    )
  }
  return undefined
}
