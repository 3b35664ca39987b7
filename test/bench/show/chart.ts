import { figure } from './table.ts'

export interface Bar {
  readonly label: string
  readonly value: number
  /** Drawn in the colour of what is ours. */
  readonly own?: boolean
}

/** Bars beside each other, as a picture in SVG: the longest is as wide as the picture allows. */
export function barChart({ title, unit, bars }: { title: string; unit: string; bars: readonly Bar[] }): string {
  const most = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE)
  const rows = bars.map(({ label, value, own }, index) => {
    const y = head + index * step
    const width = Math.max(1, (value / most) * room)
    return [
      words(left - 8, y + 15, label, 'end'),
      `<rect x="${left}" y="${y}" width="${width.toFixed(1)}" height="20" fill="${own ? ours : theirs}"/>`,
      words(left + width + 6, y + 15, `${figure(value)} ${unit}`),
    ].join('\n')
  })
  return picture(title, head + bars.length * step + 8, rows)
}

export interface Line {
  readonly label: string
  /** From left to right. */
  readonly points: readonly (readonly [x: number, y: number])[]
}

/** How something grows: both axes logarithmic, so that what is linear is a line of one slope, drawn dotted beside each. */
export function growthChart({
  title,
  lines,
  x,
  y,
}: {
  title: string
  lines: readonly Line[]
  x: string
  y: string
}): string {
  const all = lines.flatMap(({ points }) => points)
  const [xs, ys] = [
    scale(
      all.map(([one]) => one),
      left,
      left + room,
    ),
    scale(
      all.map(([, one]) => one),
      head + tall,
      head,
    ),
  ]
  const drawn = lines.map(({ label, points }, index) => {
    const colour = colours[index % colours.length] ?? theirs
    const path = points.map(([px, py]) => `${xs(px).toFixed(1)},${ys(py).toFixed(1)}`).join(' ')
    const [firstX, firstY] = points[0] ?? [1, 1]
    const [lastX] = points.at(-1) ?? [1, 1]
    const linear = `${xs(firstX).toFixed(1)},${ys(firstY).toFixed(1)} ${xs(lastX).toFixed(1)},${ys(Math.max((firstY * lastX) / firstX, firstY)).toFixed(1)}`
    return [
      `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      `<polyline points="${linear}" fill="none" stroke="${colour}" stroke-dasharray="2 4"/>`,
      words(left + 12, head + 14 + index * 18, label, 'start', colour),
    ].join('\n')
  })
  const marks = [...new Set(all.map(([one]) => one))].map((one) =>
    words(xs(one), head + tall + 20, figure(one), 'middle'),
  )
  const heights = [Math.min(...all.map(([, one]) => one)), Math.max(...all.map(([, one]) => one))]
  const levels = heights.map((one) => words(left - 8, ys(one) + 4, `${figure(one)} ${y}`, 'end'))
  return picture(title, head + tall + 56, [
    ...drawn,
    ...marks,
    ...levels,
    words(left + room / 2, head + tall + 42, x, 'middle'),
  ])
}

const [left, room, head, step, tall] = [190, 460, 44, 28, 220]
const [ours, theirs] = ['#1f6feb', '#8b949e']
const colours = ['#1f6feb', '#bf5700', '#1a7f37', '#8250df', '#8b949e']

function scale(values: readonly number[], from: number, to: number): (value: number) => number {
  const [low, high] = [Math.log(Math.min(...values)), Math.log(Math.max(...values))]
  return (value) => (high === low ? (from + to) / 2 : from + ((Math.log(value) - low) / (high - low)) * (to - from))
}

const words = (x: number, y: number, text: string, anchor = 'start', colour = '#57606a'): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" fill="${colour}">${escaped(text)}</text>`

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const picture = (title: string, height: number, parts: readonly string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 ${height}" font-family="sans-serif" font-size="13">
<rect width="800" height="${height}" fill="#ffffff"/>
<text x="16" y="26" font-size="16" fill="#24292f">${escaped(title)}</text>
${parts.join('\n')}
</svg>
`
