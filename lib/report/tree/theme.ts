import { styleText } from 'node:util'
import { hostNames } from '../host-names.ts'
import { oneLine, plain } from '../plain.ts'
import type { ReportOptions } from '../report.ts'

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'

/** How a tree words and paints. */
export interface Theme {
  paint(style: Style, text: string): string
  /** Free text on one line. */
  text(text: string): string
  /** Free text of several lines. */
  lines(text: string): string[]
  /** Some of so many hosts, in what is left of a line of which so many characters are used. */
  hosts(names: readonly string[], all: number, used: number): string
}

/** Room that names have in a line that is full. */
const least = 24

export const themeOf = ({
  color = true,
  out,
}: Pick<ReportOptions, 'color'> & Partial<Pick<ReportOptions, 'out'>>): Theme => ({
  paint: (style, text) => (color ? styleText(style, text) : text),
  text: (text) => oneLine(text),
  lines: (text) => plain(text).trimEnd().split('\n'),
  hosts: (names, all, used) => hostNames(names.map(oneLine), all, Math.max(least, (out?.columns || 80) - used)),
})
