import type { Operand, XmlStep, XmlTest } from './path.ts'
import { elementsOf, textOf, trim, type XmlAttribute, type XmlElement, type XmlParent } from './tree.ts'

export type Namespaces = Readonly<Record<string, string>>

/** The elements that steps lead to, in the order of the file. */
export function select(from: XmlParent, steps: readonly XmlStep[], namespaces: Namespaces): XmlElement[] {
  return steps.reduce<XmlParent[]>((parents, step) => follow(parents, step, namespaces), [from]) as XmlElement[]
}

/** One step on from each of the parents. */
export function follow(parents: readonly XmlParent[], step: XmlStep, namespaces: Namespaces): XmlElement[] {
  const from = step.axis === 'child' ? parents : parents.flatMap(withDescendants)
  const found = from.flatMap((parent) => filter(elementsOf(parent), step, namespaces))
  return [...new Set(found)].sort((a, b) => a.start - b.start)
}

/** Those of the siblings that a step names. */
export function filter(siblings: readonly XmlElement[], step: XmlStep, namespaces: Namespaces): XmlElement[] {
  const named = siblings.filter((element) => step.name === '*' || isNamed(element, step.name, namespaces))
  return step.tests.reduce(
    (left, test) => left.filter((element, index) => holds(test, element, index + 1, left.length, namespaces)),
    named,
  )
}

/** The values, for a comparison, that an element has for an operand. */
export function valuesOf(element: XmlElement, { steps, attribute }: Operand, namespaces: Namespaces): string[] {
  const elements = select(element, steps, namespaces)
  return attribute === undefined
    ? elements.map((found) => trim(textOf(found)))
    : elements.flatMap((found) => attributeOf(found, attribute, namespaces)?.value ?? [])
}

export function attributeOf(element: XmlElement, name: string, namespaces: Namespaces): XmlAttribute | undefined {
  return element.attributes.find((attribute) =>
    name.includes(':') ? isNamed(attribute, name, namespaces) : attribute.name === name,
  )
}

interface Named {
  readonly name: string
  readonly local: string
  readonly uri: string
}

function isNamed(node: Named, wanted: string, namespaces: Namespaces): boolean {
  const colon = wanted.indexOf(':')
  if (colon < 0) return node.local === wanted
  const prefix = wanted.slice(0, colon)
  return Object.hasOwn(namespaces, prefix)
    ? node.uri === namespaces[prefix] && node.local === wanted.slice(colon + 1)
    : node.name === wanted
}

function holds(test: XmlTest, element: XmlElement, position: number, count: number, namespaces: Namespaces): boolean {
  switch (test.is) {
    case 'position':
      return position === (test.position === 'last' ? count : test.position)
    case 'present':
      return valuesOf(element, test.value, namespaces).length > 0
    case 'equal':
      return valuesOf(element, test.value, namespaces).includes(
        test.value.attribute === undefined ? trim(test.literal) : test.literal,
      )
    case 'and':
      return test.all.every((inner) => holds(inner, element, position, count, namespaces))
    case 'not':
      return !holds(test.test, element, position, count, namespaces)
  }
}

export function withDescendants(parent: XmlParent): XmlParent[] {
  return [parent, ...elementsOf(parent).flatMap(withDescendants)]
}
