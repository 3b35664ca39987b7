import { type Curve, exponent, type Growth } from '../grow/growth.ts'
import { growthChart } from './chart.ts'
import { table } from './table.ts'

/** How time grows, as Markdown. */
export function growthText({ curves, largeXml, manyLines }: Growth): string {
  const head = ['what', 'by', 'from', 'to', 's at first', 's at last', 'exponent']
  const rows = curves.map((curve) => {
    const [first, last] = [curve.points[0], curve.points.at(-1)]
    return [curve.what, curve.x, first?.[0], last?.[0], first?.[1], last?.[1], exponent(curve)]
  })
  return [
    'The exponent is that between the two largest numbers: 1 is linear, 2 quadratic. The dotted lines of the charts are linear.',
    table(head, rows),
    table(
      ['in a process of its own', 's', 'MB'],
      [
        ['200 edits in an XML file of 5 MB', largeXml.seconds, largeXml.megabytes],
        ['2,000 edits in a file of 10,000 lines', manyLines.seconds, manyLines.megabytes],
      ],
    ),
  ].join('\n\n')
}

/** A chart for each thing that is counted. */
export function growthCharts({ curves }: Growth): Record<string, string> {
  const counted = new Map<string, Curve[]>()
  for (const curve of curves) counted.set(curve.x, [...(counted.get(curve.x) ?? []), curve])
  return Object.fromEntries(
    [...counted].map(([x, some]) => [
      `growth-${x.toLowerCase()}`,
      growthChart({
        title: `Seconds by ${x}`,
        x,
        y: 's',
        lines: some.map(({ what, points }) => ({ label: what, points })),
      }),
    ]),
  )
}
