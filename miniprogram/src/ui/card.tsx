import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { Heading } from './heading.tsx'

interface CardProps {
  title?: string
  /** Beside the title: a tag or a link. */
  end?: ReactNode
  /** Rows reach the edges. */
  flush?: boolean
  className?: string
  children?: ReactNode
}

export function Card({ title, end, flush = false, className = '', children }: CardProps) {
  return (
    <View className={`card${flush ? ' card-flush' : ''} ${className}`}>
      {title !== undefined && (
        <View className="card-h">
          <Heading level="2" className="card-t">
            {title}
          </Heading>
          {end}
        </View>
      )}
      {children}
    </View>
  )
}
