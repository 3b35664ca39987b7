import { isName } from './path.ts'

const predefined: Readonly<Record<string, string>> = { amp: '&', gt: '>', lt: '<', quot: '"', apos: "'" }

/**
 * Stand around the name of an entity that only the file's DTD knows, in the values of a parsed file: so that it equals no
 * text that anybody asks for, and is not taken for the characters of its name.
 */
const open = '\ufdd0'
const close = '\ufdd1'

/** What entities stand for where a DTD may declare more than the five that all know. */
export const dtdEntities: Record<string, string> = new Proxy(Object.create(null), {
  get: (_, name) =>
    typeof name !== 'string'
      ? undefined
      : Object.hasOwn(predefined, name)
        ? predefined[name]
        : isName(name)
          ? open + name + close
          : undefined,
})

/** A value of a file as it may be shown. */
export const withEntities = (value: string): string => value.replaceAll(open, '&').replaceAll(close, ';')
