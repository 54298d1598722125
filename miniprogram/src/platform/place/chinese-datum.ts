/** From the satellites' degrees (WGS 84) to those of Chinese maps (GCJ-02), which WeChat's map expects; a few hundred metres apart. Pure. */
export interface Position {
  readonly latitude: number
  readonly longitude: number
}

const AXIS = 6_378_245
const ECCENTRICITY = 0.006_693_421_622_965_943

export function toChineseMap({ latitude, longitude }: Position): Position {
  const [x, y] = [longitude - 105, latitude - 35]
  const radians = (latitude / 180) * Math.PI
  const magic = 1 - ECCENTRICITY * Math.sin(radians) ** 2
  const root = Math.sqrt(magic)
  const north = (northShift(x, y) * 180) / (((AXIS * (1 - ECCENTRICITY)) / (magic * root)) * Math.PI)
  const east = (eastShift(x, y) * 180) / ((AXIS / root) * Math.cos(radians) * Math.PI)
  return { latitude: latitude + north, longitude: longitude + east }
}

const wave = (value: number, of: number): number => Math.sin((value / of) * Math.PI)
const ripples = (x: number): number => ((20 * wave(x, 1 / 6) + 20 * wave(x, 1 / 2)) * 2) / 3

function northShift(x: number, y: number): number {
  const plain = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x))
  return (
    plain +
    ripples(x) +
    ((20 * wave(y, 1) + 40 * wave(y, 3)) * 2) / 3 +
    ((160 * wave(y, 12) + 320 * wave(y, 30)) * 2) / 3
  )
}

function eastShift(x: number, y: number): number {
  const plain = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x))
  return (
    plain +
    ripples(x) +
    ((20 * wave(x, 1) + 40 * wave(x, 3)) * 2) / 3 +
    ((150 * wave(x, 12) + 300 * wave(x, 30)) * 2) / 3
  )
}

const EARTH_M = 6_371_000

/** Metres between two positions, as the crow flies. */
export function metresBetween(one: Position, other: Position): number {
  const radians = (degrees: number): number => (degrees / 180) * Math.PI
  const [north, east] = [radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)]
  const chord =
    Math.sin(north / 2) ** 2 +
    Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude)) * Math.sin(east / 2) ** 2
  return 2 * EARTH_M * Math.asin(Math.sqrt(chord))
}
