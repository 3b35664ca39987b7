import { styleText } from 'node:util'
import { oneLine, plain } from '../plain.ts'
import type { ReportOptions } from '../report.ts'

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'

/** How a tree words and paints. Text is masked and made plain before it is cut or painted: half a secret is no secret kept. */
export interface Look {
  paint(style: Style, text: string): string
  /** Free text on one line. */
  text(text: string): string
  /** Free text of several lines. */
  lines(text: string): string[]
}

export const lookOf = ({ mask, color = true }: Pick<ReportOptions, 'mask' | 'color'>): Look => ({
  paint: (style, text) => (color ? styleText(style, text) : text),
  text: (text) => oneLine(mask(text)),
  lines: (text) => plain(mask(text)).trimEnd().split('\n'),
})
