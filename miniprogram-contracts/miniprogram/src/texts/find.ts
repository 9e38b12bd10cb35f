export const findTexts = {
  ways: [
    { value: 'place' as const, label: '按位置' },
    { value: 'district' as const, label: '按地名' },
    { value: 'name' as const, label: '按姓名' },
  ],
  noneNear: '附近没有找到联络站，请按地名查找。',
  noneThere: '这个地方还没有登记代表，请选上一级的乡镇或街道再查。',
  noneNamed: '没有找到这个姓名的代表，请核对姓名，或按地名查找。',
  noDistrict: '没有找到这个地名，请只写名称，例如“盛庄街道”。',
};
