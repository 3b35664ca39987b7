import { importsOf, type Sources } from './imports.ts'

/** Every set of files that import each other, directly or by way of one another. */
export function cycles(sources: Sources): string[] {
  const targets = (path: string): string[] =>
    importsOf(path, sources.get(path) ?? '').flatMap(({ file }) =>
      file !== undefined && sources.has(file) ? [file] : [],
    )
  return knots([...sources.keys()], targets).map(
    (files) => `${files.join(', ')} import each other, if only for a type: move what both need into a file of its own`,
  )
}

/** Strongly connected files, of two and more or of one that imports itself (Tarjan). */
function knots(files: readonly string[], targets: (file: string) => string[]): string[][] {
  const order = new Map<string, number>()
  const open: string[] = []
  const found: string[][] = []
  const visit = (file: string): number => {
    const own = order.size
    order.set(file, own)
    open.push(file)
    let lowest = own
    const next = targets(file)
    for (const target of next) {
      const seen = order.get(target)
      if (seen === undefined) lowest = Math.min(lowest, visit(target))
      else if (open.includes(target)) lowest = Math.min(lowest, seen)
    }
    if (lowest === own) {
      const knot = open.splice(open.indexOf(file)).sort()
      if (knot.length > 1 || next.includes(file)) found.push(knot)
    }
    return lowest
  }
  for (const file of files) if (!order.has(file)) visit(file)
  return found
}
