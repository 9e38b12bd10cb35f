import { client } from './client';

const files = new Map<string, string>();

/**
 * A photo of a case as a file on the phone, whole or in the small form that rows show; undefined when it cannot be had. An `image` sends no token, so it
 * is loaded first.
 */
export async function photoFile(id: string, size: 'whole' | 'small'): Promise<string | undefined> {
  const address = `${client.baseUrl}/api/v1/attachments/${encodeURIComponent(id)}${size === 'small' ? '?size=small' : ''}`;
  const known = files.get(address);
  if (known !== undefined) return known;
  const token = client.auth.token();
  let answer = await download(address, token);
  if (answer.status === 401) answer = await download(address, await client.auth.renew(token).catch(() => undefined));
  if (answer.status !== 200 || answer.path === undefined) return undefined;
  files.set(address, answer.path);
  return answer.path;
}

function download(url: string, token: string | undefined): Promise<{ status: number; path?: string }> {
  return new Promise((resolve) => {
    wx.downloadFile({
      url,
      header: token === undefined ? {} : { Authorization: `Bearer ${token}` },
      success: (result) => {
        resolve({ status: result.statusCode, path: result.tempFilePath });
      },
      fail: () => {
        resolve({ status: 0 });
      },
    });
  });
}

/** Photos from the album or the camera; none when the person thinks better of it. */
export function choosePhotos(most: number): Promise<string[]> {
  return new Promise((resolve) => {
    wx.chooseMedia({
      count: most,
      mediaType: ['image'],
      sizeType: ['compressed'],
      success: (result) => {
        resolve(result.tempFiles.map((file) => file.tempFilePath));
      },
      fail: () => {
        resolve([]);
      },
    });
  });
}
