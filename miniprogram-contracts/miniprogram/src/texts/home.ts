export const homeTexts = {
  noCode: '请输入联络站码，或点“扫联络站二维码”。',
  wrongCode: '这不是联络站码，请核对印在二维码下面的 11 位字母和数字，或重新扫码。',
};
