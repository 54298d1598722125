import { describe, expect, test } from '@jest/globals'
import { pathOf, qrOf } from './qr.ts'

/** Drawn by another program (qrcode 8.2, level Q, letters and digits) and read back by a third (zxing-cpp 3.1). */
const drawn = {
  '7F3K29QD': [
    '#######.##....#######',
    '#.....#..#....#.....#',
    '#.###.#.#..##.#.###.#',
    '#.###.#.##..#.#.###.#',
    '#.###.#...#...#.###.#',
    '#.....#.##..#.#.....#',
    '#######.#.#.#.#######',
    '........##.#.........',
    '.#.#.###########.##.#',
    '.####.....#..#.#.#.##',
    '..#...###..#..######.',
    '....##..#...#####..##',
    '####..##...#####.#.##',
    '........#.##.####..#.',
    '#######.#.#.#.#.##...',
    '#.....#.#.#...##.#.#.',
    '#.###.#..##..##.###.#',
    '#.###.#.###..##.#.###',
    '#.###.#..#.#.###..#.#',
    '#.....#.#..##..##.#.#',
    '#######......#.###...',
  ],
  '23456789': [
    '#######.#.##..#######',
    '#.....#.###...#.....#',
    '#.###.#.#.#.#.#.###.#',
    '#.###.#.##.##.#.###.#',
    '#.###.#.#.....#.###.#',
    '#.....#.......#.....#',
    '#######.#.#.#.#######',
    '........##.##........',
    '.##.#.##....#.#.#####',
    '..#..#.###.#.#.#.#...',
    '####..#..#..####.###.',
    '#.##.#...#.#.#.##....',
    '#...###..##..###.#.##',
    '........#.##..##.#.#.',
    '#######.###.....#...#',
    '#.....#....##.##...#.',
    '#.###.#.#...#.#...###',
    '#.###.#..###.#.#...#.',
    '#.###.#.#..#.##..##.#',
    '#.....#.#.####..#..##',
    '#######..###.##...#.#',
  ],
} as const

const printed = (text: string): string[] => qrOf(text).map((line) => line.map((dark) => (dark ? '#' : '.')).join(''))

describe('a QR code', () => {
  test.each(Object.entries(drawn))('of %s is the one another program draws', (text, lines) => {
    expect(printed(text)).toEqual(lines)
  })

  test('has three eyes and a dark module beside the third, whatever it says', () => {
    for (const code of ['A', 'K3', 'ZZZZ9999', 'ABCDEFGHJKMNPQRS']) {
      const lines = printed(code)
      expect(lines).toHaveLength(21)
      for (const [row, column] of [
        [0, 0],
        [0, 14],
        [14, 0],
      ] as const)
        expect(lines[row]?.slice(column, column + 7)).toBe('#######')
      expect(lines[13]?.charAt(8)).toBe('#')
    }
  })

  test('is drawn as runs of dark modules', () => {
    expect(pathOf([[true, true, false, true]])).toBe('M0 0h2v1h-2zM3 0h1v1h-1z')
  })
})
