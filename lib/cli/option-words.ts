import { Help, type Option } from 'commander'

/** What `--help` says of an option. That nothing is given where nothing is given goes without saying: no `(default: false)`, no `(default: [])`. */
export function optionWords(option: Option): string {
  const found = option.defaultValue
  const isNothing = found === false || (Array.isArray(found) && found.length === 0)
  return new Help().optionDescription(
    isNothing ? Object.create(option, { defaultValue: { value: undefined } }) : option,
  )
}
