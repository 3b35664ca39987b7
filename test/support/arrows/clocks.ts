import type { Sources } from './imports.ts'
import { lineOf, tokens } from './tokens.ts'

/** Every place where a source asks what time it is. */
export const clocks = (sources: Sources): string[] =>
  [...sources].flatMap(([path, source]) => {
    const all = tokens(source)
    return all.flatMap(({ kind, text, at }, index) => {
      const asks =
        ['hrtime', 'cpuUsage', 'resourceUsage'].includes(text) || (text === 'now' && all[index - 1]?.text === '.')
      return kind === 'word' && asks ? [`${path}:${lineOf(source, at)} asks a clock: measure it in test/bench`] : []
    })
  })
