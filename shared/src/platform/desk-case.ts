/** The number of a desk case, as it stands on the paper slip: `遂昌`'s first of 26 November 2026 is `ZD20261126-0001`. No free text, no name. */
import * as z from 'zod/mini'

export const caseNoSchema = z.string().check(z.regex(/^ZD\d{8}-\d{4,6}$/))
