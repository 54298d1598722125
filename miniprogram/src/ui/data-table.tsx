import { Text, View } from '@tarojs/components'
import { aria } from '#platform/aria.ts'
import './data-table.scss'
import { useRoomy } from './use-elder.ts'

export interface TableRow {
  key: string
  /** One a column; the first names the row, the last is its value. */
  cells: readonly string[]
  /** The same in two parts, for one row a line: name and value stand apart, this is the small line between. */
  note: string
  /** A dot in the colour of the picture's part. */
  mark?: 'before' | 'now' | 'rest'
}

interface DataTableProps {
  label: string
  columns: readonly string[]
  rows: readonly TableRow[]
  total?: { name: string; value: string }
}

/** The numbers of a picture. Columns where they fit; in the elder view and with a large font one row a line. */
export function DataTable({ label, columns, rows, total }: DataTableProps) {
  const roomy = useRoomy()
  return (
    <View className={roomy ? 'dt dt-row' : 'dt'} {...aria({ role: 'table', label })}>
      {!roomy && (
        <View className="dt-r dt-h" {...aria({ role: 'row' })}>
          {columns.map((name) => (
            <Text key={name} className="dt-c" {...aria({ role: 'columnheader' })}>
              {name}
            </Text>
          ))}
        </View>
      )}
      {rows.map((row) => (roomy ? <RoomyRow key={row.key} row={row} /> : <ColumnRow key={row.key} row={row} />))}
      {total !== undefined && (
        <View className="dt-r dt-sum" {...aria({ role: 'row' })}>
          <Text className="dt-c" {...aria({ role: 'cell' })}>
            {total.name}
          </Text>
          <Text className="dt-c" {...aria({ role: 'cell' })}>
            {total.value}
          </Text>
        </View>
      )}
    </View>
  )
}

function ColumnRow({ row }: { row: TableRow }) {
  return (
    <View className={row.mark === undefined ? 'dt-r' : `dt-r dt-m dt-${row.mark}`} {...aria({ role: 'row' })}>
      {row.cells.map((cell, at) => (
        <Text key={String(at)} className="dt-c" {...aria({ role: 'cell' })}>
          {cell}
        </Text>
      ))}
    </View>
  )
}

function RoomyRow({ row }: { row: TableRow }) {
  return (
    <View className="dt-r" {...aria({ role: 'row' })}>
      <View className="dt-c" {...aria({ role: 'cell' })}>
        <Text>{row.cells[0] ?? ''}</Text>
        {row.note !== '' && <Text className="dt-n">{row.note}</Text>}
      </View>
      <Text className="dt-c b" {...aria({ role: 'cell' })}>
        {row.cells[row.cells.length - 1] ?? ''}
      </Text>
    </View>
  )
}
