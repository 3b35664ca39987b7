import { commentedIn } from './commented.ts'
import { withEntities } from './entity.ts'
import type { Operand, Path, XmlStep, XmlTest } from './path.ts'
import { filter, follow, valuesOf, withDescendants } from './select.ts'
import type { XmlSite } from './site.ts'
import { ancestors, isElement, lineAt, type XmlElement, type XmlNode, type XmlParent } from './tree.ts'

const shown = 5

/** Why a path matches nothing: how far it leads, and what is there instead. */
export function nearMisses(site: XmlSite, { steps }: Path): { readonly what: string; readonly advice: string } {
  const { parents, step } = lastReached(site, steps)
  const line = ({ start }: { start: number }) => `line ${lineAt(site.document.text, start)}`
  const siblings = step.axis === 'child' ? parents.flatMap((parent) => parent.elements) : everyElement(site)
  const local = step.name.replace(/^.*:/, '')
  const same = siblings.filter((element) => element.local === local || step.name === '*')
  const misses = [
    ...same.map((element) => `${line(element)}: ${describe(element, step, site)}`),
    ...siblings
      .filter((element) => element.local !== local && element.local.toLowerCase() === local.toLowerCase())
      .map((element) => `${line(element)}: <${element.name}>, which differs in case`),
    ...inComments(site, parents, step).map((start) => `${line({ start })}: in a comment`),
    ...everyElement(site)
      .filter((element) => !siblings.includes(element) && element.local.toLowerCase() === local.toLowerCase())
      .map((element) => `${line(element)}: ${pathOf(element)}`),
  ]
  const from = parents.filter(isElement)
  const where = from.length === 0 ? 'the file' : `<${from[0]?.name}> (${from.slice(0, shown).map(line).join(', ')})`
  const has = same.length > 0 ? `has no <${step.name}> with what is asked for` : `has no <${step.name}>`
  const more = misses.length > shown ? `; and ${misses.length - shown} more` : ''
  return {
    what: `${where} ${has}`,
    advice:
      misses.length === 0
        ? 'correct the path'
        : `correct the path; near it: ${misses.slice(0, shown).join('; ')}${more}`,
  }
}

/** The elements from which the first failing step starts. */
function lastReached(
  { document, namespaces }: XmlSite,
  steps: readonly XmlStep[],
): { parents: XmlParent[]; step: XmlStep } {
  let parents: XmlParent[] = [document]
  for (const step of steps) {
    const found = follow(parents, step, namespaces)
    if (found.length === 0 || step === steps.at(-1)) return { parents, step }
    parents = found
  }
  throw new Error('a path without steps')
}

const everyElement = ({ document }: XmlSite): XmlElement[] => withDescendants(document).filter(isElement)

/** An element that has the name: the values it has where the tests want others. */
function describe(element: XmlElement, { tests, name }: XmlStep, { namespaces }: XmlSite): string {
  const compared = tests.flatMap(operands).map((operand) => {
    const label = labelOf(operand)
    if (/passw|secret|pwd/i.test(label)) return `${label} differs`
    const values = valuesOf(element, operand, namespaces)
    return values.length === 0 ? `no ${label}` : `${label} is ${values.map((value) => `"${brief(value)}"`).join(', ')}`
  })
  const alone = filter([element], { axis: 'child', name, tests: [] }, namespaces).length === 0
  const namespace = alone ? `in the namespace "${element.uri}"` : ''
  return [`<${element.name}>`, [...compared, namespace].filter(Boolean).join(' and ')].filter(Boolean).join(' where ')
}

const brief = (value: string): string => {
  const shown = withEntities(value)
  return shown.length > 60 ? `${shown.slice(0, 57)}...` : shown
}

function operands(test: XmlTest): Operand[] {
  switch (test.is) {
    case 'position':
      return []
    case 'and':
      return test.all.flatMap(operands)
    case 'not':
      return operands(test.test)
    default:
      return [test.value]
  }
}

const labelOf = ({ steps, attribute }: Operand): string =>
  [...steps.map(({ name }) => name), ...(attribute ? [`@${attribute}`] : [])].join('/') || 'its text'

/** Comments that hold such an element, whole or among other text. */
function inComments(site: XmlSite, parents: readonly XmlParent[], step: XmlStep): number[] {
  const found = step.axis === 'child' ? parents : withDescendants(site.document)
  const mark = new RegExp(`(?:<|^\\s*)${step.name.replace(/[.\-*]/g, '\\$&')}(?=[\\s/>])`)
  const mentions = (node: XmlNode) => node.kind === 'comment' && mark.test(node.value)
  return found.flatMap((parent) => {
    const whole = commentedIn(site, parent, { ...step, tests: [] }).map(({ comment }) => comment.start)
    const others = parent.children.filter(mentions).map(({ start }) => start)
    return [...new Set([...whole, ...others])].sort((a, b) => a - b)
  })
}

const pathOf = (element: XmlElement): string =>
  ['', ...[...ancestors(element), element].map(({ name }) => name)].join('/')
