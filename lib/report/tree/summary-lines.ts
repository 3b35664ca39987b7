import type { Summary } from '../../core/event.ts'
import { endWords, hostWords, isFine } from '../words.ts'
import type { Theme } from './theme.ts'

/** The end of a run: hosts that came out alike share a line. */
export function summaryLines(summary: Summary, theme: Theme): string[] {
  const { hosts, mode, seconds } = summary
  const groups = new Map<string, { fine: boolean; names: string[] }>()
  for (const [name, host] of Object.entries(hosts)) {
    const words = hostWords(host, mode)
    const group = groups.get(words) ?? { fine: isFine(host), names: [] }
    group.names.push(name)
    groups.set(words, group)
  }
  const all = Object.keys(hosts).length
  return [
    theme.paint('bold', `${endWords(summary)}, ${seconds.toFixed(1)} s`),
    ...[...groups].map(([words, { fine, names }]) => {
      const sign = fine ? theme.paint('green', '✔') : theme.paint('red', '✖')
      return `  ${sign} ${theme.hosts(names, all, 6 + words.length)}  ${words}`
    }),
  ]
}
