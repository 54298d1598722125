// The oldest engines that WeChat still runs: with these targets most helpers go away (PINS §9).
export default {
  presets: [
    [
      'taro',
      {
        framework: 'react',
        ts: true,
        compiler: 'webpack5',
        useBuiltIns: false,
        targets: { ios: '13', chrome: '80' },
      },
    ],
  ],
}
