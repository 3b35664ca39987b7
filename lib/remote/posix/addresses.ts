import type { CommandAnswer } from '../../core/answers.ts'
import { quote } from './quote.ts'

/** Prints the IPv4 addresses that the host takes a name for. */
export const askAddresses = (host: string): string => `getent ahostsv4 ${quote(host)} | awk '{ print $1 }' | sort -u`

/** Reads what `askAddresses` prints. */
export const readAddresses = ({ output }: CommandAnswer): string[] => output.split('\n').filter(Boolean)
