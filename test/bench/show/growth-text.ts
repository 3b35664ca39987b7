import type { Growth } from '../grow/growth.ts'
export const growthText = (_: Growth): string => ''
export const growthCharts = (_: Growth): Record<string, string> => ({})
