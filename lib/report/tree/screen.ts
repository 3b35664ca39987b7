import type { Out } from '../report.ts'
import type { Size } from './frame.ts'

const csi = '\u001b['
const hideCursor = `${csi}?25l`
const showCursor = `${csi}?25h`
// biome refuses control characters in a literal.
const style = new RegExp(`${'\u001b'}\\[[0-9;]*m`, 'g')

/** A terminal whose last lines are redrawn; what is printed scrolls away above them. What has no width, as a file, has no such lines. */
export function openScreen(out: Out) {
  const isTerminal = out.columns !== undefined
  let drawn: readonly number[] = []
  const size = (): Size => ({ columns: out.columns || 80, rows: out.rows || 24 })
  return {
    size,
    draw(printed: readonly string[], moving: readonly string[]) {
      const live = isTerminal ? moving : []
      const { columns } = size()
      // A terminal that became narrower has wrapped the lines that stand there.
      const height = drawn.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / columns)), 0)
      const back = height > 0 ? `${csi}${height}A\r${csi}J` : ''
      const cursor = live.length > 0 ? (height > 0 ? '' : hideCursor) : height > 0 ? showCursor : ''
      const text = [...printed, ...live].map((line) => `${line}\n`).join('')
      if (back !== '' || cursor !== '' || text !== '') out.write(`${cursor}${back}${text}`)
      drawn = live.map((line) => [...line.replace(style, '')].length)
    },
  }
}
