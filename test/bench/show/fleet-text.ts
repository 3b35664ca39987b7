import type { Fleet } from '../fleet/fleet.ts'
export const fleetText = (_: Fleet): string => ''
