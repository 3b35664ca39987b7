import { comment } from './comment.ts'
import { quote } from './quote.ts'

/** Prints the name that the kernel has for the host now. */
export const askHostname = `${comment('the name of the host')}\ncat /proc/sys/kernel/hostname 2>/dev/null || hostname`

export const setHostname = (name: string): string =>
  `${comment(`call the host ${name}`)}\nhostname ${quote(name)} 2>/dev/null || echo ${quote(name)} >/proc/sys/kernel/hostname`
