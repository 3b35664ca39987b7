/** Whether a version is this one or a later one. */
export const since = (first: string) => (version: string) => order.indexOf(version) >= order.indexOf(first)
/** Whether it is this one or an earlier one. */
export const until = (last: string) => (version: string) => order.indexOf(version) <= order.indexOf(last)

const order = ['5.9.0', '5.10.0', '5.11.0', '6.0.0', '6.1.0', '7.0.0', '7.1.0', '7.2.0', '7.3.0']
