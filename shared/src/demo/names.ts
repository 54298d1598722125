/** Common surnames and given names to invent people from; the pinyin makes the key of a demo person. */
export type Spelled = readonly [hanzi: string, pinyin: string]

export const surnames: readonly Spelled[] = [
  ['李', 'li'],
  ['张', 'zhang'],
  ['刘', 'liu'],
  ['陈', 'chen'],
  ['杨', 'yang'],
  ['周', 'zhou'],
  ['吴', 'wu'],
  ['徐', 'xu'],
  ['朱', 'zhu'],
  ['郑', 'zheng'],
  ['叶', 'ye'],
  ['雷', 'lei'],
  ['蓝', 'lan'],
  ['钟', 'zhong'],
  ['何', 'he'],
  ['潘', 'pan'],
]

interface GivenNames {
  readonly F: readonly Spelled[]
  readonly M: readonly Spelled[]
}

/** Born before 1970: the names of that generation. */
export const olderNames: GivenNames = {
  F: [
    ['秀英', 'xiuying'],
    ['桂花', 'guihua'],
    ['玉珍', 'yuzhen'],
    ['爱娟', 'aijuan'],
    ['美凤', 'meifeng'],
    ['春梅', 'chunmei'],
    ['菊仙', 'juxian'],
    ['彩云', 'caiyun'],
  ],
  M: [
    ['建国', 'jianguo'],
    ['根土', 'gentu'],
    ['水根', 'shuigen'],
    ['金华', 'jinhua'],
    ['有福', 'youfu'],
    ['松林', 'songlin'],
    ['国平', 'guoping'],
    ['樟树', 'zhangshu'],
  ],
}

export const youngerNames: GivenNames = {
  F: [
    ['丽萍', 'liping'],
    ['晓燕', 'xiaoyan'],
    ['雅琴', 'yaqin'],
    ['思敏', 'simin'],
    ['佳怡', 'jiayi'],
    ['慧芬', 'huifen'],
    ['雨晴', 'yuqing'],
    ['婷', 'ting'],
  ],
  M: [
    ['伟军', 'weijun'],
    ['志强', 'zhiqiang'],
    ['俊杰', 'junjie'],
    ['海波', 'haibo'],
    ['晓东', 'xiaodong'],
    ['宇航', 'yuhang'],
    ['文斌', 'wenbin'],
    ['磊', 'lei'],
  ],
}
