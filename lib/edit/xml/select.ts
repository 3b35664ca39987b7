import type { Operand, XmlStep, XmlTest } from './path.ts'
import { candidates } from './siblings.ts'
import { textOf, trim, type XmlAttribute, type XmlElement, type XmlParent } from './tree.ts'

export type Namespaces = Readonly<Record<string, string>>

/** The elements that steps lead to, in the order of the file. */
export function select(from: XmlParent, steps: readonly XmlStep[], namespaces: Namespaces): XmlElement[] {
  return steps.reduce<XmlParent[]>((parents, step) => follow(parents, step, namespaces), [from]) as XmlElement[]
}

/** One step on from each of the parents. */
export function follow(parents: readonly XmlParent[], step: XmlStep, namespaces: Namespaces): XmlElement[] {
  const from = step.axis === 'child' ? parents : parents.flatMap(withDescendants)
  const [only, ...more] = from
  if (only === undefined) return []
  if (more.length === 0) return filter(only.elements, step, namespaces)
  const found = from.flatMap((parent) => filter(parent.elements, step, namespaces))
  return [...new Set(found)].sort((a, b) => a.start - b.start)
}

/** Those of the siblings that a step names. */
export function filter(siblings: readonly XmlElement[], step: XmlStep, namespaces: Namespaces): XmlElement[] {
  const likely = likelyOf(siblings, step)
  const named = step.name === '*' ? [...likely] : likely.filter(isNamed(step.name, namespaces))
  return step.tests.reduce((left, test) => {
    const holds = passes(test, namespaces)
    return left.filter((element, index) => holds(element, index + 1, left.length))
  }, named)
}

/** All that a first test lets pass, and perhaps more: a test of an own attribute asks for no position. */
function likelyOf(siblings: readonly XmlElement[], { tests: [first] }: XmlStep): readonly XmlElement[] {
  if (first?.is !== 'equal' || first.value.steps.length > 0) return siblings
  const { attribute } = first.value
  const isPlain = attribute !== undefined && !attribute.includes(':')
  return isPlain ? candidates(siblings, attribute, first.literal) : siblings
}

/** The values, for a comparison, that an element has for an operand. */
export function valuesOf(element: XmlElement, { steps, attribute }: Operand, namespaces: Namespaces): string[] {
  const elements = select(element, steps, namespaces)
  return attribute === undefined
    ? elements.map((found) => trim(textOf(found)))
    : elements.flatMap((found) => attributeOf(found, attribute, namespaces)?.value ?? [])
}

export const attributeOf = (element: XmlElement, name: string, namespaces: Namespaces): XmlAttribute | undefined =>
  element.attributes.find(isAttribute(name, namespaces))

interface Named {
  readonly name: string
  readonly local: string
  readonly uri: string
}

type IsNamed = (node: Named) => boolean

/** What is asked of each of many siblings is made ready once for all of them. */
function isNamed(wanted: string, namespaces: Namespaces): IsNamed {
  const colon = wanted.indexOf(':')
  if (colon < 0) return ({ local }) => local === wanted
  const prefix = wanted.slice(0, colon)
  if (!Object.hasOwn(namespaces, prefix)) return ({ name }) => name === wanted
  const [uri, own] = [namespaces[prefix], wanted.slice(colon + 1)]
  return (node) => node.uri === uri && node.local === own
}

const isAttribute = (wanted: string, namespaces: Namespaces): IsNamed =>
  wanted.includes(':') ? isNamed(wanted, namespaces) : ({ name }) => name === wanted

type Passes = (element: XmlElement, position: number, count: number) => boolean

function passes(test: XmlTest, namespaces: Namespaces): Passes {
  switch (test.is) {
    case 'position':
      return (_, position, count) => position === (test.position === 'last' ? count : test.position)
    case 'present':
      return hasValue(test.value, namespaces)
    case 'equal':
      return hasValue(test.value, namespaces, test.literal)
    case 'and': {
      const all = test.all.map((inner) => passes(inner, namespaces))
      return (element, position, count) => all.every((inner) => inner(element, position, count))
    }
    case 'not': {
      const inner = passes(test.test, namespaces)
      return (element, position, count) => !inner(element, position, count)
    }
  }
}

/** Whether an element has a value for an operand, or this one. An own attribute is what most paths ask for. */
function hasValue(operand: Operand, namespaces: Namespaces, literal?: string): Passes {
  const { steps, attribute } = operand
  if (steps.length === 0 && attribute !== undefined) {
    const isWanted = isAttribute(attribute, namespaces)
    return ({ attributes }) => {
      for (const own of attributes) if (isWanted(own)) return literal === undefined || own.value === literal
      return false
    }
  }
  const wanted = literal !== undefined && attribute === undefined ? trim(literal) : literal
  return (element) => {
    const values = valuesOf(element, operand, namespaces)
    return wanted === undefined ? values.length > 0 : values.includes(wanted)
  }
}

export function withDescendants(parent: XmlParent): XmlParent[] {
  return [parent, ...parent.elements.flatMap(withDescendants)]
}
