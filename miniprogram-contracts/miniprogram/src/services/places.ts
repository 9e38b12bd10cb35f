export interface Place {
  address: string;
  lat: number;
  lng: number;
}

/** A place on WeChat's map (GCJ-02 degrees); undefined when the person chooses none or does not agree. */
export function choosePlace(): Promise<Place | undefined> {
  return new Promise((resolve) => {
    wx.chooseLocation({
      success: (chosen) => {
        resolve({ address: [chosen.address, chosen.name].filter(Boolean).join(' '), lat: Number(chosen.latitude), lng: Number(chosen.longitude) });
      },
      fail: () => {
        resolve(undefined);
      },
    });
  });
}
