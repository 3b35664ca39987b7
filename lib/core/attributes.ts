import type { Attributes, FoundAttributes } from './answers.ts'

/** What is known of a node's attributes, and nothing else of it. */
export const foundAttributes = ({ mode, owner, group, uid, gid }: FoundAttributes): FoundAttributes => ({
  ...(mode === undefined ? {} : { mode }),
  ...(owner === undefined ? {} : { owner }),
  ...(group === undefined ? {} : { group }),
  ...(uid === undefined ? {} : { uid }),
  ...(gid === undefined ? {} : { gid }),
})

/** The same in the words of an operation: a number stands for the name that nobody knows. */
export const attributesIn = ({ mode, owner, group, uid, gid }: FoundAttributes): Attributes =>
  foundAttributes({ mode, owner: owner ?? uid?.toString(), group: group ?? gid?.toString() })

/** What of the wanted attributes a node does not have. A user or group may be wanted by name or by number. */
export function lacking(wanted: Attributes, found: FoundAttributes): Attributes {
  const { mode, owner, group } = wanted
  return {
    ...(mode === undefined || mode === found.mode ? {} : { mode }),
    ...(owner === undefined || isCalled(owner, found.owner, found.uid) ? {} : { owner }),
    ...(group === undefined || isCalled(group, found.group, found.gid) ? {} : { group }),
  }
}

/** The attributes after some were given: a name is given without its number, and a number without its name. */
export function withAttributes(found: FoundAttributes, given: Attributes): FoundAttributes {
  const { mode, owner, group } = lacking(given, found)
  return foundAttributes({
    ...found,
    ...(mode === undefined ? {} : { mode }),
    ...(owner === undefined ? {} : { owner: nameIn(owner), uid: numberIn(owner) }),
    ...(group === undefined ? {} : { group: nameIn(group), gid: numberIn(group) }),
  })
}

export const sameAttributes = (a: FoundAttributes, b: FoundAttributes): boolean =>
  a.mode === b.mode && isSame(a.owner, a.uid, b.owner, b.uid) && isSame(a.group, a.gid, b.group, b.gid)

const isSame = (a: string | undefined, x: number | undefined, b: string | undefined, y: number | undefined): boolean =>
  x !== undefined && y !== undefined ? x === y : a === b

const isCalled = (wanted: string, name: string | undefined, number: number | undefined): boolean =>
  wanted === name || (number !== undefined && numberIn(wanted) === number)

const numberIn = (word: string): number | undefined => (/^\d+$/.test(word) ? Number(word) : undefined)
const nameIn = (word: string): string | undefined => (/^\d+$/.test(word) ? undefined : word)
