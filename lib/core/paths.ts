/** Pure POSIX path helpers: hosts have `/` whatever the controller runs on. */

export const segments = (path: string): string[] => path.split('/').filter((part) => part !== '' && part !== '.')

/** The one spelling of a path that begins with `/`: no `//`, `/./` or slash at its end. `..` stays, for links decide what it means. */
export const normalised = (path: string): string => `/${segments(path).join('/')}`

/** A name that no file system of a host takes, or more than a call of the kernel does. */
export const isTooLong = (path: string): boolean =>
  Buffer.byteLength(path) > 4095 || path.split('/').some((name) => Buffer.byteLength(name) > 255)

export const parentOf = (path: string): string => path.slice(0, Math.max(1, path.lastIndexOf('/')))

export const join = (folder: string, name: string): string => (folder === '/' ? `/${name}` : `${folder}/${name}`)

/** `path` itself, then each folder above it, up to `/`. */
export function ancestry(path: string): string[] {
  const found = [path]
  while (path !== '/') {
    path = parentOf(path)
    found.push(path)
  }
  return found
}

export const isBelow = (path: string, folder: string): boolean =>
  path !== folder && path.startsWith(folder === '/' ? '/' : `${folder}/`)

export const isAtOrBelow = (path: string, folder: string): boolean => path === folder || isBelow(path, folder)
