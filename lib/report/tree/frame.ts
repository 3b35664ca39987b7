import { truncate } from '../plain.ts'
import { plural } from '../words.ts'
import type { HostView, PlayView } from './model.ts'
import type { Theme } from './theme.ts'

export interface Size {
  readonly columns: number
  readonly rows: number
}

/** How often it was drawn, and when, in milliseconds. */
export interface Moment {
  readonly tick: number
  readonly now: number
}

const spinner = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'

/** The moving part of the screen: a line for each host at work, then how far the play is. Never higher or wider than the terminal. */
export function frame({ name, hosts }: PlayView, moment: Moment, { columns, rows }: Size, theme: Theme): string[] {
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
    ...shown.map((host) => hostLine(host, width, moment, cut, theme)),
    theme.paint('dim', cut(`${theme.text(name)}: ${left.join(', ')}`)),
  ]
}

function hostLine(
  host: HostView,
  width: number,
  { tick, now }: Moment,
  cut: (text: string) => string,
  theme: Theme,
): string {
  const sign = spinner[tick % spinner.length] ?? ''
  const seconds = Math.floor((now - (host.since ?? now)) / 1000)
  const elapsed = seconds < long ? '' : ` ${timeWords(seconds)}`
  const line = cut(
    `  ${sign} ${theme.text(host.name).padEnd(width)}  ${host.phase}${elapsed}${doing(host, now, theme)}`,
  )
  return line.replace(sign, theme.paint('cyan', sign))
}

/** The step that runs now: the one whose upload or output is told of, else the first that has not ended. */
function doing({ phase, reason, steps, upload, output }: HostView, now: number, theme: Theme): string {
  if (reason !== undefined) return `  ${theme.text(reason)}`
  if (phase !== 'applying') return ''
  const outline = steps.outline()
  const told = upload ?? output
  const index = outline.findIndex(({ id }) => (told ? id === told.id : steps.get(id) === undefined))
  const step = outline[index]
  if (step === undefined) return ''
  return `  ${index + 1}/${outline.length} ${theme.text(step.title)}${upload ? uploaded(upload, now) : output ? `: ${theme.text(output.line)}` : ''}`
}

/** Seconds after which it is told how long something takes. */
const long = 5

/** `75` is `1:15`. */
const timeWords = (seconds: number): string =>
  seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`

function uploaded({ bytes, total, began }: NonNullable<HostView['upload']>, now: number): string {
  const seconds = (now - began) / 1000
  const rate = seconds < 1 ? '' : `, ${bytesWords(bytes / seconds)}/s`
  return `  upload ${total > 0 ? Math.floor((bytes / total) * 100) : 100} % of ${bytesWords(total)}${rate}`
}

const bytesWords = (bytes: number): string =>
  bytes >= 1e6
    ? `${Math.round(bytes / 1e6)} MB`
    : bytes >= 1e3
      ? `${Math.round(bytes / 1e3)} kB`
      : `${Math.round(bytes)} B`
