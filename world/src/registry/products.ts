/**
 * The province's vaccine codes. A vaccine that is no longer given (the trivalent oral polio vaccine, measles-rubella) stands in old records under
 * the code of the one that took its place.
 */
export const productCodes = [
  'HepB',
  'BCG',
  'IPV',
  'bOPV',
  'DTaP',
  'DT',
  'MMR',
  'JE-L',
  'JE-I',
  'MPSV-A',
  'MPSV-AC',
  'HepA-L',
  'HepA-I',
  'HPV2-NIP',
  'FLU-IIV',
  'HPV2',
  'HPV4',
  'HPV9',
  'RZV',
  'ZVL',
  'RABIES',
  'PPV23',
  'VAR',
  'HepB-ADULT',
] as const
export type ProductCode = (typeof productCodes)[number]

export const isProductCode = (code: string): boolean => productCodes.some((one) => one === code)
