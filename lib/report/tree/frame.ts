import { truncate } from '../plain.ts'
import { plural } from '../words.ts'
import type { HostView, PlayView } from './model.ts'
import type { Theme } from './theme.ts'

export interface Size {
  readonly columns: number
  readonly rows: number
}

const spinner = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'

/** The moving part of the screen: a line for each host at work, then how far the play is. Never higher or wider than the terminal. */
export function frame({ name, hosts }: PlayView, tick: number, { columns, rows }: Size, theme: Theme): string[] {
  const all = [...hosts.values()]
  const running = all.filter(({ phase }) => phase !== 'waiting' && phase !== 'done')
  const waiting = all.filter(({ phase, steps }) => phase === 'waiting' && steps.all().length === 0)
  const room = Math.max(1, rows - 3)
  const shown = running.length > room ? running.slice(0, room - 1) : running
  const width = Math.max(...running.map((host) => theme.text(host.name).length), 0)
  const cut = (text: string) => truncate(text, columns - 1)
  const left = [
    `${all.length - running.length - waiting.length} of ${plural(all.length, 'host')} done`,
    ...(running.length > shown.length ? [`${running.length - shown.length} more at work`] : []),
    ...(waiting.length > 0 ? [`${waiting.length} waiting`] : []),
  ]
  return [
    ...shown.map((host) => hostLine(host, width, tick, cut, theme)),
    theme.paint('dim', cut(`${theme.text(name)}: ${left.join(', ')}`)),
  ]
}

function hostLine(host: HostView, width: number, tick: number, cut: (text: string) => string, theme: Theme): string {
  const sign = spinner[tick % spinner.length] ?? ''
  const line = cut(`  ${sign} ${theme.text(host.name).padEnd(width)}  ${host.phase}${doing(host, theme)}`)
  return line.replace(sign, theme.paint('cyan', sign))
}

/** The step that runs now: the one whose upload or output is told of, else the first that has not ended. */
function doing({ phase, reason, steps, upload, output }: HostView, theme: Theme): string {
  if (reason !== undefined) return `  ${theme.text(reason)}`
  if (phase !== 'applying') return ''
  const outline = steps.outline()
  const told = upload ?? output
  const index = outline.findIndex(({ id }) => (told ? id === told.id : steps.get(id) === undefined))
  const step = outline[index]
  if (step === undefined) return ''
  return `  ${index + 1}/${outline.length} ${theme.text(step.title)}${upload ? uploaded(upload) : output ? `: ${theme.text(output.line)}` : ''}`
}

const uploaded = ({ bytes, total }: { bytes: number; total: number }): string =>
  `  upload ${total > 0 ? Math.floor((bytes / total) * 100) : 100} % of ${bytesWords(total)}`

const bytesWords = (bytes: number): string =>
  bytes >= 1e6 ? `${Math.round(bytes / 1e6)} MB` : bytes >= 1e3 ? `${Math.round(bytes / 1e3)} kB` : `${bytes} B`
