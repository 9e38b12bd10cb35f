/** What differs from county to county; docs/operations/miniprogram.md says where each value comes from. */
export const site = {
  /** The server's address: https in use, and among the request, uploadFile and downloadFile domains in WeChat's console. */
  baseUrl: 'http://127.0.0.1:5080',
  /** The code of the county, whose published matters are shown. */
  jurisdiction: '371311',
  /** The ids that WeChat gave to the county's subscription templates; an empty one is not asked for. */
  templates: { progress: '', work: '' },
};
