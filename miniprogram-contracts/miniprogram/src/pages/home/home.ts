import { client } from '../../services/client';
import { frame, screen, tapped, typed } from '../../services/screen';
import { go, ways } from '../../services/ways';
import { homeTexts } from '../../texts/home';

/** What a scanned mini-program code holds stands in the path of its page. */
const contentOf = (scanned: { result: string; path?: string }): string => {
  const scene = /[?&]scene=([^&]+)/.exec(scanned.path ?? '')?.[1];
  return scene === undefined ? scanned.result : decodeURIComponent(scene);
};

screen({
  data: { ...frame, code: '', wrong: '' },
  write(event: WechatMiniprogram.Input) {
    this.setData({ code: typed(event), wrong: '' });
  },
  open() {
    this.openCode(this.data.code);
  },
  scan() {
    wx.scanCode({
      scanType: ['qrCode', 'wxCode'],
      success: (scanned) => {
        this.openCode(contentOf(scanned as { result: string; path?: string }));
      },
    });
  },
  openCode(text: string) {
    const found = client.scene.ofText(text);
    if (found.kind !== 'code') {
      this.setData({ wrong: found.kind === 'absent' ? homeTexts.noCode : homeTexts.wrongCode });
      return;
    }
    this.setData({ code: found.code.display, wrong: '' });
    go(ways.station(found.code.code));
  },
  visit(event: WechatMiniprogram.TouchEvent) {
    const to = tapped(event, 'to');
    go(to === 'find' ? ways.find() : to === 'published' ? ways.published() : ways.privacy());
  },
});
