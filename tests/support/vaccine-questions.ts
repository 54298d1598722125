/** The questions before a dose, out of the file of facts itself. */
import { readFileSync } from 'node:fs'
import * as z from 'zod'

const FACTS = new URL('../../server/src/capabilities/vaccines/domain/immunisation.json', import.meta.url)
const product = z.object({ code: z.string(), contraindications: z.array(z.string()) })
const file = z.object({
  productsProgramme: z.array(product),
  productsPaid: z.array(product),
  contraindicationHeadings: z.record(z.string(), z.string()),
})

const { productsProgramme, productsPaid, contraindicationHeadings } = file.parse(
  JSON.parse(readFileSync(FACTS, 'utf8')),
)
const asked = new Map([...productsProgramme, ...productsPaid].map((one) => [one.code, one.contraindications]))

export const questionsOf = (code: string): readonly string[] => asked.get(code) ?? []

/** Every question of a product answered with no. */
export const noneApplies = (code: string): { code: string; yes: boolean }[] =>
  questionsOf(code).map((one) => ({ code: one, yes: false }))

/** As people read them. */
export const questionWords = (code: string): string[] =>
  questionsOf(code).map((one) => contraindicationHeadings[one] ?? one)
