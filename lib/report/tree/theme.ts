import { styleText } from 'node:util'
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
}

export const themeOf = ({ color = true }: Pick<ReportOptions, 'color'>): Theme => ({
  paint: (style, text) => (color ? styleText(style, text) : text),
  text: (text) => oneLine(text),
  lines: (text) => plain(text).trimEnd().split('\n'),
})
